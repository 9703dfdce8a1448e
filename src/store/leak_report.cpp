#include "store/leak_report.hpp"

namespace pilotlight::store::leak_report {
namespace {

constexpr auto by_digest = query_of<LeakReport>(
    "leak_report_by_token", "SELECT {columns} FROM leak_report WHERE token_digest = ?");
constexpr auto insert_report =
    query_of<LeakReport>("leak_report_insert", "INSERT INTO leak_report {insert} {returning_id}");
constexpr Query expired{
    "leak_report_sweep",
    "DELETE FROM leak_report WHERE id IN (SELECT id FROM (SELECT id FROM leak_report "
    "WHERE expires_at < ? ORDER BY expires_at LIMIT ?) AS old)"};

}  // namespace

Result<std::optional<LeakReport>> find_by_token_digest(Read& read, std::string_view digest) {
    return read.one<LeakReport>(by_digest, {digest});
}

Result<LeakReportId> insert(Tx& tx, const LeakReport& report) {
    const auto id = TRY(tx.insert(insert_report, report));
    return LeakReportId{id};
}

Result<std::int64_t> sweep(Tx& tx, Instant before, int rows_max) {
    return tx.change(expired, {to_value(before), std::int64_t{rows_max}});
}

}  // namespace pilotlight::store::leak_report
