#include "store/request_event.hpp"

namespace pilotlight::store::request_event {
namespace {

constexpr auto insert_event = query_of<RequestEvent>(
    "request_event_insert", "INSERT INTO request_event {insert} {returning_id}");
constexpr auto by_id = query_of<RequestEvent>(
    "request_event_by_id",
    "SELECT {columns:e}, a.first_name, a.last_name, a.username FROM request_event e "
    "LEFT JOIN account a ON a.id = e.actor WHERE e.id = ?");
constexpr std::string_view head =
    "SELECT {columns:e}, a.first_name, a.last_name, a.username FROM request_event e "
    "LEFT JOIN account a ON a.id = e.actor";

View read_view(const Row& row) {
    constexpr int names_at = static_cast<int>(field_count<RequestEvent>);
    return {.event = store::read<RequestEvent>(row),
            .actor_name =
                full_name(row.text(names_at), row.text(names_at + 1), row.text(names_at + 2))};
}

Result<std::vector<View>> fetch(Read& read, const Selection& selection) {
    std::vector<View> list;
    TRY(read.each(selection.query(), selection.values(), [&](const Row& row) {
        list.push_back(read_view(row));
    }));
    return list;
}

void keep_updates(Selection& selection, bool with_internal) {
    selection.where("e.is_update = 1");
    if (!with_internal) selection.where("e.visibility = 'public'");
}

}  // namespace

Result<std::vector<View>> list(Read& read,
                               ServiceRequestId request,
                               bool with_internal,
                               const Page& page) {
    Selection selection("request_event_list", head, by_id.columns);
    selection.where("e.service_request = ?", to_value(request));
    if (!with_internal) selection.where("e.visibility = 'public'");
    if (page.after) selection.where("e.id > ?", page.after->id);
    selection.tail("ORDER BY e.id LIMIT ?").value(std::int64_t{page.limit});
    return fetch(read, selection);
}

Result<std::vector<View>> updates_of(Read& read, ServiceRequestId request, bool with_internal) {
    Selection selection("request_event_updates_of_one", head, by_id.columns);
    selection.where("e.service_request = ?", to_value(request));
    keep_updates(selection, with_internal);
    selection.tail("ORDER BY e.id DESC LIMIT ?").value(std::int64_t{updates_shown_max});
    return fetch(read, selection);
}

Result<std::vector<View>> updates_of(Read& read,
                                     std::span<const ServiceRequestId> requests,
                                     bool with_internal) {
    if (requests.empty()) return std::vector<View>{};
    Selection selection("request_event_updates",
                        "SELECT {columns:e}, a.first_name, a.last_name, a.username FROM "
                        "(SELECT e.id, ROW_NUMBER() OVER newest AS place, "
                        "SUM(LENGTH(e.note)) OVER newest AS length FROM request_event e",
                        by_id.columns);
    selection.where_in("e.service_request", requests);
    keep_updates(selection, with_internal);
    selection.tail(
        "WINDOW newest AS (PARTITION BY e.service_request ORDER BY e.id DESC)) p "
        "JOIN request_event e ON e.id = p.id LEFT JOIN account a ON a.id = e.actor "
        "WHERE p.place <= ? AND (p.place = 1 OR p.length <= ?)");
    selection.value(std::int64_t{updates_shown_max}).value(updates_listed_length_max);
    selection.tail("ORDER BY e.id DESC");
    return fetch(read, selection);
}

Result<std::optional<View>> find(Read& read, RequestEventId id) {
    std::optional<View> found;
    TRY(read.each(by_id, {to_value(id)}, [&](const Row& row) { found = read_view(row); }));
    return found;
}

Result<RequestEventId> insert(Tx& tx, const RequestEvent& event) {
    const auto id = TRY(tx.insert(insert_event, event));
    return RequestEventId{id};
}

}  // namespace pilotlight::store::request_event
