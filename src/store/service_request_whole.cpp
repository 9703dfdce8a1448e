#include "store/service_request_whole.hpp"

#include "store/service_request_filter.hpp"

namespace pilotlight::store::service_request {
namespace {

constexpr auto columns = query_of<ServiceRequest>("", "").columns;
// LEFT where there is always a row too: else the database may begin with the other table.
constexpr std::string_view list_head =
    "SELECT {columns:r}, c.id, c.username, c.email, c.first_name, c.last_name, "
    "a.id, a.username, a.email, a.first_name, a.last_name, "
    "t.slug, t.name, t.description, t.estimated_time_hours, t.created_at, t.updated_at, "
    "(SELECT MIN(f.id) FROM attachment f WHERE f.service_request = r.id) "
    "FROM service_request r LEFT JOIN account c ON c.id = r.customer "
    "LEFT JOIN service_type t ON t.id = r.service_type LEFT JOIN account a ON a.id = r.assigned_to";
constexpr std::string_view search_head =
    "SELECT {columns:r}, c.id, c.username, c.email, c.first_name, c.last_name, "
    "a.id, a.username, a.email, a.first_name, a.last_name, "
    "t.slug, t.name, t.description, t.estimated_time_hours, t.created_at, t.updated_at, "
    "(SELECT MIN(f.id) FROM attachment f WHERE f.service_request = r.id) "
    "FROM (SELECT s.id AS id, s.score AS score "
    "FROM {search_candidates:service_request_search} s";

Whole read_whole(const Row& row) {
    int column = static_cast<int>(field_count<ServiceRequest>);
    Whole whole{.request = store::read<ServiceRequest>(row),
                .customer = read_person(row, column),
                .assignee = read_person(row, column + person_columns)};
    column += 2 * person_columns;
    whole.type.id = whole.request.service_type;
    for (auto* text : {&whole.type.slug, &whole.type.name, &whole.type.description}) {
        *text = row.text(column++);
    }
    from_row(row, column++, whole.type.estimated_time_hours);
    from_row(row, column++, whole.type.created_at);
    from_row(row, column++, whole.type.updated_at);
    from_row(row, column, whole.first_file);
    return whole;
}

Result<std::vector<Whole>> fetch(Read& read, const Selection& selection) {
    std::vector<Whole> list;
    TRY(read.each(selection.query(), selection.values(), [&](const Row& row) {
        list.push_back(read_whole(row));
    }));
    return list;
}

}  // namespace

Result<std::optional<Whole>> whole(Read& read, ServiceRequestId id) {
    Selection selection("service_request_whole", list_head, columns);
    selection.where("r.id = ?", to_value(id)).where("r.deleted_at IS NULL");
    auto found = TRY(fetch(read, selection));
    if (found.empty()) return std::optional<Whole>{};
    return std::optional(std::move(found.front()));
}

Result<std::vector<Whole>> whole_of(Read& read, std::span<const ServiceRequestId> ids) {
    if (ids.empty()) return std::vector<Whole>{};
    Selection selection("service_request_whole_of", list_head, columns);
    selection.where_in("r.id", ids).tail("ORDER BY r.id");
    return fetch(read, selection);
}

Result<std::vector<Whole>> list_whole(Read& read,
                                      const Filter& filter,
                                      Sort sort,
                                      const Page& page) {
    if (filter.search.empty()) {
        const auto start = TRY(numbered(read, filter, sort, page));
        Selection selection("service_request_list_whole", list_head, columns);
        apply(selection, filter);
        apply_page(selection, sort, start);
        return fetch(read, selection);
    }
    Selection selection("service_request_search_whole", search_head, columns);
    const auto match = TRY(match_of(read, filter));
    apply_search(selection, filter, match, page);
    return fetch(read, selection);
}

}  // namespace pilotlight::store::service_request
