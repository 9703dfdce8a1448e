#pragma once

#include "domain/account.hpp"

namespace pilotlight {

/// What decides who may know that a request or a ticket exists.
struct Audience {
    AccountId customer{};
    std::optional<AccountId> assigned_to{};
    bool is_open_to_everyone = false;
};

/// The one rule of who sees what: everything for support and admin, the customer's own, the
/// technician's assigned, and what is open to everyone.
bool may_see(const Actor& actor, const Audience& audience);

}  // namespace pilotlight
