#pragma once
// Whose requests this contract shows to whom (contracts.md §5, C2, C12): customers their own, staff
// what was given to them, administrators all. The canonical surface shows support staff more.

#include "store/service_request.hpp"

namespace pilotlight::http::compat::desk {

/// What the actor lists.
store::service_request::Filter reach_of(const Actor& actor);
/// True when the actor lists this request, and so may have its files.
bool is_within_reach(const Actor& actor, const ServiceRequest& request);

}  // namespace pilotlight::http::compat::desk
