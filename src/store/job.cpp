#include "store/job.hpp"

namespace pilotlight::store::job {
namespace {

constexpr auto insert_job =
    query_of<Job>("job_insert", "INSERT INTO job {insert} {ignore_conflict:kind,job_key,state}");
constexpr Query hasten{"job_hasten",
                       "UPDATE job SET run_at = ?, attempts = 0, claimed_until = NULL "
                       "WHERE kind = ? AND job_key = ? AND state = 'queued' "
                       "AND (run_at > ? OR claimed_until IS NOT NULL)"};
constexpr auto due =
    query_of<Job>("job_due",
                  "SELECT {columns} FROM job WHERE state = 'queued' AND run_at <= ? "
                  "AND (claimed_until IS NULL OR claimed_until < ?) ORDER BY run_at LIMIT 1 "
                  "{for_update_skip_locked}");
constexpr auto taken =
    query_of<Job>("job_claimed",
                  "SELECT {columns} FROM job WHERE state = 'queued' AND claimed_until IS NOT NULL");
constexpr Query take{"job_claim",
                     "UPDATE job SET claimed_until = ?, attempts = attempts + 1 WHERE id = ?"};
constexpr Query remove{"job_finish", "DELETE FROM job WHERE id = ? AND claimed_until = ?"};
constexpr Query delay{"job_put_off",
                      "UPDATE job SET run_at = ?, claimed_until = NULL, last_error = ? "
                      "WHERE id = ? AND claimed_until = ?"};
constexpr Query kill{"job_bury",
                     "UPDATE job SET state = 'dead', job_key = ?, claimed_until = NULL, "
                     "last_error = ? WHERE id = ?"};
constexpr Query hasten_all{"job_pull_in",
                           "UPDATE job SET run_at = ?, claimed_until = NULL "
                           "WHERE state = 'queued' AND (run_at > ? OR claimed_until > ?)"};
constexpr Query earliest{"job_next_due", "SELECT MIN(run_at) FROM job WHERE state = 'queued'"};
constexpr Query count_dead{"job_dead_count", "SELECT COUNT(*) FROM job WHERE state = 'dead'"};

}  // namespace

Result<void> enqueue(
    Tx& tx, std::string_view kind, std::string_view key, Instant run_at, Instant now) {
    const Job job{
        .kind = std::string(kind), .key = std::string(key), .run_at = run_at, .created_at = now};
    const auto values = values_of(job);
    const auto added = TRY(tx.change(insert_job, values));
    if (added == 0) {
        TRY(tx.change(hasten, {to_value(run_at), kind, key, to_value(run_at)}));
    }
    return {};
}

Result<std::optional<Job>> claim(Tx& tx, Instant now, Instant claimed_until) {
    auto job = TRY(tx.one<Job>(due, {to_value(now), to_value(now)}));
    if (!job) return job;
    TRY(tx.change(take, {to_value(claimed_until), to_value(job->id)}));
    job->claimed_until = claimed_until;
    ++job->attempts;
    return job;
}

Result<std::vector<Job>> claimed(Read& read) {
    return read.all<Job>(taken, {});
}

Result<void> finish(Tx& tx, const Job& job) {
    TRY(tx.change(remove, {to_value(job.id), to_value(job.claimed_until)}));
    return {};
}

Result<void> put_off(Tx& tx, const Job& job, Instant run_at, std::string_view error) {
    TRY(tx.change(delay, {to_value(run_at), error, to_value(job.id), to_value(job.claimed_until)}));
    return {};
}

Result<void> bury(Tx& tx, const Job& job, std::string_view error) {
    // The key makes room for the next job of the kind.
    const auto key = job.key + "#" + std::to_string(job.id.value);
    TRY(tx.change(kill, {to_value(key), error, to_value(job.id)}));
    return {};
}

Result<void> pull_in(Tx& tx, Instant now, Instant latest, Instant claimed_until) {
    TRY(tx.change(hasten_all, {to_value(now), to_value(latest), to_value(claimed_until)}));
    return {};
}

Result<std::optional<std::int64_t>> next_due(Read& read) {
    std::optional<std::int64_t> at;
    TRY(read.each(earliest, {}, [&](const Row& row) {
        if (!row.is_null(0)) at = row.integer(0);
    }));
    return at;
}

Result<std::int64_t> dead_count(Read& read) {
    const auto n = TRY(read.number(count_dead, {}));
    return n.value_or(0);
}

}  // namespace pilotlight::store::job
