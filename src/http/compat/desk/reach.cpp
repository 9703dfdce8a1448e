#include "http/compat/desk/reach.hpp"

namespace pilotlight::http::compat::desk {

store::service_request::Filter reach_of(const Actor& actor) {
    if (actor.role == Role::customer) return {.customer = actor.account};
    if (actor.role == Role::admin) return {};
    return {.assigned_to = actor.account};
}

bool is_within_reach(const Actor& actor, const ServiceRequest& request) {
    const auto reach = reach_of(actor);
    return (!reach.customer || request.customer == *reach.customer) &&
           (!reach.assigned_to || request.assigned_to == reach.assigned_to);
}

}  // namespace pilotlight::http::compat::desk
