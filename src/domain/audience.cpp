#include "domain/audience.hpp"

namespace pilotlight {

bool may_see(const Actor& actor, const Audience& audience) {
    return sees_all_requests(actor.role) || audience.customer == actor.account ||
           (actor.role == Role::technician && audience.assigned_to == actor.account) ||
           audience.is_open_to_everyone;
}

}  // namespace pilotlight
