#include "http/compat/token/ticket_body.hpp"

#include <algorithm>

namespace pilotlight::http::compat::token {
namespace {

TicketBody body_of(const store::ticket::View& view) {
    const auto& ticket = view.ticket;
    return {.id = ticket.id,
            .assigned_to = user_if_any(view.assignee),
            .priority = word_of(ticket.priority),
            .status = word_of(ticket.status),
            .description = ticket.description,
            .resolution_notes = ticket.resolution_notes,
            .created_at = ticket.created_at,
            .updated_at = ticket.updated_at,
            .resolved_at = ticket.resolved_at};
}

/// Each of the tickets once, in order.
void make_unique(std::vector<TicketId>& ids) {
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

/// Both lists are ordered by id.
const RequestBody* find_request(const std::vector<RequestBody>& requests, ServiceRequestId id) {
    const auto found = std::ranges::lower_bound(requests, id, {}, &RequestBody::id);
    return found != requests.end() && found->id == id ? &*found : nullptr;
}

const store::ticket::View* find_ticket(const std::vector<store::ticket::View>& tickets,
                                       TicketId id) {
    const auto of = [](const auto& view) { return view.ticket.id; };
    const auto found = std::ranges::lower_bound(tickets, id, {}, of);
    return found != tickets.end() && found->ticket.id == id ? &*found : nullptr;
}

}  // namespace

Result<std::vector<TicketBody>> bodies_of(store::Read& read,
                                          const std::vector<store::ticket::View>& views,
                                          const Reader& reader) {
    CommentBudget budget;
    for (const auto& view : views) {
        if (view.ticket.service_request) ++budget.shown[*view.ticket.service_request];
    }
    std::vector<ServiceRequestId> ids;
    ids.reserve(budget.shown.size());
    for (const auto& [id, times] : budget.shown) ids.push_back(id);
    const auto wholes = TRY(store::service_request::whole_of(read, ids));
    const auto requests = TRY(bodies_of(read, wholes, reader, std::move(budget)));
    std::vector<TicketBody> bodies;
    bodies.reserve(views.size());
    for (const auto& view : views) {
        bodies.push_back(body_of(view));
        if (!view.ticket.service_request) continue;
        const auto* request = find_request(requests, *view.ticket.service_request);
        if (request != nullptr) bodies.back().service_request = *request;
    }
    return bodies;
}

InteractionBody interaction_of(const store::interaction::View& view,
                               std::optional<TicketBody> ticket) {
    return {.id = view.interaction.id,
            .support_ticket = std::move(ticket),
            .customer = user_of(view.customer),
            .support_rep = user_of(view.representative),
            .interaction_type = word_of(view.interaction.type),
            .notes = view.interaction.notes,
            .created_at = view.interaction.created_at,
            .duration = view.interaction.duration_minutes};
}

Result<std::vector<InteractionBody>> bodies_of(store::Read& read,
                                               const std::vector<store::interaction::View>& views,
                                               const Reader& reader) {
    std::vector<TicketId> ids;
    ids.reserve(views.size());
    for (const auto& view : views) ids.push_back(view.interaction.ticket);
    make_unique(ids);
    const auto found = TRY(store::ticket::of_ids(read, ids));
    std::vector<store::ticket::View> seen;
    for (const auto& view : views) {
        const auto* ticket = find_ticket(found, view.interaction.ticket);
        if (ticket == nullptr) return internal_error("the ticket of an interaction is absent");
        if (may_see(reader.actor, ticket->ticket)) seen.push_back(*ticket);
    }
    auto tickets = TRY(bodies_of(read, seen, reader));
    auto next = tickets.begin();
    std::vector<InteractionBody> bodies;
    bodies.reserve(views.size());
    for (const auto& view : views) {
        std::optional<TicketBody> ticket;
        if (next != tickets.end() && next->id == view.interaction.ticket) {
            ticket = std::move(*next++);
        }
        bodies.push_back(interaction_of(view, std::move(ticket)));
    }
    return bodies;
}

}  // namespace pilotlight::http::compat::token
