#include "domain/ticket.hpp"

#include "base/text.hpp"

namespace pilotlight {
namespace {

Result<void> check_notes(std::string_view notes) {
    if (!trimmed(notes).empty()) return {};
    return invalid("resolution_notes", "Resolution notes are required");
}

Result<void> check_move(TicketStatus from, TicketStatus to) {
    if (may_move(from, to)) return {};
    return Error{.code = Code::conflict,
                 .message = "A ticket that is " + std::string(name_of(from)) + " cannot become " +
                            std::string(name_of(to)) + "."};
}

}  // namespace

bool may_move(TicketStatus from, TicketStatus to) {
    return from != TicketStatus::closed || to != TicketStatus::resolved;
}

Result<void> move(Ticket& ticket, TicketStatus to, Instant now) {
    if (ticket.status == to) return {};
    TRY(check_move(ticket.status, to));
    if (to == TicketStatus::resolved) return resolve(ticket, ticket.resolution_notes, now);
    ticket.status = to;
    if (is_open(to)) ticket.resolved_at.reset();
    return {};
}

Result<void> resolve(Ticket& ticket, std::string_view notes, Instant now) {
    TRY(check_notes(notes));
    TRY(check_move(ticket.status, TicketStatus::resolved));
    auto kept = std::string(trimmed(notes));
    ticket.resolution_notes = std::move(kept);
    ticket.status = TicketStatus::resolved;
    ticket.resolved_at = now;
    return {};
}

Result<void> check_resolution(const Ticket& ticket) {
    if (ticket.status != TicketStatus::resolved) return {};
    return check_notes(ticket.resolution_notes);
}

bool may_see(const Actor& actor, const Ticket& ticket) {
    return may_see(
        actor,
        Audience{.customer = ticket.customer,
                 .assigned_to = ticket.assigned_to,
                 .is_open_to_everyone = ticket.kind == TicketKind::conversation &&
                                        ticket.visibility == TicketVisibility::everyone});
}

bool may_work_on(const Actor& actor, const Ticket& ticket) {
    return sees_all_requests(actor.role) ||
           (actor.role == Role::technician && ticket.assigned_to == actor.account);
}

bool owner_may_edit(const Actor& actor, const Ticket& ticket) {
    return ticket.customer == actor.account && ticket.status == TicketStatus::open;
}

}  // namespace pilotlight
