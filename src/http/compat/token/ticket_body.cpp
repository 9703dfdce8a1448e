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

/// Each of the numbers once, in order.
template <class T>
void make_unique(std::vector<T>& ids) {
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

/// The body with that id in a list ordered by id.
template <class Body, class I>
const Body* find_body(const std::vector<Body>& bodies, I id) {
    const auto found = std::ranges::lower_bound(bodies, id, {}, &Body::id);
    return found != bodies.end() && found->id == id ? &*found : nullptr;
}

}  // namespace

Result<std::vector<TicketBody>> bodies_of(store::Read& read,
                                          const std::vector<store::ticket::View>& views,
                                          const Reader& reader) {
    std::vector<ServiceRequestId> ids;
    for (const auto& view : views) {
        if (view.ticket.service_request) ids.push_back(*view.ticket.service_request);
    }
    make_unique(ids);
    const auto wholes = TRY(store::service_request::whole_of(read, ids));
    const auto requests = TRY(bodies_of(read, wholes, reader));
    std::vector<TicketBody> bodies;
    bodies.reserve(views.size());
    for (const auto& view : views) {
        bodies.push_back(body_of(view));
        if (!view.ticket.service_request) continue;
        const auto* request = find_body(requests, *view.ticket.service_request);
        if (request != nullptr) bodies.back().service_request = *request;
    }
    return bodies;
}

InteractionBody interaction_of(const store::interaction::View& view, TicketBody ticket) {
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
    const auto ticket_views = TRY(store::ticket::of_ids(read, ids));
    const auto tickets = TRY(bodies_of(read, ticket_views, reader));
    std::vector<InteractionBody> bodies;
    bodies.reserve(views.size());
    for (const auto& view : views) {
        const auto* ticket = find_body(tickets, view.interaction.ticket);
        if (ticket == nullptr) return internal_error("the ticket of an interaction is absent");
        bodies.push_back(interaction_of(view, *ticket));
    }
    return bodies;
}

}  // namespace pilotlight::http::compat::token
