#pragma once
// Lines of history, written in the transaction of what they tell.

#include "domain/request_event.hpp"
#include "store/audit_event.hpp"
#include "store/connection.hpp"

namespace pilotlight::service {

/// What happened to a request, to be told in its history.
struct Change {
    EventKind kind = EventKind::edited;
    std::string from_value{};
    std::string to_value{};
    std::string note{};
    Visibility visibility = Visibility::everyone;
    bool is_update = false;
};

/// Appends to the request's history. `actor` 0 is the system.
Result<RequestEventId> record(
    store::Tx& tx, ServiceRequestId request, AccountId actor, Change change, Instant now);

/// Appends to the audit log of things without a history of their own.
Result<void> audit(store::Tx& tx, const store::audit_event::Entry& entry, Instant now);

}  // namespace pilotlight::service
