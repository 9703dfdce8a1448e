#pragma once

#include "service/access.hpp"

namespace pilotlight::service::session {

struct Opened {
    Session session{};
    std::string access{};
    std::string refresh{};
};

/// Logs the account in: a session, its tokens, the time of log-in. `upgraded_hash`, when not empty,
/// replaces a password hash that was right but weak. bad_credentials when the account has gone, was
/// stopped or has other credentials than `account`, whose password was checked.
Result<Opened> open(store::Tx& tx,
                    const Access& access,
                    const Account& account,
                    Session draft,
                    std::string_view upgraded_hash);

/// Passwords are checked outside the transaction that follows. bad_credentials when the account has
/// gone since, was stopped or got other credentials than `checked`.
Result<void> check_unchanged(store::Read& read, const Account& checked);

/// bad_credentials when what let the actor in, a session or the API token, ended since.
Result<void> check_live(store::Read& read, const Access& access, const Actor& actor, Instant now);

/// What every log-in does, whatever credential it gives: the time of log-in and the better hash.
/// bad_credentials as open().
Result<void> record_log_in(store::Tx& tx,
                           const Account& checked,
                           std::string_view upgraded_hash,
                           Instant now);

struct OpenedWeb {
    Session session{};
    std::string key{};  // the cookie: 32 of [a-z0-9], told this once
};

/// Logs the account in for a browser, as open() does for tokens.
Result<OpenedWeb> open_web(store::Tx& tx,
                           const Access& access,
                           const Account& account,
                           Session draft,
                           std::string_view upgraded_hash);

/// The actor of a cookie, in one read; nobody when it is unknown, expired or revoked, or its
/// account inactive. Notes the use once an hour, without waiting for the note to be written.
Result<std::optional<Actor>> find_web(std::string_view key, Instant now, store::Store& store);

/// Ends one session, at once for its access tokens too.
Result<void> close(store::Tx& tx, Access& access, SessionId session, Instant now);

/// Ends a live session of the actor's own, or anybody's when an administrator says so; not_found
/// for any other.
Result<void> end(store::Tx& tx, Access& access, const Actor& actor, SessionId session, Instant now);

/// Ends all of the actor's own but the one that the actor came by, if it is one.
Result<void> end_others(store::Tx& tx, Access& access, const Actor& actor, Instant now);

/// A credential's last use is written at most this often.
inline constexpr std::chrono::hours use_noted_every{1};

}  // namespace pilotlight::service::session
