#pragma once

#include "domain/session.hpp"
#include "store/connection.hpp"
#include "store/list.hpp"

namespace pilotlight::store::session {

Result<std::optional<Session>> find(Read& read, SessionId id);
Result<std::optional<Session>> find_by_refresh_digest(Read& read, std::string_view digest);
/// A session with what decides whether its account may use it: one read.
struct Held {
    Session session{};
    Role role = Role::customer;
    bool is_active = false;
};
/// The cookie session (kind web) of that digest, also a revoked one.
Result<std::optional<Held>> find_held_web(Read& read, std::string_view digest);
/// Not yet expired or revoked, newest first.
Result<std::vector<Session>> list_live(Read& read,
                                       AccountId account,
                                       Instant now,
                                       const Page& page);

Result<SessionId> insert(Tx& tx, const Session& session);
Result<void> touch(Tx& tx, SessionId id, Instant now);
Result<void> revoke(Tx& tx, SessionId id, Instant now);
/// All of the account's, but `keep` (0: none is kept).
Result<void> revoke_all(Tx& tx, AccountId account, SessionId keep, Instant now);
/// Deletes what expired before `before`, at most `rows_max`; how many went.
Result<std::int64_t> sweep(Tx& tx, Instant before, int rows_max);

}  // namespace pilotlight::store::session
