#pragma once

#include "domain/service_request.hpp"
#include "domain/version.hpp"
#include "store/connection.hpp"

namespace pilotlight::service::assignment {

/// The job that gives waiting requests to representatives; queued whenever one may be had.
inline constexpr std::string_view job_kind = "assign_waiting";
inline constexpr int waiting_rows_max = 100;  // looked at in one transaction

/// Queues the job.
Result<void> call_for(store::Tx& tx, Instant now);

struct Assigned {
    int given = 0;
    std::optional<ServiceRequest> last{};  // where to go on; none when all were looked at
};
/// Gives waiting requests, emergencies first, to whoever takes their type and has the least to do.
/// Looks at those behind `after`; one that nobody takes goes on waiting and holds up no other.
Result<Assigned> assign_waiting(store::Tx& tx,
                                Instant now,
                                const std::optional<ServiceRequest>& after = std::nullopt);

/// Who is to have a request or a ticket: an active member of staff, or (none) the queue.
struct Handover {
    std::optional<AccountId> to{};
    ExpectedVersion version{};  // If-Match: precondition_failed when it moved on
};

/// invalid_input of assigned_to unless it is an active member of staff.
Result<void> check_assignee(store::Read& read, AccountId id);

/// Takes all open work, requests and tickets, from the account. The requests are given out again by
/// the next assign_waiting; the tickets wait unassigned until somebody gives or takes them.
Result<void> give_back(store::Tx& tx, AccountId assignee, Instant now);

}  // namespace pilotlight::service::assignment
