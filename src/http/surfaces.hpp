#pragma once

#include "http/surface.hpp"

namespace pilotlight::http {

/// Every door of the desk; the canonical one comes first.
std::span<const Surface* const> surfaces();
/// The route tables of all of them.
std::vector<std::span<const Route>> route_tables();

}  // namespace pilotlight::http
