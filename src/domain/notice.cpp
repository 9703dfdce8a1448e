#include "domain/notice.hpp"

namespace pilotlight {

bool may_see(const Actor& actor, const Notice& notice) {
    if (notice.visibility == Visibility::internal && !is_staff(actor.role)) return false;
    Audience audience{.customer = notice.customer,
                      .assigned_to = notice.assigned_to,
                      .is_open_to_everyone = notice.is_open_to_everyone};
    if (may_see(actor, audience)) return true;
    audience.assigned_to = notice.formerly_assigned_to;
    return may_see(actor, audience);
}

}  // namespace pilotlight
