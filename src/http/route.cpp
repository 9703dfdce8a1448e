#include "http/route.hpp"

namespace pilotlight::http {

Answer::Answer(Result<Response> result) : step_(Response{}) {
    if (result) {
        step_ = *std::move(result);
    } else {
        step_ = std::move(result).error();
    }
}

bool allows(Permission permission, const std::optional<Actor>& caller) {
    if (permission == Permission::anyone) return true;
    if (!caller) return false;
    switch (permission) {
        case Permission::anyone:
        case Permission::signed_in:
            return true;
        case Permission::customer:
            return caller->role == Role::customer;
        case Permission::staff:
            return is_staff(caller->role);
        case Permission::desk:
            return sees_all_requests(caller->role);
        case Permission::admin:
            return caller->role == Role::admin;
    }
    return false;
}

}  // namespace pilotlight::http
