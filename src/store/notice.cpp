#include "store/notice.hpp"

namespace pilotlight::store::notice {
namespace {

constexpr Query insert_of_request{
    "notice_insert_of_request",
    "INSERT INTO notice (noun, subject, version, kind, customer, assigned_to, "
    "formerly_assigned_to, is_open_to_everyone, visibility, created_at) "
    "SELECT 'request', id, version, ?, customer, assigned_to, ?, 0, ?, ? "
    "FROM service_request WHERE id = ?"};
constexpr Query insert_of_ticket{
    "notice_insert_of_ticket",
    "INSERT INTO notice (noun, subject, version, kind, customer, assigned_to, "
    "formerly_assigned_to, is_open_to_everyone, visibility, created_at) "
    "SELECT 'ticket', id, version, ?, customer, assigned_to, ?, "
    "CASE WHEN kind = 'conversation' AND visibility = 'everyone' THEN 1 ELSE 0 END, ?, ? "
    "FROM ticket WHERE id = ?"};
constexpr auto after_id = query_of<Notice>(
    "notice_list_after", "SELECT {columns} FROM notice WHERE id > ? ORDER BY id LIMIT ?");
constexpr Query both_ends{"notice_kept",
                          "SELECT (SELECT MIN(id) FROM notice), (SELECT MAX(id) FROM notice)"};
// Ids rise with time, so the oldest rows are found without an index on the time. The newest stays:
// the next id counts on from it.
constexpr Query expired{
    "notice_sweep",
    "DELETE FROM notice WHERE id IN (SELECT id FROM (SELECT id, created_at FROM notice "
    "ORDER BY id LIMIT ?) AS oldest WHERE created_at < ?) "
    "AND id < (SELECT newest FROM (SELECT MAX(id) AS newest FROM notice) AS last)"};

Result<void> insert(
    Tx& tx, const Query& query, std::int64_t subject, const Told& told, Instant now) {
    const auto rows = TRY(tx.change(query,
                                    {told.kind,
                                     to_value(told.formerly_assigned_to),
                                     to_value(told.visibility),
                                     to_value(now),
                                     subject}));
    if (rows == 1) return {};
    return internal_error("a notice of what is not there");
}

}  // namespace

Result<void> tell(Tx& tx, ServiceRequestId id, const Told& told, Instant now) {
    return insert(tx, insert_of_request, id.value, told, now);
}

Result<void> tell(Tx& tx, TicketId id, const Told& told, Instant now) {
    return insert(tx, insert_of_ticket, id.value, told, now);
}

Result<std::vector<Notice>> list_after(Read& read, NoticeId after, int rows_max) {
    return read.all<Notice>(after_id, {to_value(after), std::int64_t{rows_max}});
}

Result<Kept> kept(Read& read) {
    Kept kept;
    TRY(read.each(both_ends, {}, [&](const Row& row) {
        kept = {{row.integer(0)}, {row.integer(1)}};
    }));
    return kept;
}

Result<std::int64_t> sweep(Tx& tx, Instant before, int rows_max) {
    return tx.change(expired, {std::int64_t{rows_max}, to_value(before)});
}

}  // namespace pilotlight::store::notice
