#pragma once
// The kinds of job that the desk has, one function each.

#include <filesystem>

#include "jobs/runner.hpp"
#include "service/file_store.hpp"

namespace pilotlight::jobs {

inline constexpr int rows_per_sweep_max = 1'000;  // deleted in one transaction

/// Sessions that expired more than a day ago go.
Kind session_sweep(store::Store& store);

/// Idempotency keys older than their lifetime go.
Kind idempotency_key_sweep(store::Store& store, std::chrono::seconds lifetime);

/// Whether it is a stored file so old that no upload can still be waiting for its row. internal
/// where its age cannot be told.
Result<bool> may_be_forgotten(const std::filesystem::directory_entry& file);

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
