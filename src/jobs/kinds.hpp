#pragma once
// The kinds of job that the desk has, one function each.

#include "jobs/runner.hpp"
#include "service/file_store.hpp"

namespace pilotlight::jobs {

inline constexpr int rows_per_sweep_max = 1'000;        // deleted in one transaction
inline constexpr std::chrono::hours orphan_age_min{1};  // younger files may wait for their row

/// Sessions that expired more than a day ago go.
Kind session_sweep(store::Store& store);

/// Idempotency keys older than their lifetime go.
Kind idempotency_key_sweep(store::Store& store, std::chrono::seconds lifetime);

/// Stored files that no row refers to go: left by a crash between file and row.
Kind attachment_sweep(store::Store& store, service::FileStore& files);

/// Notices older than what a resuming stream may ask for go.
Kind notice_sweep(store::Store& store, std::chrono::seconds kept);

/// Links to leak reports that have expired go; the requests stay.
Kind leak_report_sweep(store::Store& store);

/// Drafts that were not touched for draft_lifetime go.
Kind draft_sweep(store::Store& store);

/// Waiting requests go to representatives who are free (service/assignment.hpp).
Kind assign_waiting(store::Store& store);

/// What the planner of queries knows is counted anew.
Kind statistics(store::Store& store);

}  // namespace pilotlight::jobs
