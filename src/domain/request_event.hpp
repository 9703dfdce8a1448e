#pragma once

#include "domain/service_request.hpp"

namespace pilotlight {

enum class EventKind : std::uint8_t {
    opened,
    edited,
    status_changed,
    priority_changed,
    assigned,
    noted,  // a staff update with text only
    commented,
    attached,
    deleted,
};
template <>
inline constexpr auto names<EventKind> = std::array<std::string_view, 9>{"opened",
                                                                         "edited",
                                                                         "status_changed",
                                                                         "priority_changed",
                                                                         "assigned",
                                                                         "noted",
                                                                         "commented",
                                                                         "attached",
                                                                         "deleted"};

enum class Visibility : std::uint8_t { everyone, internal };
template <>
inline constexpr auto names<Visibility> = std::array<std::string_view, 2>{"public", "internal"};

struct RequestEvent;
using RequestEventId = Id<RequestEvent>;

/// One line of a request's history: who, when, what, from and to. Append-only: nothing updates or
/// deletes one; it is what the regulator is shown. Staff texts (`is_update`) are what seed 001
/// calls request updates.
struct RequestEvent {
    RequestEventId id{};
    ServiceRequestId service_request{};
    std::optional<AccountId> actor{};  // none: the system itself
    EventKind kind = EventKind::opened;
    std::string from_value{};
    std::string to_value{};
    std::string note{};
    Visibility visibility = Visibility::everyone;
    bool is_update = false;
    Instant created_at{};

    static constexpr auto fields() {
        return FieldList{
            Field{"id", &RequestEvent::id, {}},
            Field{"service_request", &RequestEvent::service_request, {}},
            Field{"actor", &RequestEvent::actor, {.doc = "null: the system itself."}},
            Field{"kind", &RequestEvent::kind, {}},
            Field{"from_value", &RequestEvent::from_value, {}},
            Field{"to_value",
                  &RequestEvent::to_value,
                  {.doc = "Of an edit, the field; empty in old histories."}},
            Field{"note",
                  &RequestEvent::note,
                  {.doc = "What staff or customer said; of an edit, what stood in the field."}},
            Field{"visibility", &RequestEvent::visibility, {}},
            Field{"is_update", &RequestEvent::is_update, {.access = Access::stored_only}},
            Field{"created_at", &RequestEvent::created_at, {}},
        };
    }
};

}  // namespace pilotlight
