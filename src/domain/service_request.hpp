#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "base/result.hpp"
#include "domain/audience.hpp"
#include "domain/service_type.hpp"

namespace pilotlight {

enum class Status : std::uint8_t { pending, in_progress, resolved, cancelled };
template <>
inline constexpr auto names<Status> =
    std::array<std::string_view, 4>{"pending", "in_progress", "resolved", "cancelled"};

struct ServiceRequest;
using ServiceRequestId = Id<ServiceRequest>;

/// What a customer asked for and what became of it. `version` grows with every change that shows
/// (also public comments and files) and is the ETag.
struct ServiceRequest {
    ServiceRequestId id{};
    AccountId customer{};
    ServiceTypeId service_type{};
    std::string type_text{};  // the caller's own word for the type
    std::string title{};
    std::string description{};
    std::string address{};
    Status status = Status::pending;
    Priority priority = Priority::medium;
    std::optional<AccountId> assigned_to{};
    std::string resolution{};
    Instant created_at{};
    Instant updated_at{};
    std::optional<Instant> resolved_at{};
    std::int64_t version = 1;
    std::optional<Instant> deleted_at{};
    std::optional<Instant> first_response_at{};  // staff said or did something that shows

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"id", &ServiceRequest::id, {}},
            Field{"customer", &ServiceRequest::customer, {}},
            Field{"service_type", &ServiceRequest::service_type, {}},
            Field{"type_text", &ServiceRequest::type_text, {.access = stored_only}},
            Field{"title",
                  &ServiceRequest::title,
                  {.access = writable, .length_max = 255, .doc = "Made from the type if absent."}},
            Field{"description",
                  &ServiceRequest::description,
                  {.access = writable, .required = true, .blank = false, .length_max = 10'000}},
            Field{"address", &ServiceRequest::address, {.access = writable, .length_max = 500}},
            Field{"status", &ServiceRequest::status, {}},
            Field{"priority",
                  &ServiceRequest::priority,
                  {.access = writable, .doc = "Never below the type's hazard."}},
            Field{"assigned_to", &ServiceRequest::assigned_to, {}},
            Field{"resolution", &ServiceRequest::resolution, {.length_max = 10'000}},
            Field{"created_at", &ServiceRequest::created_at, {}},
            Field{"updated_at", &ServiceRequest::updated_at, {}},
            Field{"resolved_at", &ServiceRequest::resolved_at, {}},
            Field{"version", &ServiceRequest::version, {}},
            Field{"deleted_at", &ServiceRequest::deleted_at, {.access = stored_only}},
            Field{"first_response_at", &ServiceRequest::first_response_at, {.access = stored_only}},
        };
    }
};

/// "SR-000042": what a customer quotes on the phone. Follows from the id, which is never reused.
std::string request_number(ServiceRequestId id);

/// The only table of status changes. Staff may also take a step back or reopen; a cancelled
/// request comes back through the queue only, and what is resolved cannot be cancelled.
bool may_move(Status from, Status to);

/// Still somebody's work: counts as load of its assignee.
constexpr bool is_open(Status status) {
    return status == Status::pending || status == Status::in_progress;
}

/// Moves the request and its resolved_at along. conflict when the table has no such step; the
/// request is then unchanged. Moving to where it stands changes nothing.
Result<void> move(ServiceRequest& request, Status to, Instant now);

/// The actor has said or done something that the customer sees: the first time that staff do, the
/// request is answered.
void note_response(ServiceRequest& request, const Actor& actor, Instant now);

/// The priority a request of the type really gets: an emergency is urgent, whatever was asked.
Priority effective_priority(const ServiceType& type, std::optional<Priority> asked);

/// True when the actor may know that the request exists (domain/audience.hpp). Others get
/// not_found.
bool may_see(const Actor& actor, const ServiceRequest& request);

/// True when the actor may change status, assignment and the rest: support, admin, and the
/// technician to whom it is assigned.
bool may_work_on(const Actor& actor, const ServiceRequest& request);

/// True when the owner may still edit, cancel or remove it themselves.
bool owner_may_edit(const Actor& actor, const ServiceRequest& request);

/// True when the actor may add files: who works on it at any time, its owner while it is open.
bool may_attach(const Actor& actor, const ServiceRequest& request);

}  // namespace pilotlight
