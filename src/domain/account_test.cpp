#include "domain/account.hpp"

#include <doctest/doctest.h>

namespace pilotlight {
namespace {

TEST_CASE("people see themselves, support sees customers, administrators see all") {
    constexpr auto admin = Role::admin;
    constexpr auto support = Role::support;
    constexpr auto technician = Role::technician;
    constexpr auto customer = Role::customer;
    struct {
        Role actor;
        Role other;
        bool may;
    } const rows[] = {
        {admin, customer, true},
        {admin, support, true},
        {admin, admin, true},
        {support, customer, true},
        {support, support, false},
        {support, admin, false},
        {technician, customer, false},
        {technician, support, false},
        {customer, customer, false},
        {customer, support, false},
        {customer, admin, false},
    };
    for (const auto& row : rows) {
        CAPTURE(name_of(row.actor));
        CAPTURE(name_of(row.other));
        const Actor actor{.account = {1}, .role = row.actor};
        CHECK(may_see(actor, Account{.id = {2}, .role = row.other}) == row.may);
        CHECK(may_see(actor, Account{.id = {1}, .role = row.actor}));
    }
}

}  // namespace
}  // namespace pilotlight
