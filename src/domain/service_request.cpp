#include "domain/service_request.hpp"

namespace pilotlight {

std::string request_number(ServiceRequestId id) {
    constexpr std::size_t digits_min = 6;
    auto digits = std::to_string(id.value);
    if (digits.size() < digits_min) digits.insert(0, digits_min - digits.size(), '0');
    return "SR-" + digits;
}

bool may_move(Status from, Status to) {
    // clang-format off
    static constexpr bool table[4][4] = {
        // to: pending  in_progress  resolved  cancelled      from:
        {      true,    true,        true,     true  },    // pending
        {      true,    true,        true,     true  },    // in_progress
        {      true,    true,        true,     false },    // resolved
        {      true,    false,       false,    true  },    // cancelled
    };
    // clang-format on
    return table[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
}

Result<void> move(ServiceRequest& request, Status to, Instant now) {
    if (request.status == to) return {};
    if (!may_move(request.status, to)) {
        return Error{.code = Code::conflict,
                     .message = "A request that is " + std::string(name_of(request.status)) +
                                " cannot become " + std::string(name_of(to)) + "."};
    }
    request.status = to;
    request.resolved_at.reset();
    if (to == Status::resolved) request.resolved_at = now;
    return {};
}

void note_response(ServiceRequest& request, const Actor& actor, Instant now) {
    if (is_staff(actor.role) && !request.first_response_at) request.first_response_at = now;
}

Priority effective_priority(const ServiceType& type, std::optional<Priority> asked) {
    if (type.hazard == Hazard::emergency) return Priority::urgent;
    return asked.value_or(type.default_priority);
}

bool may_see(const Actor& actor, const ServiceRequest& request) {
    return may_see(actor,
                   Audience{.customer = request.customer, .assigned_to = request.assigned_to});
}

bool may_work_on(const Actor& actor, const ServiceRequest& request) {
    return is_staff(actor.role) && may_see(actor, request) &&
           (actor.role != Role::technician || request.assigned_to == actor.account);
}

bool owner_may_edit(const Actor& actor, const ServiceRequest& request) {
    return request.customer == actor.account && request.status == Status::pending;
}

bool may_attach(const Actor& actor, const ServiceRequest& request) {
    return may_work_on(actor, request) ||
           (request.customer == actor.account && is_open(request.status));
}

}  // namespace pilotlight
