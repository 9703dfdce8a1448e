#pragma once

#include "http/compat/token/service_request_body.hpp"
#include "store/interaction.hpp"
#include "store/ticket.hpp"

namespace pilotlight::http::compat::token {

/// A ticket in the order of contracts.md §2.
struct TicketBody {
    TicketId id{};
    std::optional<RequestBody> service_request{};
    std::optional<UserBody> assigned_to{};
    PriorityWord priority{};
    TicketWord status{};
    std::string description{};
    std::string resolution_notes{};
    Instant created_at{};
    Instant updated_at{};
    std::optional<Instant> resolved_at{};

    static constexpr auto fields() {
        return FieldList{
            Field{"id", &TicketBody::id, {}},
            Field{"service_request",
                  &TicketBody::service_request,
                  {.doc = "null: a conversation, which other contracts know."}},
            Field{"assigned_to", &TicketBody::assigned_to, {}},
            Field{"priority", &TicketBody::priority, {}},
            Field{"status", &TicketBody::status, {}},
            Field{"description", &TicketBody::description, {}},
            Field{"resolution_notes", &TicketBody::resolution_notes, {}},
            Field{"created_at", &TicketBody::created_at, {}},
            Field{"updated_at", &TicketBody::updated_at, {}},
            Field{"resolved_at", &TicketBody::resolved_at, {}},
        };
    }
};

/// A body for each of the views, which may name a ticket twice, with its request and that request's
/// comments within one budget: three queries, and one more for each 500 comments.
Result<std::vector<TicketBody>> bodies_of(store::Read& read,
                                          const std::vector<store::ticket::View>& views,
                                          const Reader& reader);

struct InteractionBody {
    InteractionId id{};
    std::optional<TicketBody> support_ticket{};
    UserBody customer{};
    UserBody support_rep{};
    ContactWord interaction_type{};
    std::string notes{};
    Instant created_at{};
    std::optional<std::int64_t> duration{};

    static constexpr auto fields() {
        return FieldList{
            Field{"id", &InteractionBody::id, {}},
            Field{"support_ticket",
                  &InteractionBody::support_ticket,
                  {.doc = "null: the reader does not see the ticket any more."}},
            Field{"customer", &InteractionBody::customer, {}},
            Field{"support_rep", &InteractionBody::support_rep, {}},
            Field{"interaction_type", &InteractionBody::interaction_type, {}},
            Field{"notes", &InteractionBody::notes, {}},
            Field{"created_at", &InteractionBody::created_at, {}},
            Field{"duration", &InteractionBody::duration, {.doc = "Minutes."}},
        };
    }
};
InteractionBody interaction_of(const store::interaction::View& view,
                               std::optional<TicketBody> ticket);

/// The interactions with those of their tickets that the reader may see: one query more than the
/// tickets.
Result<std::vector<InteractionBody>> bodies_of(store::Read& read,
                                               const std::vector<store::interaction::View>& views,
                                               const Reader& reader);

}  // namespace pilotlight::http::compat::token
