#include "http/compat/conversation/routes.hpp"
#include "http/compat/drf_problem.hpp"

namespace pilotlight::http::compat::conversation {
namespace {

constexpr FaultWording fault_wordings[] = {
    {"email", "A user with this email already exists.", "This field must be unique."}};

}  // namespace

constinit const Surface surface{.name = "conversation",
                                .title = "Customer service application (seed 004)",
                                .description =
                                    "Tickets as conversations, for clients of the fourth system. "
                                    "POST /api/token/ is the token surface's.",
                                .problem = drf_problem,
                                .challenge = "Token",
                                .fault_wordings = fault_wordings};

std::vector<std::span<const Route>> routes() {
    return {account_routes(), ticket_routes()};
}

}  // namespace pilotlight::http::compat::conversation
