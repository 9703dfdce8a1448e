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
        return std::tuple{
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

/// The tickets with their requests and those requests' comments: two queries whatever the number of
/// tickets.
Result<std::vector<TicketBody>> bodies_of(store::Read& read,
                                          const std::vector<store::ticket::View>& views,
                                          const Reader& reader);

struct InteractionBody {
    InteractionId id{};
    TicketBody support_ticket{};
    UserBody customer{};
    UserBody support_rep{};
    ContactWord interaction_type{};
    std::string notes{};
    Instant created_at{};
    std::optional<std::int64_t> duration{};

    static constexpr auto fields() {
        return std::tuple{
            Field{"id", &InteractionBody::id, {}},
            Field{"support_ticket", &InteractionBody::support_ticket, {}},
            Field{"customer", &InteractionBody::customer, {}},
            Field{"support_rep", &InteractionBody::support_rep, {}},
            Field{"interaction_type", &InteractionBody::interaction_type, {}},
            Field{"notes", &InteractionBody::notes, {}},
            Field{"created_at", &InteractionBody::created_at, {}},
            Field{"duration", &InteractionBody::duration, {.doc = "Minutes."}},
        };
    }
};
InteractionBody interaction_of(const store::interaction::View& view, TicketBody ticket);

/// The interactions with their tickets: three queries whatever their number.
Result<std::vector<InteractionBody>> bodies_of(store::Read& read,
                                               const std::vector<store::interaction::View>& views,
                                               const Reader& reader);

}  // namespace pilotlight::http::compat::token
