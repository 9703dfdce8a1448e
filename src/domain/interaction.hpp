#pragma once

#include "domain/ticket.hpp"

namespace pilotlight {

enum class InteractionType : std::uint8_t { call, email, chat, visit, other };
template <>
inline constexpr auto names<InteractionType> =
    std::array<std::string_view, 5>{"call", "email", "chat", "visit", "other"};

/// What people call the type, as statistics show it: "Phone Call".
std::string_view label_of(InteractionType type);

struct Interaction;
using InteractionId = Id<Interaction>;

inline constexpr std::int64_t interaction_minutes_max = 24 * 60;

/// One contact with a customer about a ticket, as a member of staff wrote it down.
struct Interaction {
    InteractionId id{};
    TicketId ticket{};
    AccountId customer{};        // the ticket's
    AccountId representative{};  // who wrote it down
    InteractionType type = InteractionType::call;
    std::string notes{};
    std::optional<std::int64_t> duration_minutes{};
    Instant created_at{};
    Instant updated_at{};
    std::optional<Instant> deleted_at{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"id", &Interaction::id, {}},
            Field{"ticket", &Interaction::ticket, {.access = create_only, .required = true}},
            Field{"customer", &Interaction::customer, {.doc = "The ticket's."}},
            Field{"representative", &Interaction::representative, {.doc = "Who wrote it down."}},
            Field{"type", &Interaction::type, {.access = writable, .required = true}},
            Field{"notes",
                  &Interaction::notes,
                  {.access = writable, .required = true, .blank = false, .length_max = 10'000}},
            Field{"duration_minutes",
                  &Interaction::duration_minutes,
                  {.access = writable, .doc = "0 to 1440."}},
            Field{"created_at", &Interaction::created_at, {}},
            Field{"updated_at", &Interaction::updated_at, {}},
            Field{"deleted_at", &Interaction::deleted_at, {.access = stored_only}},
        };
    }
};

/// invalid_input of duration_minutes when it is not within a day.
Result<void> check_duration(const Interaction& interaction);

/// Support and admin see all, customers what concerns them, technicians what they wrote down.
bool may_see(const Actor& actor, const Interaction& interaction);

/// Who wrote it down may correct and remove it; so may an administrator.
bool may_edit(const Actor& actor, const Interaction& interaction);

}  // namespace pilotlight
