#pragma once
// Lists of what is the actor's own. A filter narrows them further and never widens them: one that
// asks for somebody else's gives an empty list.

#include "domain/account.hpp"

namespace pilotlight::service {

/// What passes both the filter and the actor's own; when they contradict, the id of no account.
constexpr AccountId narrowed(std::optional<AccountId> asked, AccountId own) {
    return asked.value_or(own) == own ? own : AccountId{};
}

/// Customers have what they own, technicians what is assigned to them, support and admin all. A
/// technician may read what they own as a customer too, but no list shows it: one index leads to
/// either the owner or the assignee, and the kept counts know no union of the two.
template <class Filter>
void narrow(const Actor& actor, Filter& filter) {
    if (actor.role == Role::customer) filter.customer = narrowed(filter.customer, actor.account);
    if (actor.role != Role::technician) return;
    // Assigned to them and to nobody is nothing; the kept counts hold the queue under id 0.
    const bool contradicts = filter.assigned_to.value_or(actor.account) != actor.account;
    filter.unassigned = filter.unassigned || contradicts;
    filter.assigned_to = actor.account;
}

}  // namespace pilotlight::service
