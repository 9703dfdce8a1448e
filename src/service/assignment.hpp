#pragma once

#include "domain/service_request.hpp"
#include "store/connection.hpp"

namespace pilotlight::service::assignment {

/// The job that gives waiting requests to representatives; queued whenever one may be had.
inline constexpr std::string_view job_kind = "assign_waiting";
inline constexpr int requests_per_run_max = 100;

/// Queues the job.
Result<void> call_for(store::Tx& tx, Instant now);

/// Gives waiting requests, emergencies first, to whoever has the least to do; how many it gave.
/// Stops at the first that nobody can take only if nobody at all is available.
Result<int> assign_waiting(store::Tx& tx, Instant now);

/// invalid_input of assigned_to unless it is an active member of staff.
Result<void> check_assignee(store::Read& read, AccountId id);

/// Takes all open work, requests and tickets, from the account and puts it
/// back into the queue.
Result<void> give_back(store::Tx& tx, AccountId assignee, Instant now);

}  // namespace pilotlight::service::assignment
