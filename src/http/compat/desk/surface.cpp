#include <algorithm>

#include "http/compat/desk/routes.hpp"
#include "http/compat/drf_problem.hpp"

namespace pilotlight::http::compat::desk {
namespace {

/// An account of this contract has an address and no user name of its own: a taken user name is a
/// taken address, and is said once.
FieldErrors in_own_words(FieldErrors faults) {
    const auto is_taken = [](const FieldError& fault) {
        return fault.field == "username" ||
               fault.message == "A user with this email already exists.";
    };
    const auto first = std::ranges::find_if(faults, is_taken);
    if (first == faults.end()) return faults;
    *first = {"email", "user with this email already exists."};
    faults.erase(std::remove_if(first + 1, faults.end(), is_taken), faults.end());
    return faults;
}

Response problem(const Surface& self, const Refusal& refusal) {
    auto error = refusal.error;
    error.fields = in_own_words(std::move(error.fields));
    return drf_problem(self, {.error = error, .route = refusal.route, .at_door = refusal.at_door});
}

constexpr std::string_view gone_type = "Choose an active service type.";
constexpr FaultWording fault_wordings[] = {{"request_type", gone_type, gone_type, "service_type"}};

}  // namespace

constinit const Surface surface{
    .name = "desk",
    .title = "Pilotlight: desk surface",
    .description =
        "For clients of the Gas Utility Service Management System: log-in by address, "
        "requests given to staff when they are made, files under guard.",
    .problem = problem,
    .challenge = "Bearer realm=\"api\"",
    .fault_wordings = fault_wordings};

std::vector<std::span<const Route>> routes() {
    return {account_routes(), service_request_routes(), attachment_routes(), document_routes()};
}

}  // namespace pilotlight::http::compat::desk
