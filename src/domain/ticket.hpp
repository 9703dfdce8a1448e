#pragma once

#include "domain/service_request.hpp"

namespace pilotlight {

inline constexpr int tickets_per_request_max = 100;  // a request goes with them in one write

/// A case hangs on a service request; a conversation stands alone and lives in its posts.
enum class TicketKind : std::uint8_t { service_case, conversation };
template <>
inline constexpr auto names<TicketKind> = std::array<std::string_view, 2>{"case", "conversation"};

enum class TicketStatus : std::uint8_t { open, in_progress, resolved, closed };
template <>
inline constexpr auto names<TicketStatus> =
    std::array<std::string_view, 4>{"open", "in_progress", "resolved", "closed"};

/// Who beside staff may read and answer: its owner, or (conversations only) everyone signed in.
enum class TicketVisibility : std::uint8_t { owner, everyone };
template <>
inline constexpr auto names<TicketVisibility> =
    std::array<std::string_view, 2>{"owner", "everyone"};

struct Ticket;
using TicketId = Id<Ticket>;

/// Work of the desk beside the requests. Both kinds count their ids together, so that a number
/// never means two things. `version` grows with every change that shows (also posts) and is the
/// ETag.
struct Ticket {
    TicketId id{};
    TicketKind kind = TicketKind::conversation;
    AccountId customer{};  // the owner: the request's customer, or who opened the conversation
    std::optional<ServiceRequestId> service_request{};  // of a case
    std::string subject{};
    std::string description{};  // of a case
    TicketStatus status = TicketStatus::open;
    Priority priority = Priority::medium;
    std::optional<AccountId> assigned_to{};
    std::string resolution_notes{};
    TicketVisibility visibility = TicketVisibility::owner;
    std::int64_t post_count = 0;
    Instant created_at{};
    Instant updated_at{};
    Instant last_activity_at{};  // creation or last post
    std::optional<Instant> resolved_at{};
    std::int64_t version = 1;
    std::optional<Instant> deleted_at{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"id", &Ticket::id, {}},
            Field{"kind", &Ticket::kind, {}},
            Field{"customer", &Ticket::customer, {}},
            Field{"service_request", &Ticket::service_request, {.doc = "Of a case."}},
            Field{"subject",
                  &Ticket::subject,
                  {.access = writable,
                   .blank = false,
                   .length_max = 255,
                   .doc = "A case is called as its request if none is given."}},
            Field{"description",
                  &Ticket::description,
                  {.access = writable, .blank = false, .length_max = 10'000, .doc = "Of a case."}},
            Field{"status", &Ticket::status, {}},
            Field{"priority", &Ticket::priority, {.access = writable}},
            Field{"assigned_to", &Ticket::assigned_to, {}},
            Field{"resolution_notes", &Ticket::resolution_notes, {.length_max = 10'000}},
            Field{"visibility",
                  &Ticket::visibility,
                  {.doc = "everyone: all who are signed in may read and answer."}},
            Field{"post_count", &Ticket::post_count, {}},
            Field{"created_at", &Ticket::created_at, {}},
            Field{"updated_at", &Ticket::updated_at, {}},
            Field{"last_activity_at",
                  &Ticket::last_activity_at,
                  {.doc = "When it was opened or last answered."}},
            Field{"resolved_at", &Ticket::resolved_at, {}},
            Field{"version", &Ticket::version, {}},
            Field{"deleted_at", &Ticket::deleted_at, {.access = stored_only}},
        };
    }
};

/// The only table of status changes: what is closed has to be reopened before it is resolved.
bool may_move(TicketStatus from, TicketStatus to);

/// Still somebody's work.
constexpr bool is_open(TicketStatus status) {
    return status == TicketStatus::open || status == TicketStatus::in_progress;
}

/// Moves the ticket and its resolved_at along: set by resolving, kept by closing, cleared by
/// reopening. conflict when the table has no such step, invalid_input when it would be resolved
/// without notes; the ticket is then unchanged. Moving to where it stands changes nothing.
Result<void> move(Ticket& ticket, TicketStatus to, Instant now);

/// Resolves with these notes, or replaces notes and time of what is resolved already. Errors as
/// move().
Result<void> resolve(Ticket& ticket, std::string_view notes, Instant now);

/// invalid_input when it is resolved without notes, however it came to be so.
Result<void> check_resolution(const Ticket& ticket);

/// True when the actor may know that the ticket exists (domain/audience.hpp); conversations may be
/// open to everyone.
bool may_see(const Actor& actor, const Ticket& ticket);

/// True when the actor may change status, resolution and the rest: support, admin, and the
/// technician to whom it is assigned.
bool may_work_on(const Actor& actor, const Ticket& ticket);

/// True when the owner may still change its words.
bool owner_may_edit(const Actor& actor, const Ticket& ticket);

}  // namespace pilotlight
