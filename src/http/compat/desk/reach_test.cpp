#include "http/compat/desk/reach.hpp"

#include <doctest/doctest.h>

namespace pilotlight::http::compat::desk {
namespace {

TEST_CASE("who reaches a request reaches it by owner, by assignment or as an administrator") {
    const ServiceRequest request{.id = {1}, .customer = {10}, .assigned_to = AccountId{20}};
    const ServiceRequest queued{.id = {2}, .customer = {10}};
    struct Row {
        Role role{};
        AccountId account{};
        bool given = false;
        bool waiting = false;
    };
    const Row rows[] = {{Role::customer, {10}, true, true},
                        {Role::customer, {11}, false, false},
                        {Role::support, {20}, true, false},
                        {Role::support, {21}, false, false},
                        {Role::technician, {20}, true, false},
                        {Role::technician, {10}, false, false},
                        {Role::admin, {1}, true, true}};
    for (const auto& row : rows) {
        CAPTURE(name_of(row.role));
        CAPTURE(row.account.value);
        const Actor actor{.account = row.account, .role = row.role};
        CHECK(is_within_reach(actor, request) == row.given);
        CHECK(is_within_reach(actor, queued) == row.waiting);
    }
}

}  // namespace
}  // namespace pilotlight::http::compat::desk
