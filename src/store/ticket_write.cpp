// The writing half: one row and everything that is derived from it.
#include "store/search.hpp"
#include "store/ticket.hpp"

namespace pilotlight::store::ticket {
namespace {

constexpr auto insert_ticket =
    query_of<Ticket>("ticket_insert", "INSERT INTO ticket {insert} {returning_id}");
constexpr auto update_ticket =
    query_of<Ticket>("ticket_update", "UPDATE ticket SET {assign} WHERE id = ?");
constexpr Query adjust_count{
    "ticket_count_adjust",
    "INSERT INTO ticket_count (assigned_to, kind, status, priority, n) VALUES (?, ?, ?, ?, ?) "
    "{upsert:assigned_to,kind,status,priority} n = {old:ticket_count.n} + {new:n}"};
constexpr Query adjust_kind_count{
    "ticket_kind_count_adjust",
    "INSERT INTO ticket_kind_count (kind, status, priority, n) VALUES (?, ?, ?, ?) "
    "{upsert:kind,status,priority} n = {old:ticket_kind_count.n} + {new:n}"};
constexpr Query adjust_customer_count{
    "ticket_customer_count_adjust",
    "INSERT INTO ticket_customer_count (customer, kind, status, n) VALUES (?, ?, ?, ?) "
    "{upsert:customer,kind,status} n = {old:ticket_customer_count.n} + {new:n}"};
constexpr Query insert_search{"ticket_search_insert",
                              "INSERT INTO ticket_search "
                              "({search_id}, number, title, description, address, owner) "
                              "VALUES (?, '', ?, ?, '', ?)"};
constexpr Query delete_search{"ticket_search_delete",
                              "DELETE FROM ticket_search WHERE {search_id} = ?"};

void adjust(Tx& tx, const Ticket& ticket, std::int64_t change) {
    const auto kind = to_value(ticket.kind);
    const auto status = to_value(ticket.status);
    const auto priority = to_value(ticket.priority);
    const std::int64_t assignee = ticket.assigned_to ? ticket.assigned_to->value : 0;
    tx.tally(adjust_count, {assignee, kind, status, priority}, change);
    tx.tally(adjust_kind_count, {kind, status, priority}, change);
    tx.tally(adjust_customer_count, {to_value(ticket.customer), kind, status}, change);
}

/// Written with the rest of the commit: on its own, each text would be a segment of the index.
void index(Tx& tx, TicketId id, const Ticket& ticket) {
    auto write = [id,
                  owner = SearchOwners{ticket.customer, ticket.assigned_to}.text(),
                  subject = ticket.subject,
                  description = ticket.description](Tx& late) -> Result<void> {
        TRY(late.change(insert_search,
                        {to_value(id), to_value(subject), to_value(description), to_value(owner)}));
        return {};
    };
    tx.before_commit(std::move(write), id.value);
}

void take_from_index(Tx& tx, TicketId id) {
    const auto remove = [id](Tx& late) -> Result<void> {
        TRY(late.change(delete_search, {to_value(id)}));
        return {};
    };
    tx.before_commit(remove, id.value);
}

bool same_cell(const Ticket& a, const Ticket& b) {
    return a.status == b.status && a.priority == b.priority && a.assigned_to == b.assigned_to &&
           a.deleted_at == b.deleted_at;
}

bool same_search_text(const Ticket& a, const Ticket& b) {
    return a.subject == b.subject && a.description == b.description &&
           a.assigned_to == b.assigned_to && a.deleted_at == b.deleted_at;
}

}  // namespace

Result<TicketId> insert(Tx& tx, const Ticket& ticket) {
    const TicketId id{TRY(tx.insert(insert_ticket, ticket))};
    adjust(tx, ticket, 1);
    index(tx, id, ticket);
    return id;
}

Result<void> update(Tx& tx, const Ticket& before, const Ticket& after) {
    TRY(tx.update(update_ticket, after));
    if (!same_cell(before, after)) {
        adjust(tx, before, -1);
        if (!after.deleted_at) adjust(tx, after, 1);
    }
    if (!same_search_text(before, after)) {
        take_from_index(tx, after.id);
        if (!after.deleted_at) index(tx, after.id, after);
    }
    return {};
}

}  // namespace pilotlight::store::ticket
