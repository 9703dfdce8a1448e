#pragma once

#include "domain/job.hpp"
#include "store/connection.hpp"

namespace pilotlight::store::job {

/// Queues the work unless a job of that kind and key is queued already; then the earlier of the two
/// times counts and its tries start anew.
Result<void> enqueue(
    Tx& tx, std::string_view kind, std::string_view key, Instant run_at, Instant now);

/// The job that is due longest, claimed until `claimed_until`: nobody else gets it before then.
Result<std::optional<Job>> claim(Tx& tx, Instant now, Instant claimed_until);

/// Done: gone, unless it was queued again while it ran.
Result<void> finish(Tx& tx, const Job& job);
/// To be run (again) at `run_at`, with the tries and the error so far.
Result<void> put_off(Tx& tx, const Job& job, Instant run_at, std::string_view error);
/// Kept as dead for people to look at.
Result<void> bury(Tx& tx, const Job& job, std::string_view error);

/// What is claimed, whether the claim has run out or not.
Result<std::vector<Job>> claimed(Read& read);

/// After the clock was set back: what waits for later than `latest`, or is claimed for longer than
/// `claimed_until`, is due now.
Result<void> pull_in(Tx& tx, Instant now, Instant latest, Instant claimed_until);

/// When the next job is due, or nothing when none is queued.
Result<std::optional<std::int64_t>> next_due(Read& read);
Result<std::int64_t> dead_count(Read& read);

}  // namespace pilotlight::store::job
