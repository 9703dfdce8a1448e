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

/// Ends one session, at once for its access tokens too.
Result<void> close(store::Tx& tx, Access& access, SessionId session, Instant now);

}  // namespace pilotlight::service::session
