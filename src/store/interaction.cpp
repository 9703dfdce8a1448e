#include "store/interaction.hpp"

namespace pilotlight::store::interaction {
namespace {

constexpr auto by_id = query_of<Interaction>(
    "interaction_by_id", "SELECT {columns} FROM interaction WHERE id = ? AND deleted_at IS NULL");
constexpr auto insert_interaction =
    query_of<Interaction>("interaction_insert", "INSERT INTO interaction {insert} {returning_id}");
constexpr auto update_interaction =
    query_of<Interaction>("interaction_update", "UPDATE interaction SET {assign} WHERE id = ?");
constexpr Query delete_of_ticket{
    "interaction_delete_of_ticket",
    "UPDATE interaction SET deleted_at = ?, updated_at = ? WHERE ticket = ? "
    "AND deleted_at IS NULL"};
constexpr Query sums_of_ticket{
    "interaction_sums_of_ticket",
    "SELECT customer, representative, type, COUNT(*), COALESCE(SUM(duration_minutes), 0) "
    "FROM interaction WHERE ticket = ? AND deleted_at IS NULL "
    "GROUP BY customer, representative, type"};
constexpr Query adjust_count{
    "interaction_count_adjust",
    "INSERT INTO interaction_count (party, account, type, n, minutes) VALUES (?, ?, ?, ?, ?) "
    "{upsert:party,account,type} n = {old:interaction_count.n} + {new:n}, "
    "minutes = {old:interaction_count.minutes} + {new:minutes}"};
constexpr Query cells{"interaction_counts",
                      "SELECT type, n, minutes FROM interaction_count "
                      "WHERE party = ? AND account = ? AND n <> 0"};
constexpr std::string_view list_head =
    "SELECT {columns:i}, c.id, c.username, c.email, c.first_name, c.last_name, "
    "r.id, r.username, r.email, r.first_name, r.last_name "
    "FROM interaction i LEFT JOIN account c ON c.id = i.customer "
    "LEFT JOIN account r ON r.id = i.representative";

Result<std::vector<View>> fetch(Read& read, const Selection& selection) {
    constexpr int people_at = static_cast<int>(field_count<Interaction>);
    std::vector<View> list;
    TRY(read.each(selection.query(), selection.values(), [&](const Row& row) {
        list.push_back({.interaction = store::read<Interaction>(row),
                        .customer = read_person(row, people_at),
                        .representative = read_person(row, people_at + person_columns)});
    }));
    return list;
}

void apply(Selection& selection, const Filter& filter) {
    if (filter.ticket) selection.where("i.ticket = ?", to_value(*filter.ticket));
    if (filter.customer) selection.where("i.customer = ?", to_value(*filter.customer));
    if (filter.representative) {
        selection.where("i.representative = ?", to_value(*filter.representative));
    }
    if (filter.type) selection.where("i.type = ?", to_value(*filter.type));
    selection.where("i.deleted_at IS NULL");
}

/// What one cell changes by.
struct Sum {
    AccountId customer{};
    AccountId representative{};
    InteractionType type{};
    std::int64_t n = 0;
    std::int64_t minutes = 0;
};

Sum sum_of(const Interaction& interaction) {
    return {.customer = interaction.customer,
            .representative = interaction.representative,
            .type = interaction.type,
            .n = 1,
            .minutes = interaction.duration_minutes.value_or(0)};
}

Result<void> adjust(Tx& tx, const Sum& sum, std::int64_t sign) {
    const std::pair<Party, AccountId> parties[] = {{Party::everybody, {}},
                                                   {Party::customer, sum.customer},
                                                   {Party::representative, sum.representative}};
    for (const auto& [party, account] : parties) {
        TRY(tx.change(adjust_count,
                      {to_value(party),
                       to_value(account),
                       to_value(sum.type),
                       sign * sum.n,
                       sign * sum.minutes}));
    }
    return {};
}

/// The kept counts answer for one party, or for everybody.
bool is_counted(const Filter& filter) {
    return !filter.ticket && !(filter.customer && filter.representative);
}

Selection party_sum(const Filter& filter) {
    Selection sum(
        "interaction_count", "SELECT COALESCE(SUM(n), 0) FROM interaction_count", nullptr);
    auto party = Party::everybody;
    AccountId account;
    if (filter.customer) {
        party = Party::customer;
        account = *filter.customer;
    } else if (filter.representative) {
        party = Party::representative;
        account = *filter.representative;
    }
    sum.where("party = ?", to_value(party)).where("account = ?", to_value(account));
    if (filter.type) sum.where("type = ?", to_value(*filter.type));
    return sum;
}

Selection bounded_sum(const Filter& filter, std::int64_t rows_max) {
    Selection some("interaction_count_some",
                   "SELECT COUNT(*) FROM (SELECT 1 AS one FROM interaction i",
                   nullptr);
    apply(some, filter);
    some.tail("LIMIT ?) AS counted").value(rows_max + 1);
    return some;
}

void apply_page(Selection& selection, Sort sort, const Page& page) {
    const bool newest = sort == Sort::newest;
    if (page.after) selection.where(newest ? "i.id < ?" : "i.id > ?", page.after->id);
    selection.tail(newest ? "ORDER BY i.id DESC LIMIT ?" : "ORDER BY i.id LIMIT ?");
    selection.value(std::int64_t{page.limit});
    if (page.offset > 0) selection.tail("OFFSET ?").value(page.offset);
}

/// A page with an offset as one that starts after a row.
Result<Page> numbered(Read& read, const Filter& filter, Sort sort, const Page& page) {
    if (page.offset == 0) return page;
    const auto before = row_before(page);
    const bool is_newest_first = (sort == Sort::newest) != before.is_from_end;
    Selection selection(
        "interaction_row_before", "SELECT 0 AS sort_key, i.id FROM interaction i", nullptr);
    apply(selection, filter);
    apply_page(selection,
               is_newest_first ? Sort::newest : Sort::oldest,
               {.limit = 1, .offset = before.skipped});
    return page_after(read, page, selection);
}

}  // namespace

Result<std::optional<Interaction>> find(Read& read, InteractionId id) {
    return read.one<Interaction>(by_id, {to_value(id)});
}

Result<std::optional<View>> view(Read& read, InteractionId id) {
    Selection selection("interaction_view", list_head, by_id.columns);
    selection.where("i.id = ?", to_value(id)).where("i.deleted_at IS NULL");
    auto found = TRY(fetch(read, selection));
    if (found.empty()) return std::optional<View>{};
    return std::optional(std::move(found.front()));
}

Result<std::vector<View>> list(Read& read, const Filter& filter, Sort sort, const Page& page) {
    const auto start = TRY(numbered(read, filter, sort, page));
    Selection selection("interaction_list", list_head, by_id.columns);
    apply(selection, filter);
    apply_page(selection, sort, start);
    return fetch(read, selection);
}

Result<std::optional<std::int64_t>> count(Read& read, const Filter& filter, std::int64_t rows_max) {
    const bool kept = is_counted(filter);
    const auto sum = kept ? party_sum(filter) : bounded_sum(filter, rows_max);
    std::optional<std::int64_t> total;
    TRY(read.each(sum.query(), sum.values(), [&](const Row& row) { total = row.integer(0); }));
    if (!kept && total > rows_max) total.reset();
    return total;
}

Result<std::vector<Minutes>> minutes_of(Read& read, std::span<const TicketId> tickets) {
    std::vector<Minutes> list;
    if (tickets.empty()) return list;
    Selection selection(
        "interaction_minutes_of",
        "SELECT ticket, COUNT(*), COALESCE(SUM(duration_minutes), 0) FROM interaction",
        nullptr);
    selection.where_in("ticket", tickets).where("deleted_at IS NULL").tail("GROUP BY ticket");
    TRY(read.each(selection.query(), selection.values(), [&](const Row& row) {
        list.push_back({{row.integer(0)}, row.integer(1), row.integer(2)});
    }));
    return list;
}

Result<std::vector<StatCell>> stats(Read& read, Party party, AccountId account) {
    std::vector<StatCell> list;
    TRY(read.each(cells, {to_value(party), to_value(account)}, [&](const Row& row) {
        auto& cell = list.emplace_back();
        from_row(row, 0, cell.type);
        cell.n = row.integer(1);
        cell.minutes = row.integer(2);
    }));
    return list;
}

Result<InteractionId> insert(Tx& tx, const Interaction& interaction) {
    const InteractionId id{TRY(tx.insert(insert_interaction, interaction))};
    TRY(adjust(tx, sum_of(interaction), 1));
    return id;
}

Result<void> update(Tx& tx, const Interaction& before, const Interaction& after) {
    TRY(tx.update(update_interaction, after));
    const bool same_cell = before.type == after.type && before.deleted_at == after.deleted_at &&
                           before.duration_minutes == after.duration_minutes;
    if (same_cell) return {};
    TRY(adjust(tx, sum_of(before), -1));
    if (!after.deleted_at) TRY(adjust(tx, sum_of(after), 1));
    return {};
}

Result<void> remove_of(Tx& tx, TicketId ticket, Instant now) {
    std::vector<Sum> sums;
    TRY(tx.each(sums_of_ticket, {to_value(ticket)}, [&](const Row& row) {
        auto& sum = sums.emplace_back();
        from_row(row, 0, sum.customer);
        from_row(row, 1, sum.representative);
        from_row(row, 2, sum.type);
        sum.n = row.integer(3);
        sum.minutes = row.integer(4);
    }));
    TRY(tx.change(delete_of_ticket, {to_value(now), to_value(now), to_value(ticket)}));
    for (const auto& sum : sums) TRY(adjust(tx, sum, -1));
    return {};
}

}  // namespace pilotlight::store::interaction
