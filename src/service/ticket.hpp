#pragma once

#include "base/decode.hpp"
#include "base/settings.hpp"
#include "domain/post.hpp"
#include "domain/ticket.hpp"
#include "domain/version.hpp"
#include "service/assignment.hpp"
#include "store/ticket.hpp"

namespace pilotlight::service::ticket {

/// Work on a request that is a matter of its own.
struct Case {
    ServiceRequestId service_request{};
    std::string subject{};  // "": the request's title
    std::string description{};
    std::optional<Priority> priority{};    // none: the request's
    std::optional<TicketStatus> status{};  // from staff; ignored from customers (contracts.md S6)
    std::string resolution_notes{};        // the same
};
/// The case belongs to the request's customer, whoever opens it; a technician who opens one about a
/// request of theirs has it assigned, since they would not see it otherwise. not_found when the
/// actor may not see the request; invalid_input when it would be resolved without notes; conflict
/// when the request has `tickets_per_request_max` already.
Result<TicketId> open_case(store::Tx& tx, const Actor& actor, Case draft, Instant now);

/// A customer's question to the desk, or the desk's to a customer.
struct Conversation {
    std::optional<AccountId> customer{};  // from support and admin; a customer's is their own
    std::string subject{};
    std::string message{};
    Priority priority = Priority::medium;
    Profile profile = Profile::production;  // demo: everyone signed in may read and answer it
};
struct Begun {
    TicketId ticket{};
    PostId first_post{};
};
/// The conversation and its first post. forbidden for staff (they answer, contracts.md C2) unless
/// they are support or admin and name the customer; invalid_input when that is no active customer.
Result<Begun> open_conversation(store::Tx& tx, const Actor& actor, Conversation draft, Instant now);

/// What changes of a ticket. The owner may change subject and description while it is open; staff
/// who work on it may change everything.
struct Edit {
    Decoded<Ticket> fields{};  // subject, description, priority
    std::optional<TicketStatus> status{};
    std::optional<std::string> resolution_notes{};
    ExpectedVersion version{};  // If-Match: precondition_failed when it moved on
};
/// What changes nothing leaves the version alone. conflict for a step that the states do not allow
/// and for an owner who comes too late; forbidden for what only staff may change; invalid_input of
/// resolution_notes when it would be resolved without any.
Result<void> edit(store::Tx& tx, const Actor& actor, TicketId id, const Edit& change, Instant now);

/// Support and admin give the ticket to an active member of staff, or (none) back to the queue.
Result<void> assign(store::Tx& tx,
                    const Actor& actor,
                    TicketId id,
                    const assignment::Handover& handover,
                    Instant now);

/// Staff who work on it; again and again, each time with new notes and time. invalid_input of
/// resolution_notes without any; conflict when it is closed.
Result<void> resolve(
    store::Tx& tx, const Actor& actor, TicketId id, std::string_view notes, Instant now);

/// An administrator takes it out of sight, with its posts and interactions. The rows stay.
Result<void> remove(
    store::Tx& tx, const Actor& actor, TicketId id, const ExpectedVersion& version, Instant now);

/// The ticket if the actor may see it, and it is of the kind when one is given; else not_found. A
/// ticket never changes its kind.
Result<Ticket> visible(store::Read& read,
                       const Actor& actor,
                       TicketId id,
                       std::optional<TicketKind> kind = {});

/// Narrows a list to what is the actor's (narrow.hpp): customers what they own, technicians what
/// they were given; leaves it to support and admin.
void restrict_to(const Actor& actor, store::ticket::Filter& filter);

// For the other verbs of the desk.

/// Puts all open tickets of the account back into the queue.
Result<void> give_back(store::Tx& tx, AccountId assignee, Instant now);
/// Takes the cases of a request that was removed out of sight.
Result<void> remove_of(store::Tx& tx, const Actor& actor, ServiceRequestId request, Instant now);
/// Writes a change that shows: the next version, and a line of the ticket's history.
struct Told {
    std::string_view action{};
    std::string detail{};
    std::optional<AccountId> formerly_assigned_to{};  // of a change of assignee
};
Result<void> save(
    store::Tx& tx, const Actor& actor, const Ticket& before, Ticket after, const Told& told);

}  // namespace pilotlight::service::ticket
