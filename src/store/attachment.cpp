#include "store/attachment.hpp"

namespace pilotlight::store::attachment {
namespace {

constexpr auto by_id =
    query_of<Attachment>("attachment_by_id", "SELECT {columns} FROM attachment WHERE id = ?");
constexpr auto insert_attachment =
    query_of<Attachment>("attachment_insert", "INSERT INTO attachment {insert} {returning_id}");
constexpr Query count_for{"attachment_count",
                          "SELECT COUNT(*) FROM attachment WHERE service_request = ?"};
constexpr Query by_key{"attachment_by_storage_key",
                       "SELECT id FROM attachment WHERE storage_key = ?"};
constexpr auto after_id = query_of<Attachment>(
    "attachment_all_after", "SELECT {columns} FROM attachment WHERE id > ? ORDER BY id LIMIT ?");

}  // namespace

Result<std::optional<Attachment>> find(Read& read, AttachmentId id) {
    return read.one<Attachment>(by_id, {to_value(id)});
}

Result<std::vector<Attachment>> of_requests(Read& read,
                                            std::span<const ServiceRequestId> requests) {
    if (requests.empty()) return std::vector<Attachment>{};
    Selection selection(
        "attachment_of_requests", "SELECT {columns} FROM attachment", by_id.columns);
    selection.where_in("service_request", requests).tail("ORDER BY id");
    return read.all<Attachment>(selection.query(), selection.values());
}

Result<std::int64_t> count_of(Read& read, ServiceRequestId request) {
    const auto n = TRY(read.number(count_for, {to_value(request)}));
    return n.value_or(0);
}

Result<bool> is_stored(Read& read, std::string_view storage_key) {
    const auto id = TRY(read.number(by_key, {storage_key}));
    return id.has_value();
}

Result<std::vector<Attachment>> all_after(Read& read, AttachmentId after, int rows_max) {
    return read.all<Attachment>(after_id, {to_value(after), std::int64_t{rows_max}});
}

Result<AttachmentId> insert(Tx& tx, const Attachment& attachment) {
    const auto id = TRY(tx.insert(insert_attachment, attachment));
    return AttachmentId{id};
}

}  // namespace pilotlight::store::attachment
