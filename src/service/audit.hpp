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
    std::optional<AccountId> formerly_assigned_to{};  // of a change of assignee
    std::optional<Visibility> noticed_by{};           // who is told of it live; none: who reads it
};

/// Appends to the request's history and tells those who watch: call after the row was changed.
/// `actor` 0 is the system.
Result<RequestEventId> record(
    store::Tx& tx, ServiceRequestId request, AccountId actor, Change change, Instant now);

/// Appends to the audit log of things without a history of their own.
Result<void> audit(store::Tx& tx, const store::audit_event::Entry& entry, Instant now);

}  // namespace pilotlight::service
