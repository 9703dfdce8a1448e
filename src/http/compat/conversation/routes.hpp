#pragma once
// Seed 004, "Customer service application" (contracts.md §6). README.md says what differs.

#include <vector>

#include "http/surface.hpp"

namespace pilotlight::http::compat::conversation {

extern const Surface surface;

std::span<const Route> account_routes();  // signup
std::span<const Route> ticket_routes();   // newticket, posts, reply

/// All of them.
std::vector<std::span<const Route>> routes();

}  // namespace pilotlight::http::compat::conversation
