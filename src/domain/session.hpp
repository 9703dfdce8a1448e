#pragma once

#include "domain/account.hpp"

namespace pilotlight {

struct Session;
using SessionId = Id<Session>;

/// What the client of a session holds: a refresh token, or a cookie.
enum class SessionKind : std::uint8_t { token, web };
template <>
inline constexpr auto names<SessionKind> = std::array<std::string_view, 2>{"token", "web"};

/// One log-in. Holds digests only; its refresh token or cookie is good until it expires or is
/// revoked by log-out, a password change, a role change or deactivation.
struct Session {
    SessionId id{};
    AccountId account{};
    std::string refresh_digest{};  // SHA-256 of the refresh token's jti or of the cookie, hex
    std::string remote_address{};
    std::string user_agent{};
    Instant created_at{};
    Instant last_used_at{};
    Instant expires_at{};
    std::optional<Instant> revoked_at{};
    SessionKind kind = SessionKind::token;

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"id", &Session::id, {}},
            Field{"account", &Session::account, {}},
            Field{"refresh_digest", &Session::refresh_digest, {.access = stored_only}},
            Field{"remote_address", &Session::remote_address, {}},
            Field{"user_agent", &Session::user_agent, {.length_max = 200}},
            Field{"created_at", &Session::created_at, {}},
            Field{"last_used_at", &Session::last_used_at, {}},
            Field{"expires_at", &Session::expires_at, {}},
            Field{"revoked_at", &Session::revoked_at, {}},
            Field{"kind",
                  &Session::kind,
                  {.doc = "token: a pair of tokens; web: a cookie of a browser."}},
        };
    }
};

inline constexpr std::size_t user_agent_length_max = 200;
/// contracts.md §1: characters of the cookie.
inline constexpr std::size_t web_session_key_length = 32;

}  // namespace pilotlight
