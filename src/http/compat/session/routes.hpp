#pragma once
// Seed 002: a browser's session with CSRF, customers who submit and track, administrators who
// manage (contracts.md §4). See README.md for what it does otherwise.

#include <vector>

#include "http/surface.hpp"

namespace pilotlight::http::compat::session {

extern const Surface surface;

std::span<const Route> account_routes();
std::span<const Route> user_routes();
std::span<const Route> service_request_routes();

/// Every row of the surface.
std::vector<std::span<const Route>> routes();

}  // namespace pilotlight::http::compat::session
