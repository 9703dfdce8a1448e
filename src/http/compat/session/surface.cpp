#include "http/compat/drf_problem.hpp"
#include "http/compat/session/routes.hpp"
#include "service/account.hpp"

namespace pilotlight::http::compat::session {
namespace {

constexpr std::string_view gone_type = "Choose an active service type.";
constexpr FaultWording fault_wordings[] = {
    {"email", "A user with this email already exists.", "User with this Email already exists."},
    {"request_type", gone_type, gone_type, "type_of_request"},
    {"", service::account::still_referenced, "Cannot delete user with existing service requests"},
};

/// An unknown status has a headline of its own.
Response problem(const Surface& self, const Refusal& refusal) {
    const auto& faults = refusal.error.fields;
    if (refusal.route == nullptr || faults.size() != 1 || faults.front().field != "status") {
        return drf_problem(self, refusal);
    }
    auto route = *refusal.route;
    route.failure = "Invalid status";
    return drf_problem(self, {.error = refusal.error, .route = &route, .at_door = refusal.at_door});
}

}  // namespace

/// No challenge: whoever shows no credentials gets 403.
constexpr Surface surface{
    .name = "session",
    .title = "Pilotlight for session clients",
    .description =
        "Register, log in by cookie, submit and track; users and requests for "
        "administrators.",
    .problem = problem,
    .fault_wordings = fault_wordings,
};

std::vector<std::span<const Route>> routes() {
    return {account_routes(), user_routes(), service_request_routes()};
}

}  // namespace pilotlight::http::compat::session
