#pragma once

#include "domain/account.hpp"

namespace pilotlight {

struct Session;
using SessionId = Id<Session>;

/// One log-in. Holds digests only; its refresh token is good until it expires or is revoked by
/// log-out, a password change, a role change or deactivation.
struct Session {
    SessionId id{};
    AccountId account{};
    std::string refresh_digest{};  // SHA-256 of the refresh token's jti, hex
    std::string remote_address{};
    std::string user_agent{};
    Instant created_at{};
    Instant last_used_at{};
    Instant expires_at{};
    std::optional<Instant> revoked_at{};

    static constexpr auto fields() {
        using enum Access;
        return std::tuple{
            Field{"id", &Session::id, {}},
            Field{"account", &Session::account, {}},
            Field{"refresh_digest", &Session::refresh_digest, {.access = stored_only}},
            Field{"remote_address", &Session::remote_address, {}},
            Field{"user_agent", &Session::user_agent, {.length_max = 200}},
            Field{"created_at", &Session::created_at, {}},
            Field{"last_used_at", &Session::last_used_at, {}},
            Field{"expires_at", &Session::expires_at, {}},
            Field{"revoked_at", &Session::revoked_at, {}},
        };
    }
};

inline constexpr std::size_t user_agent_length_max = 200;

}  // namespace pilotlight
