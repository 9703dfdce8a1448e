#include "store/service_request.hpp"

#include "store/search.hpp"
#include "store/service_request_filter.hpp"

namespace pilotlight::store::service_request {
namespace {

constexpr auto by_id = query_of<ServiceRequest>(
    "service_request_by_id",
    "SELECT {columns} FROM service_request WHERE id = ? AND deleted_at IS NULL");
constexpr auto with_deleted_by_id = query_of<ServiceRequest>(
    "service_request_with_deleted_by_id", "SELECT {columns} FROM service_request WHERE id = ?");
constexpr auto columns = by_id.columns;
// CASE, because not every database has EXISTS as a number.
constexpr std::string_view view_columns =
    "SELECT {columns:r}, c.first_name, c.last_name, c.username, c.customer_number, t.slug, t.name, "
    "t.aliases, t.hazard, a.first_name, a.last_name, a.username, "
    "CASE WHEN EXISTS (SELECT 1 FROM request_event u WHERE u.service_request = r.id "
    "AND u.is_update = 1) THEN 1 ELSE 0 END, "
    "CASE WHEN EXISTS (SELECT 1 FROM attachment f WHERE f.service_request = r.id) "
    "THEN 1 ELSE 0 END";
// LEFT where there is always a row too: else the database may begin with the other table.
constexpr std::string_view view_tables =
    " FROM service_request r LEFT JOIN account c ON c.id = r.customer "
    "LEFT JOIN service_type t ON t.id = r.service_type LEFT JOIN account a ON a.id = r.assigned_to";
constexpr Query search_texts{"service_request_search_texts",
                             "SELECT number, title, description, address FROM "
                             "{search_texts:service_request_search} AS texts"};
constexpr auto waiting = query_of<ServiceRequest>(
    "service_request_waiting",
    "SELECT {columns} FROM service_request WHERE assigned_to IS NULL "
    "AND status IN ('pending', 'in_progress') AND deleted_at IS NULL "
    "AND (CASE priority WHEN 'urgent' THEN 0 ELSE 1 END, created_at, id) > (?, ?, ?) "
    "ORDER BY CASE priority WHEN 'urgent' THEN 0 ELSE 1 END, created_at, id LIMIT ?");
constexpr auto open_of = query_of<ServiceRequest>(
    "service_request_open_of",
    "SELECT {columns} FROM service_request WHERE assigned_to = ? "
    "AND status IN ('pending', 'in_progress') AND deleted_at IS NULL LIMIT ?");
constexpr Query type_cells{
    "service_request_type_counts",
    "SELECT status, service_type, priority, 0, n FROM service_request_type_count WHERE n <> 0"};
constexpr Query assignee_sums{
    "service_request_assignee_counts",
    "SELECT assigned_to, SUM(n) FROM service_request_load_count GROUP BY assigned_to "
    "HAVING SUM(n) <> 0"};
constexpr Query status_cells_of_one{
    "service_request_status_counts_of",
    "SELECT status, 0, NULL, assigned_to, SUM(n) FROM service_request_load_count "
    "WHERE assigned_to = ? AND n <> 0 GROUP BY assigned_to, status"};
constexpr Query open_cells{
    "service_request_open_counts",
    "SELECT status, 0, priority, assigned_to, n FROM service_request_load_count "
    "WHERE status IN ('pending', 'in_progress') AND n <> 0"};
constexpr Query cells_of_one{
    "service_request_counts_of",
    "SELECT status, service_type, priority, assigned_to, n FROM service_request_count "
    "WHERE assigned_to = ? AND n <> 0"};
constexpr Query customer_cells{
    "service_request_customer_counts",
    "SELECT status, n FROM service_request_customer_count WHERE customer = ? AND n <> 0"};

std::string view_of(std::string_view tables) {
    return std::string(view_columns).append(tables);
}

View read_view(const Row& row) {
    int column = static_cast<int>(field_count<ServiceRequest>);
    View view{.request = store::read<ServiceRequest>(row)};
    for (auto* text : {&view.customer_first_name,
                       &view.customer_last_name,
                       &view.customer_username,
                       &view.customer_number,
                       &view.type.slug,
                       &view.type.name,
                       &view.type.aliases.text}) {
        *text = row.text(column++);
    }
    from_row(row, column++, view.type.hazard);
    view.type.id = view.request.service_type;
    for (auto* text :
         {&view.assignee_first_name, &view.assignee_last_name, &view.assignee_username}) {
        *text = row.text(column++);
    }
    from_row(row, column++, view.has_updates);
    from_row(row, column, view.has_files);
    return view;
}

bool by_update(Sort sort) {
    return sort == Sort::updated_newest || sort == Sort::updated_oldest;
}

Result<std::vector<View>> fetch(Read& read, const Selection& selection) {
    std::vector<View> list;
    TRY(read.each(selection.query(), selection.values(), [&](const Row& row) {
        list.push_back(read_view(row));
    }));
    return list;
}

Result<std::vector<CountCell>> fetch_cells(Read& read,
                                           const Query& query,
                                           std::initializer_list<Value> values) {
    std::vector<CountCell> list;
    TRY(read.each(query, values, [&](const Row& row) {
        auto& cell = list.emplace_back();
        from_row(row, 0, cell.status);
        from_row(row, 1, cell.service_type);
        from_row(row, 2, cell.priority);
        from_row(row, 3, cell.assigned_to);
        from_row(row, 4, cell.n);
    }));
    return list;
}

bool has_times(const Filter& filter) {
    return filter.created_from || filter.created_until || filter.updated_from ||
           filter.updated_until;
}

/// The desk's kept counts answer filters on these alone.
bool is_counted(const Filter& filter) {
    return !has_times(filter) && !filter.customer;
}

/// At most one cell for each type, state and priority is added up.
Selection desk_sum(const Filter& filter) {
    Selection sum("service_request_count", "SELECT COALESCE(SUM(n), 0) FROM", nullptr);
    const bool by_assignee = filter.assigned_to || filter.unassigned;
    sum.tail(!by_assignee          ? "service_request_type_count"
             : filter.service_type ? "service_request_count"
                                   : "service_request_load_count");
    if (filter.status) sum.where("status = ?", to_value(*filter.status));
    if (filter.service_type) sum.where("service_type = ?", to_value(*filter.service_type));
    if (filter.priority) sum.where("priority = ?", to_value(*filter.priority));
    if (filter.assigned_to) sum.where("assigned_to = ?", to_value(*filter.assigned_to));
    if (filter.unassigned) sum.where("assigned_to = 0");
    return sum;
}

/// A customer's own kept counts know states only.
bool is_counted_by_customer(const Filter& filter) {
    return filter.customer && !has_times(filter) && !filter.service_type && !filter.priority &&
           !filter.assigned_to && !filter.unassigned;
}

Selection customer_sum(const Filter& filter) {
    Selection sum("service_request_customer_count",
                  "SELECT COALESCE(SUM(n), 0) FROM service_request_customer_count",
                  nullptr);
    sum.where("customer = ?", to_value(*filter.customer));
    if (filter.status) sum.where("status = ?", to_value(*filter.status));
    return sum;
}

/// Whether anything but the search keeps a request out; what was deleted is in no search index.
bool narrows(const Filter& filter) {
    return has_times(filter) || filter.customer || filter.assigned_to || filter.unassigned ||
           filter.status || filter.service_type || filter.priority;
}

/// Of the candidates `s` of a search: without a filter none of their rows is looked up.
void apply_to_candidates(Selection& selection, const Filter& filter) {
    if (!narrows(filter)) return;
    selection.tail("JOIN service_request r ON r.id = s.id");
    apply(selection, filter);
}

/// The filter whose index is walked; the others are checked row by row, written so that no planner
/// takes theirs instead. Statistics are of columns, not of values: to a planner a customer's few
/// rows look like as many as those of the desk's commonest type.
enum class Lead : std::uint8_t { none, customer, assignee, status, type, priority };

Lead lead_of(const Filter& filter) {
    if (!filter.search.empty()) return Lead::none;
    if (filter.customer) return Lead::customer;
    if (filter.assigned_to || filter.unassigned) return Lead::assignee;
    // Open requests are few, however many there have been.
    if (filter.status && is_open(*filter.status)) return Lead::status;
    if (filter.service_type) return Lead::type;
    if (filter.priority) return Lead::priority;
    return filter.status ? Lead::status : Lead::none;
}

}  // namespace

Result<std::string> match_of(Read& read, const Filter& filter) {
    return compile_search(read,
                          search_texts,
                          filter.search,
                          {.customer = filter.customer, .assignee = filter.assigned_to});
}

void apply(Selection& selection, const Filter& filter) {
    const auto lead = lead_of(filter);
    const auto text = [&](Lead column, std::string_view plain, std::string_view checked) {
        return lead == column ? plain : checked;
    };
    if (filter.customer) selection.where("r.customer = ?", to_value(*filter.customer));
    if (filter.assigned_to) {
        selection.where(text(Lead::assignee, "r.assigned_to = ?", "COALESCE(r.assigned_to, 0) = ?"),
                        to_value(*filter.assigned_to));
    }
    if (filter.unassigned) {
        selection.where(
            text(Lead::assignee, "r.assigned_to IS NULL", "COALESCE(r.assigned_to, 0) = 0"));
    }
    if (filter.status) {
        // Its index also begins with the assignee.
        const bool leads = lead == Lead::status || lead == Lead::assignee;
        selection.where(leads ? "r.status = ?" : "COALESCE(r.status, '') = ?",
                        to_value(*filter.status));
    }
    if (filter.service_type) {
        selection.where(text(Lead::type, "r.service_type = ?", "COALESCE(r.service_type, 0) = ?"),
                        to_value(*filter.service_type));
    }
    if (filter.priority) {
        selection.where(text(Lead::priority, "r.priority = ?", "COALESCE(r.priority, '') = ?"),
                        to_value(*filter.priority));
    }
    if (filter.created_from) selection.where("r.created_at >= ?", to_value(*filter.created_from));
    if (filter.created_until) selection.where("r.created_at < ?", to_value(*filter.created_until));
    if (filter.updated_from) selection.where("r.updated_at >= ?", to_value(*filter.updated_from));
    if (filter.updated_until) selection.where("r.updated_at < ?", to_value(*filter.updated_until));
    selection.where("r.deleted_at IS NULL");
}

void apply_search(Selection& selection,
                  const Filter& filter,
                  std::string_view match,
                  const Page& page) {
    selection.value(match).value(std::int64_t{search_candidates_max});
    apply_to_candidates(selection, filter);
    selection.tail(
        "ORDER BY s.score, s.id DESC LIMIT ? OFFSET ?) AS page "
        "JOIN service_request r ON r.id = page.id LEFT JOIN account c ON c.id = r.customer "
        "LEFT JOIN service_type t ON t.id = r.service_type "
        "LEFT JOIN account a ON a.id = r.assigned_to ORDER BY page.score, page.id DESC");
    selection.value(std::int64_t{page.limit});
    selection.value(page.after ? page.after->key : page.offset);
}

Result<Page> numbered(Read& read, const Filter& filter, Sort sort, const Page& page) {
    if (page.offset == 0) return page;
    static constexpr Sort opposites[] = {
        Sort::oldest, Sort::newest, Sort::updated_oldest, Sort::updated_newest};
    const auto before = row_before(page);
    const auto order = before.is_from_end ? opposites[static_cast<std::size_t>(sort)] : sort;
    Selection selection("service_request_row_before",
                        by_update(sort) ? "SELECT r.updated_at, r.id FROM service_request r"
                                        : "SELECT r.created_at, r.id FROM service_request r",
                        nullptr);
    apply(selection, filter);
    apply_page(selection, order, {.limit = 1, .offset = before.skipped});
    return page_after(read, page, selection);
}

void apply_page(Selection& selection, Sort sort, const Page& page) {
    struct Order {
        std::string_view after;
        std::string_view order;
    };
    static constexpr Order orders[] = {
        {"(r.created_at, r.id) < (?, ?)", "ORDER BY r.created_at DESC, r.id DESC LIMIT ?"},
        {"(r.created_at, r.id) > (?, ?)", "ORDER BY r.created_at, r.id LIMIT ?"},
        {"(r.updated_at, r.id) < (?, ?)", "ORDER BY r.updated_at DESC, r.id DESC LIMIT ?"},
        {"(r.updated_at, r.id) > (?, ?)", "ORDER BY r.updated_at, r.id LIMIT ?"},
    };
    const auto& [after, order] = orders[static_cast<std::size_t>(sort)];
    if (page.after) {
        selection.where(after, page.after->key).value(page.after->id);
    }
    selection.tail(order).value(std::int64_t{page.limit});
    if (page.offset > 0) selection.tail("OFFSET ?").value(page.offset);
}

Result<std::optional<ServiceRequest>> find(Read& read, ServiceRequestId id) {
    return read.one<ServiceRequest>(by_id, {to_value(id)});
}

Result<std::optional<ServiceRequest>> find_with_deleted(Read& read, ServiceRequestId id) {
    return read.one<ServiceRequest>(with_deleted_by_id, {to_value(id)});
}

Result<std::optional<View>> view(Read& read, ServiceRequestId id) {
    std::optional<View> found;
    static const auto& query =
        interned("service_request_view",
                 view_of(view_tables) + " WHERE r.id = ? AND r.deleted_at IS NULL",
                 columns);
    TRY(read.each(query, {to_value(id)}, [&](const Row& row) { found = read_view(row); }));
    return found;
}

Result<std::vector<View>> list(Read& read, const Filter& filter, Sort sort, const Page& page) {
    if (!filter.search.empty()) {
        Selection selection("service_request_search",
                            view_of(" FROM (SELECT s.id AS id, s.score AS score "
                                    "FROM {search_candidates:service_request_search} s"),
                            columns);
        const auto match = TRY(match_of(read, filter));
        apply_search(selection, filter, match, page);
        return fetch(read, selection);
    }
    const auto start = TRY(numbered(read, filter, sort, page));
    Selection selection("service_request_list", view_of(view_tables), columns);
    apply(selection, filter);
    apply_page(selection, sort, start);
    return fetch(read, selection);
}

Cursor cursor_after(const View& last, const Filter& filter, Sort sort, std::int64_t rank) {
    if (!filter.search.empty()) return {rank, 0};
    const auto& request = last.request;
    const auto key = by_update(sort) ? request.updated_at : request.created_at;
    return {key.time_since_epoch().count(), request.id.value};
}

Result<std::optional<std::int64_t>> count(Read& read, const Filter& filter, std::int64_t rows_max) {
    std::optional<std::int64_t> total;
    if (!filter.search.empty()) return total;
    const auto sum_of = [&](const Selection& sum) {
        return read.each(
            sum.query(), sum.values(), [&](const Row& row) { total = row.integer(0); });
    };
    if (is_counted(filter)) {
        TRY(sum_of(desk_sum(filter)));
        return total;
    }
    if (is_counted_by_customer(filter)) {
        TRY(sum_of(customer_sum(filter)));
        return total;
    }
    Selection some("service_request_count_some",
                   "SELECT COUNT(*) FROM (SELECT 1 AS one FROM service_request r",
                   nullptr);
    apply(some, filter);
    some.tail("LIMIT ?) AS counted").value(rows_max + 1);
    TRY(sum_of(some));
    if (total > rows_max) total.reset();
    return total;
}

Result<std::int64_t> search_count(Read& read, const Filter& filter) {
    Selection some("service_request_search_count",
                   "SELECT COUNT(*) FROM {search_candidates:service_request_search} s",
                   nullptr);
    const auto match = TRY(match_of(read, filter));
    some.value(match).value(std::int64_t{search_candidates_max});
    apply_to_candidates(some, filter);
    std::int64_t total = 0;
    TRY(read.each(some.query(), some.values(), [&](const Row& row) { total = row.integer(0); }));
    return total;
}

Result<std::vector<CountCell>> counts_by_type(Read& read) {
    return fetch_cells(read, type_cells, {});
}

Result<std::vector<AssigneeCount>> counts_by_assignee(Read& read) {
    std::vector<AssigneeCount> sums;
    TRY(read.each(assignee_sums, {}, [&](const Row& row) {
        auto& sum = sums.emplace_back();
        from_row(row, 0, sum.assigned_to);
        from_row(row, 1, sum.n);
    }));
    return sums;
}

Result<std::vector<CountCell>> status_counts_of(Read& read, AccountId assignee) {
    return fetch_cells(read, status_cells_of_one, {to_value(assignee)});
}

Result<std::vector<CountCell>> open_counts_by_assignee(Read& read) {
    return fetch_cells(read, open_cells, {});
}

Result<std::vector<CountCell>> counts_of(Read& read, AccountId assignee) {
    return fetch_cells(read, cells_of_one, {to_value(assignee)});
}

Result<std::vector<CountCell>> customer_counts(Read& read, AccountId customer) {
    std::vector<CountCell> list;
    TRY(read.each(customer_cells, {to_value(customer)}, [&](const Row& row) {
        auto& cell = list.emplace_back();
        from_row(row, 0, cell.status);
        from_row(row, 1, cell.n);
    }));
    return list;
}

Result<std::vector<ServiceRequest>> list_waiting(Read& read,
                                                 const std::optional<ServiceRequest>& after,
                                                 int rows_max) {
    std::int64_t urgency = -1;
    if (after) urgency = after->priority == Priority::urgent ? 0 : 1;
    const auto place = after.value_or(ServiceRequest{});
    return read.all<ServiceRequest>(
        waiting, {urgency, to_value(place.created_at), to_value(place.id), std::int64_t{rows_max}});
}

Result<std::vector<ServiceRequest>> list_open_of(Read& read, AccountId assignee, int rows_max) {
    return read.all<ServiceRequest>(open_of, {to_value(assignee), std::int64_t{rows_max}});
}

}  // namespace pilotlight::store::service_request
