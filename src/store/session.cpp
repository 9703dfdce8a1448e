#include "store/session.hpp"

namespace pilotlight::store::session {
namespace {

constexpr auto by_id =
    query_of<Session>("session_by_id", "SELECT {columns} FROM session WHERE id = ?");
constexpr auto by_digest = query_of<Session>(
    "session_by_refresh_digest", "SELECT {columns} FROM session WHERE refresh_digest = ?");
// A refresh token's jti is known to its holder and must not pass for a cookie.
constexpr auto held_web = query_of<Session>(
    "session_held_web",
    "SELECT {columns:s}, a.role, a.is_active FROM session s JOIN account a ON a.id = s.account "
    "WHERE s.refresh_digest = ? AND s.kind = 'web'");
constexpr auto insert_session =
    query_of<Session>("session_insert", "INSERT INTO session {insert} {returning_id}");
constexpr Query touch_session{"session_touch", "UPDATE session SET last_used_at = ? WHERE id = ?"};
constexpr Query revoke_one{"session_revoke",
                           "UPDATE session SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL"};
constexpr Query revoke_others{
    "session_revoke_all",
    "UPDATE session SET revoked_at = ? WHERE account = ? AND id <> ? AND revoked_at IS NULL"};
constexpr Query expired{"session_sweep",
                        "DELETE FROM session WHERE id IN (SELECT id FROM (SELECT id FROM session "
                        "WHERE expires_at < ? ORDER BY expires_at LIMIT ?) AS old)"};

}  // namespace

Result<std::optional<Session>> find(Read& read, SessionId id) {
    return read.one<Session>(by_id, {to_value(id)});
}

Result<std::optional<Session>> find_by_refresh_digest(Read& read, std::string_view digest) {
    return read.one<Session>(by_digest, {digest});
}

Result<std::optional<Held>> find_held_web(Read& read, std::string_view digest) {
    std::optional<Held> found;
    TRY(read.each(held_web, {digest}, [&](const Row& row) {
        constexpr int after_session = static_cast<int>(field_count<Session>);
        auto& held = found.emplace(Held{.session = store::read<Session>(row)});
        from_row(row, after_session, held.role);
        from_row(row, after_session + 1, held.is_active);
    }));
    return found;
}

Result<std::vector<Session>> list_live(Read& read,
                                       AccountId account,
                                       Instant now,
                                       const Page& page) {
    Selection selection("session_live", "SELECT {columns} FROM session", by_id.columns);
    selection.where("account = ?", account.value);
    selection.where("revoked_at IS NULL").where("expires_at > ?", to_value(now));
    if (page.after) selection.where("id < ?", page.after->id);
    selection.tail("ORDER BY id DESC LIMIT ?").value(std::int64_t{page.limit});
    return read.all<Session>(selection.query(), selection.values());
}

Result<SessionId> insert(Tx& tx, const Session& session) {
    const auto id = TRY(tx.insert(insert_session, session));
    return SessionId{id};
}

Result<void> touch(Tx& tx, SessionId id, Instant now) {
    TRY(tx.change(touch_session, {to_value(now), to_value(id)}));
    return {};
}

Result<void> revoke(Tx& tx, SessionId id, Instant now) {
    TRY(tx.change(revoke_one, {to_value(now), to_value(id)}));
    return {};
}

Result<void> revoke_all(Tx& tx, AccountId account, SessionId keep, Instant now) {
    TRY(tx.change(revoke_others, {to_value(now), to_value(account), to_value(keep)}));
    return {};
}

Result<std::int64_t> sweep(Tx& tx, Instant before, int rows_max) {
    return tx.change(expired, {to_value(before), std::int64_t{rows_max}});
}

}  // namespace pilotlight::store::session
