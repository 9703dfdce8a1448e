#pragma once
// Seed 000, "Gas Utility Service Application" (contracts.md §2). README.md says what differs.

#include <vector>

#include "http/surface.hpp"

namespace pilotlight::http::compat::token {

extern const Surface surface;

std::span<const Route> index_routes();
std::span<const Route> token_routes();            // also seed 004's (contracts.md C1)
std::span<const Route> customer_routes();         // accounts/customers
std::span<const Route> representative_routes();   // accounts/representatives
std::span<const Route> service_type_routes();     // services/types
std::span<const Route> service_request_routes();  // services/requests
std::span<const Route> request_action_routes();   // update_status, assign
std::span<const Route> comment_routes();          // services/requests/{id}/comments
std::span<const Route> ticket_routes();           // support/tickets
std::span<const Route> interaction_routes();      // support/interactions

/// All of them.
std::vector<std::span<const Route>> routes();

}  // namespace pilotlight::http::compat::token
