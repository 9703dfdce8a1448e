#include "service/ticket.hpp"

#include "service/assignment.hpp"
#include "service/audit.hpp"
#include "service/narrow.hpp"
#include "service/service_request.hpp"
#include "store/account.hpp"
#include "store/interaction.hpp"
#include "store/notice.hpp"
#include "store/post.hpp"

namespace pilotlight::service::ticket {
namespace {

/// Rows given back or removed in one go; the loop goes on until none is left.
constexpr int rows_per_run = 500;

std::string shown(std::optional<AccountId> account) {
    return account ? std::to_string(account->value) : std::string("nobody");
}

std::string step(std::string_view from, std::string_view to) {
    return std::string(from) + " -> " + std::string(to);
}

/// A line of the ticket's history, and a word to those who watch: call after the row was changed.
Result<void> tell(store::Tx& tx, const Actor& actor, TicketId id, const Told& told, Instant now) {
    TRY(store::notice::tell(
        tx, id, {.kind = told.action, .formerly_assigned_to = told.formerly_assigned_to}, now));
    store::audit_event::Entry entry{.subject_kind = "ticket",
                                    .subject = id.value,
                                    .action = told.action,
                                    .detail = told.detail};
    if (actor.account) entry.actor = actor.account;
    return audit(tx, entry, now);
}

Result<void> check_version(const Ticket& ticket, const ExpectedVersion& version) {
    if (version.allows(ticket.version)) return {};
    return Error{.code = Code::precondition_failed,
                 .message = "The ticket has changed since you read it."};
}

/// Who may change what: staff who work on it everything; the owner its words while it is open.
Result<void> check_edit(const Actor& actor, const Ticket& ticket, const Edit& change) {
    if (may_work_on(actor, ticket)) return {};
    const bool staff_only =
        change.status || change.resolution_notes || change.fields.has("priority");
    if (staff_only || ticket.customer != actor.account) return forbidden();
    if (owner_may_edit(actor, ticket)) return {};
    return Error{.code = Code::conflict,
                 .message = "A ticket can be edited by its customer only while it is open."};
}

Result<Ticket> edited(const Ticket& before, const Edit& change, Instant now) {
    auto after = before;
    change.fields.apply_to(after);
    if (before.kind == TicketKind::conversation && !after.description.empty()) {
        return invalid("description", "A conversation has posts instead of a description.");
    }
    if (change.resolution_notes) after.resolution_notes = *change.resolution_notes;
    if (change.status) TRY(move(after, *change.status, now));
    TRY(check_resolution(after));
    return after;
}

/// What an edit did, one line of history for each kind of change.
std::vector<Told> told_of(const Ticket& before, const Ticket& after) {
    std::vector<Told> lines;
    if (before.subject != after.subject || before.description != after.description ||
        before.resolution_notes != after.resolution_notes) {
        lines.push_back({"edited"});
    }
    if (before.priority != after.priority) {
        lines.push_back(
            {"priority_changed", step(name_of(before.priority), name_of(after.priority))});
    }
    if (before.status != after.status) {
        lines.push_back({"status_changed", step(name_of(before.status), name_of(after.status))});
    }
    return lines;
}

Result<void> write(store::Tx& tx, const Ticket& before, Ticket after, Instant now) {
    after.updated_at = now;
    after.version = before.version + 1;
    return store::ticket::update(tx, before, after);
}

Result<void> reassign(store::Tx& tx,
                      const Actor& actor,
                      const Ticket& before,
                      std::optional<AccountId> assignee,
                      Instant now) {
    auto after = before;
    after.assigned_to = assignee;
    after.updated_at = now;
    return save(tx,
                actor,
                before,
                after,
                {"assigned", step(shown(before.assigned_to), shown(assignee)), before.assigned_to});
}

Result<void> check_room(store::Read& read, ServiceRequestId request) {
    const auto few =
        TRY(store::ticket::count(read, {.service_request = request}, tickets_per_request_max - 1));
    if (few) return {};
    return Error{.code = Code::conflict,
                 .message = "A request has at most " + std::to_string(tickets_per_request_max) +
                            " tickets."};
}

/// Whose conversation it will be.
Result<AccountId> owner_of(store::Read& read, const Actor& actor, const Conversation& draft) {
    if (!is_staff(actor.role)) return actor.account;
    if (!draft.customer || !sees_all_requests(actor.role)) return forbidden();
    const auto account = TRY(store::account::find(read, *draft.customer));
    if (account && account->is_active && account->role == Role::customer) return account->id;
    return invalid("customer", "Choose an active customer.");
}

/// Seed 004 keeps nothing between customers; production does, whatever door it is opened at.
TicketVisibility visibility_under(Profile profile) {
    return profile == Profile::demo ? TicketVisibility::everyone : TicketVisibility::owner;
}

Result<void> take_away(store::Tx& tx, const Actor& actor, const Ticket& before, Instant now) {
    auto after = before;
    after.deleted_at = after.updated_at = now;
    TRY(store::interaction::remove_of(tx, before.id, now));
    return save(tx, actor, before, after, {"deleted"});
}

}  // namespace

Result<Ticket> visible(store::Read& read,
                       const Actor& actor,
                       TicketId id,
                       std::optional<TicketKind> kind) {
    auto ticket = TRY(store::ticket::find(read, id));
    if (!ticket || !may_see(actor, *ticket)) return not_found();
    if (kind && ticket->kind != *kind) return not_found();
    return *std::move(ticket);
}

void restrict_to(const Actor& actor, store::ticket::Filter& filter) {
    narrow(actor, filter);
}

Result<void> save(
    store::Tx& tx, const Actor& actor, const Ticket& before, Ticket after, const Told& told) {
    const auto now = after.updated_at;
    TRY(write(tx, before, std::move(after), now));
    return tell(tx, actor, before.id, told, now);
}

Result<TicketId> open_case(store::Tx& tx, const Actor& actor, Case draft, Instant now) {
    const auto request = TRY(service_request::visible(tx, actor, draft.service_request));
    TRY(check_room(tx, request.id));
    if (draft.subject.empty()) draft.subject = request.title;
    Ticket ticket{.kind = TicketKind::service_case,
                  .customer = request.customer,
                  .service_request = request.id,
                  .subject = std::move(draft.subject),
                  .description = std::move(draft.description),
                  .priority = draft.priority.value_or(request.priority),
                  .created_at = now,
                  .updated_at = now,
                  .last_activity_at = now};
    if (is_staff(actor.role)) {
        ticket.resolution_notes = std::move(draft.resolution_notes);
        TRY(move(ticket, draft.status.value_or(TicketStatus::open), now));
    }
    // A technician sees what is theirs only: what they open about their request is their work.
    if (!may_see(actor, ticket)) ticket.assigned_to = actor.account;
    const auto id = TRY(store::ticket::insert(tx, ticket));
    TRY(tell(tx, actor, id, {"opened", std::string(name_of(ticket.status))}, now));
    if (ticket.assigned_to) {
        TRY(tell(tx, actor, id, {"assigned", step(shown({}), shown(ticket.assigned_to))}, now));
    }
    return id;
}

Result<Begun> open_conversation(store::Tx& tx,
                                const Actor& actor,
                                Conversation draft,
                                Instant now) {
    const auto owner = TRY(owner_of(tx, actor, draft));
    const Ticket ticket{.kind = TicketKind::conversation,
                        .customer = owner,
                        .subject = std::move(draft.subject),
                        .priority = draft.priority,
                        .visibility = visibility_under(draft.profile),
                        .post_count = 1,
                        .created_at = now,
                        .updated_at = now,
                        .last_activity_at = now};
    const auto id = TRY(store::ticket::insert(tx, ticket));
    const Post post{.ticket = id,
                    .author = actor.account,
                    .message = std::move(draft.message),
                    .created_at = now,
                    .updated_at = now};
    const auto first = TRY(store::post::insert(tx, post));
    TRY(tell(tx, actor, id, {"opened", std::string(name_of(ticket.visibility))}, now));
    return Begun{id, first};
}

Result<void> edit(store::Tx& tx, const Actor& actor, TicketId id, const Edit& change, Instant now) {
    const auto before = TRY(visible(tx, actor, id));
    TRY(check_version(before, change.version));
    TRY(check_edit(actor, before, change));
    const auto after = TRY(edited(before, change, now));
    const auto lines = told_of(before, after);
    if (lines.empty()) return {};
    TRY(write(tx, before, after, now));
    for (const auto& line : lines) TRY(tell(tx, actor, id, line, now));
    return {};
}

Result<void> assign(store::Tx& tx,
                    const Actor& actor,
                    TicketId id,
                    const assignment::Handover& handover,
                    Instant now) {
    const auto before = TRY(visible(tx, actor, id));
    TRY(check_version(before, handover.version));
    if (!sees_all_requests(actor.role)) return forbidden();
    if (handover.to) TRY(assignment::check_assignee(tx, *handover.to));
    if (before.assigned_to == handover.to) return {};
    return reassign(tx, actor, before, handover.to, now);
}

Result<void> resolve(
    store::Tx& tx, const Actor& actor, TicketId id, std::string_view notes, Instant now) {
    const auto before = TRY(visible(tx, actor, id));
    if (!may_work_on(actor, before)) return forbidden();
    auto after = before;
    TRY(pilotlight::resolve(after, notes, now));
    after.updated_at = now;
    return save(tx,
                actor,
                before,
                after,
                {"status_changed", step(name_of(before.status), name_of(after.status))});
}

Result<void> remove(
    store::Tx& tx, const Actor& actor, TicketId id, const ExpectedVersion& version, Instant now) {
    const auto before = TRY(visible(tx, actor, id));
    if (actor.role != Role::admin) return forbidden();
    TRY(check_version(before, version));
    return take_away(tx, actor, before, now);
}

Result<void> give_back(store::Tx& tx, AccountId assignee, Instant now) {
    while (true) {
        const auto work = TRY(store::ticket::list_open_of(tx, assignee, rows_per_run));
        for (const auto& ticket : work) TRY(reassign(tx, {}, ticket, std::nullopt, now));
        if (work.size() < rows_per_run) return {};
    }
}

Result<void> remove_of(store::Tx& tx, const Actor& actor, ServiceRequestId request, Instant now) {
    const auto cases = TRY(store::ticket::of_requests(tx, std::span(&request, 1)));
    for (const auto& ticket : cases) TRY(take_away(tx, actor, ticket, now));
    return {};
}

}  // namespace pilotlight::service::ticket
