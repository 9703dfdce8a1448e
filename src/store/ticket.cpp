#include "store/ticket.hpp"

#include "store/search.hpp"

namespace pilotlight::store::ticket {
namespace {

constexpr auto by_id = query_of<Ticket>(
    "ticket_by_id", "SELECT {columns} FROM ticket WHERE id = ? AND deleted_at IS NULL");
constexpr std::string_view list_head =
    "SELECT {columns:t}, c.id, c.username, c.email, c.first_name, c.last_name, "
    "a.id, a.username, a.email, a.first_name, a.last_name "
    "FROM ticket t LEFT JOIN account c ON c.id = t.customer "
    "LEFT JOIN account a ON a.id = t.assigned_to";
constexpr auto open_of =
    query_of<Ticket>("ticket_open_of",
                     "SELECT {columns} FROM ticket WHERE assigned_to = ? "
                     "AND status IN ('open', 'in_progress') AND deleted_at IS NULL "
                     "ORDER BY id LIMIT ?");
constexpr Query open_sum{"ticket_open_count",
                         "SELECT COALESCE(SUM(n), 0) FROM ticket_count WHERE assigned_to = ? "
                         "AND status IN ('open', 'in_progress')"};

constexpr Query search_texts{
    "ticket_search_texts",
    "SELECT number, title, description, address FROM {search_texts:ticket_search} AS texts"};

View read_view(const Row& row) {
    constexpr int people_at = static_cast<int>(field_count<Ticket>);
    return {.ticket = store::read<Ticket>(row),
            .customer = read_person(row, people_at),
            .assignee = read_person(row, people_at + person_columns)};
}

Result<std::vector<View>> fetch(Read& read, const Selection& selection) {
    std::vector<View> list;
    TRY(read.each(selection.query(), selection.values(), [&](const Row& row) {
        list.push_back(read_view(row));
    }));
    return list;
}

/// Everything but the search and the page.
void apply(Selection& selection, const Filter& filter) {
    if (filter.kind) selection.where("t.kind = ?", to_value(*filter.kind));
    if (filter.status) selection.where("t.status = ?", to_value(*filter.status));
    if (filter.priority) selection.where("t.priority = ?", to_value(*filter.priority));
    if (filter.customer) selection.where("t.customer = ?", to_value(*filter.customer));
    if (filter.assigned_to) selection.where("t.assigned_to = ?", to_value(*filter.assigned_to));
    if (filter.unassigned) selection.where("t.assigned_to IS NULL");
    if (filter.service_request) {
        selection.where("t.service_request = ?", to_value(*filter.service_request));
    }
    selection.where("t.deleted_at IS NULL");
}

/// Whether anything but the search keeps a ticket out; what was deleted is in no search index.
bool narrows(const Filter& filter) {
    return filter.kind || filter.status || filter.priority || filter.customer ||
           filter.assigned_to || filter.unassigned || filter.service_request;
}

/// Of the candidates `s` of a search: without a filter none of their rows is looked up.
void apply_to_candidates(Selection& selection, const Filter& filter) {
    if (!narrows(filter)) return;
    selection.tail("JOIN ticket t ON t.id = s.id");
    apply(selection, filter);
}

void apply_page(Selection& selection, Sort sort, const Page& page) {
    const bool by_activity = sort == Sort::activity_newest;
    if (page.after && by_activity) {
        selection.where("(t.last_activity_at, t.id) < (?, ?)", page.after->key);
        selection.value(page.after->id);
    } else if (page.after) {
        selection.where(sort == Sort::newest ? "t.id < ?" : "t.id > ?", page.after->id);
    }
    static constexpr std::string_view orders[] = {
        "ORDER BY t.id DESC LIMIT ?",
        "ORDER BY t.id LIMIT ?",
        "ORDER BY t.last_activity_at DESC, t.id DESC LIMIT ?",
    };
    selection.tail(orders[static_cast<std::size_t>(sort)]).value(std::int64_t{page.limit});
    if (page.offset > 0) selection.tail("OFFSET ?").value(page.offset);
}

/// A page with an offset as one that starts after a row. By activity none has a number.
Result<Page> numbered(Read& read, const Filter& filter, Sort sort, const Page& page) {
    if (page.offset == 0 || sort == Sort::activity_newest) return page;
    const auto before = row_before(page);
    const bool is_newest_first = (sort == Sort::newest) != before.is_from_end;
    Selection selection("ticket_row_before", "SELECT 0 AS sort_key, t.id FROM ticket t", nullptr);
    apply(selection, filter);
    apply_page(selection,
               is_newest_first ? Sort::newest : Sort::oldest,
               {.limit = 1, .offset = before.skipped});
    return page_after(read, page, selection);
}

/// Two values stand before those of the filter: the match and the number of candidates. `match`
/// must outlive the selection.
Result<std::string> match_of(Read& read, const Filter& filter) {
    return compile_search(read,
                          search_texts,
                          filter.search,
                          {.customer = filter.customer, .assignee = filter.assigned_to});
}

Result<std::vector<View>> search(Read& read, const Filter& filter, const Page& page) {
    Selection selection("ticket_search",
                        "SELECT {columns:t}, c.id, c.username, c.email, c.first_name, "
                        "c.last_name, a.id, a.username, a.email, a.first_name, a.last_name "
                        "FROM (SELECT s.id AS id, s.score AS score "
                        "FROM {search_candidates:ticket_search} s",
                        by_id.columns);
    const auto match = TRY(match_of(read, filter));
    selection.value(match).value(std::int64_t{search_candidates_max});
    apply_to_candidates(selection, filter);
    // The page is cut out before anything is fetched that only its rows need.
    selection.tail(
        "ORDER BY s.score, s.id DESC LIMIT ? OFFSET ?) AS page JOIN ticket t ON t.id = page.id "
        "LEFT JOIN account c ON c.id = t.customer LEFT JOIN account a ON a.id = t.assigned_to "
        "ORDER BY page.score, page.id DESC");
    selection.value(std::int64_t{page.limit});
    selection.value(page.after ? page.after->key : page.offset);
    return fetch(read, selection);
}

/// The desk's kept counts answer filters on these alone.
bool is_counted(const Filter& filter) {
    return !filter.customer && !filter.service_request;
}

/// At most one cell for each kind, state and priority is added up.
Selection desk_sum(const Filter& filter) {
    const bool by_assignee = filter.assigned_to || filter.unassigned;
    Selection sum("ticket_count",
                  by_assignee ? "SELECT COALESCE(SUM(n), 0) FROM ticket_count"
                              : "SELECT COALESCE(SUM(n), 0) FROM ticket_kind_count",
                  nullptr);
    if (filter.kind) sum.where("kind = ?", to_value(*filter.kind));
    if (filter.status) sum.where("status = ?", to_value(*filter.status));
    if (filter.priority) sum.where("priority = ?", to_value(*filter.priority));
    if (filter.assigned_to) sum.where("assigned_to = ?", to_value(*filter.assigned_to));
    if (filter.unassigned) sum.where("assigned_to = 0");
    return sum;
}

/// A customer's own kept counts know kinds and states only.
bool is_counted_by_customer(const Filter& filter) {
    return filter.customer && !filter.priority && !filter.assigned_to && !filter.unassigned &&
           !filter.service_request;
}

Selection customer_sum(const Filter& filter) {
    Selection sum(
        "ticket_customer_count", "SELECT COALESCE(SUM(n), 0) FROM ticket_customer_count", nullptr);
    sum.where("customer = ?", to_value(*filter.customer));
    if (filter.kind) sum.where("kind = ?", to_value(*filter.kind));
    if (filter.status) sum.where("status = ?", to_value(*filter.status));
    return sum;
}

Result<std::int64_t> sum_of(Read& read, const Selection& sum) {
    std::int64_t total = 0;
    TRY(read.each(sum.query(), sum.values(), [&](const Row& row) { total = row.integer(0); }));
    return total;
}

}  // namespace

Result<std::optional<Ticket>> find(Read& read, TicketId id) {
    return read.one<Ticket>(by_id, {to_value(id)});
}

Result<std::optional<View>> view(Read& read, TicketId id) {
    Selection selection("ticket_view", list_head, by_id.columns);
    selection.where("t.id = ?", to_value(id)).where("t.deleted_at IS NULL");
    auto found = TRY(fetch(read, selection));
    if (found.empty()) return std::optional<View>{};
    return std::optional(std::move(found.front()));
}

Result<std::vector<View>> of_ids(Read& read, std::span<const TicketId> ids) {
    if (ids.empty()) return std::vector<View>{};
    Selection selection("ticket_of_ids", list_head, by_id.columns);
    selection.where_in("t.id", ids).where("t.deleted_at IS NULL").tail("ORDER BY t.id");
    return fetch(read, selection);
}

Result<std::vector<Ticket>> of_requests(Read& read, std::span<const ServiceRequestId> requests) {
    if (requests.empty()) return std::vector<Ticket>{};
    Selection selection("ticket_of_requests", "SELECT {columns} FROM ticket", by_id.columns);
    selection.where_in("service_request", requests).where("deleted_at IS NULL");
    selection.tail("ORDER BY id");
    return read.all<Ticket>(selection.query(), selection.values());
}

Result<std::vector<View>> list(Read& read, const Filter& filter, Sort sort, const Page& page) {
    if (!filter.search.empty()) return search(read, filter, page);
    const auto start = TRY(numbered(read, filter, sort, page));
    Selection selection("ticket_list", list_head, by_id.columns);
    apply(selection, filter);
    apply_page(selection, sort, start);
    return fetch(read, selection);
}

Cursor cursor_after(const View& last, const Filter& filter, Sort sort, std::int64_t rank) {
    if (!filter.search.empty()) return {rank, 0};
    const auto& ticket = last.ticket;
    if (sort != Sort::activity_newest) return {0, ticket.id.value};
    return {ticket.last_activity_at.time_since_epoch().count(), ticket.id.value};
}

Result<std::optional<std::int64_t>> count(Read& read, const Filter& filter, std::int64_t rows_max) {
    std::optional<std::int64_t> total;
    if (!filter.search.empty()) return total;
    if (is_counted(filter)) {
        total = TRY(sum_of(read, desk_sum(filter)));
        return total;
    }
    if (is_counted_by_customer(filter)) {
        total = TRY(sum_of(read, customer_sum(filter)));
        return total;
    }
    Selection some(
        "ticket_count_some", "SELECT COUNT(*) FROM (SELECT 1 AS one FROM ticket t", nullptr);
    apply(some, filter);
    some.tail("LIMIT ?) AS counted").value(rows_max + 1);
    total = TRY(sum_of(read, some));
    if (total > rows_max) total.reset();
    return total;
}

Result<std::int64_t> search_count(Read& read, const Filter& filter) {
    Selection some(
        "ticket_search_count", "SELECT COUNT(*) FROM {search_candidates:ticket_search} s", nullptr);
    const auto match = TRY(match_of(read, filter));
    some.value(match).value(std::int64_t{search_candidates_max});
    apply_to_candidates(some, filter);
    return sum_of(read, some);
}

Result<std::int64_t> open_count_of(Read& read, AccountId assignee) {
    const auto n = TRY(read.number(open_sum, {to_value(assignee)}));
    return n.value_or(0);
}

Result<std::vector<Ticket>> list_open_of(Read& read, AccountId assignee, int rows_max) {
    return read.all<Ticket>(open_of, {to_value(assignee), std::int64_t{rows_max}});
}

}  // namespace pilotlight::store::ticket
