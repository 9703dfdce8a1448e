#pragma once

#include "domain/account.hpp"

namespace pilotlight {

struct ApiToken;
using ApiTokenId = Id<ApiToken>;

/// The lasting token of an account, for programs (contracts.md §1, Token). One per account and the
/// same at every log-in, yet only its digest is kept: it is derived anew from a key of the server
/// and the row's nonce. A password change, a deactivation, its owner or an administrator end it,
/// and so does long disuse; the next one has another nonce. Another role does not: whoever shows
/// the token has the role of that moment.
struct ApiToken {
    ApiTokenId id{};
    AccountId account{};
    std::string nonce{};   // 32 hex digits
    std::string digest{};  // SHA-256 of the token, hex
    Instant created_at{};
    Instant last_used_at{};  // to the hour
    std::optional<Instant> revoked_at{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"id", &ApiToken::id, {}},
            Field{"account", &ApiToken::account, {}},
            Field{"nonce", &ApiToken::nonce, {.access = stored_only}},
            Field{"digest", &ApiToken::digest, {.access = stored_only}},
            Field{"created_at", &ApiToken::created_at, {}},
            Field{"last_used_at", &ApiToken::last_used_at, {.doc = "To the hour."}},
            Field{"revoked_at", &ApiToken::revoked_at, {}},
        };
    }
};

inline constexpr std::size_t api_token_length = 40;  // lower-case hex digits

}  // namespace pilotlight
