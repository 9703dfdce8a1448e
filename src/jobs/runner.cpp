#include "jobs/runner.hpp"

#include <algorithm>

#include "base/guarded.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "store/job.hpp"

namespace pilotlight::jobs {
namespace {

constexpr std::size_t error_length_max = 500;

std::string text_of(const Error& error) {
    return std::string(
        truncated(error.cause.empty() ? error.message : error.cause, error_length_max));
}

}  // namespace

Runner::Runner(store::Store& store, const Clock& clock, std::vector<Kind> kinds)
    : store_(store), clock_(clock), kinds_(std::move(kinds)) {}

Runner::~Runner() {
    stop();
}

/// The longest time that a job is put off for.
std::chrono::seconds Runner::pause_max() const {
    auto most = std::chrono::duration_cast<std::chrono::seconds>(retry_delay(job_attempts_max));
    for (const auto& kind : kinds_) most = std::max(most, kind.every.value_or(most));
    return most;
}

Result<void> Runner::start() {
    TRY(store_.write_and_wait([this](store::Tx& tx) -> Result<void> {
        const auto now = clock_.now();
        // One server has the store: whatever is claimed, the end of the program broke off. That is
        // a failure like others. It is not queued beside, which would begin its tries anew.
        const auto broken_off = TRY(store::job::claimed(tx));
        TRY(pull_in(tx, now));
        for (const auto& kind : kinds_) {
            const auto was_begun = [&](const Job& job) { return job.kind == kind.name; };
            if (!kind.every || std::ranges::any_of(broken_off, was_begun)) continue;
            TRY(store::job::enqueue(tx, kind.name, "", now, now));
        }
        for (const auto& job : broken_off) {
            log_warning("job_broken_off", {{"kind", job.kind}});
            const auto outcome = internal_error("the program ended while it ran");
            TRY(settle(tx, {.job = job, .kind = kind_of(job), .outcome = outcome}, now));
        }
        return {};
    }));
    thread_ = std::thread([this] { loop(); });
    return {};
}

void Runner::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Runner::loop() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        const auto ran = run_one();
        if (!ran) log_error("job_runner_failed", {{"cause", ran.error().cause}});
        lock.lock();
        if (ran && *ran) continue;
        wake_.wait_for(lock, poll_interval, [this] { return stopping_; });
    }
}

/// A read tells cheaply that there is nothing to claim; the writer is not troubled for it.
Result<bool> Runner::is_due(Instant now) {
    const auto scope = TRY(store_.read());
    const auto due = TRY(store::job::next_due(**scope));
    return due && *due <= now.time_since_epoch().count();
}

/// A job is never queued for later than the longest pause: where one waits for more than two of
/// them, the clock was set back, and it would wait until the clock has caught up.
Result<void> Runner::follow_clock(Instant now) {
    const auto last = std::exchange(last_now_, now);
    if (now >= last) return {};
    return store_.write_and_wait([&](store::Tx& tx) { return pull_in(tx, now); });
}

Result<void> Runner::pull_in(store::Tx& tx, Instant now) const {
    return store::job::pull_in(tx, now, now + 2 * pause_max(), now + 2 * claim_time);
}

Result<std::optional<Job>> Runner::claim(Instant now) {
    std::optional<Job> job;
    TRY(store_.write_and_wait([&](store::Tx& tx) -> Result<void> {
        job = TRY(store::job::claim(tx, now, now + claim_time));
        return {};
    }));
    return job;
}

const Kind* Runner::kind_of(const Job& job) const {
    const auto kind = std::ranges::find(kinds_, std::string_view(job.kind), &Kind::name);
    return kind == kinds_.end() ? nullptr : &*kind;
}

Result<bool> Runner::run_one() {
    const auto now = clock_.now();
    TRY(settle_last());
    TRY(follow_clock(now));
    const bool due = TRY(is_due(now));
    if (!due) return false;
    const auto job = TRY(claim(now));
    if (!job) return false;
    const auto* const kind = kind_of(*job);
    auto outcome = guarded_run("a job", [&]() -> Result<void> {
        if (kind == nullptr) return internal_error("no such kind of job");
        return kind->work(now);
    });
    if (!outcome) {
        log_error("job_failed", {{"kind", job->kind}, {"cause", text_of(outcome.error())}});
    }
    unsettled_ = {.job = *job, .kind = kind, .outcome = std::move(outcome)};
    TRY(settle_last());
    return true;
}

/// How a job ended is kept until it could be written down: on a full disk its claim would have to
/// run out first.
Result<void> Runner::settle_last() {
    if (!unsettled_) return {};
    TRY(store_.write_and_wait(
        [this](store::Tx& tx) { return settle(tx, *unsettled_, clock_.now()); }));
    unsettled_.reset();
    return {};
}

Result<void> Runner::settle(store::Tx& tx, const Ended& ended, Instant now) {
    const auto& job = ended.job;
    if (ended.outcome) {
        TRY(store::job::finish(tx, job));
    } else {
        const auto text = text_of(ended.outcome.error());
        if (job.attempts < job_attempts_max) {
            return store::job::put_off(tx, job, now + retry_delay(job.attempts), text);
        }
        TRY(store::job::bury(tx, job, text));
    }
    const auto* kind = ended.kind;
    if (kind == nullptr || !kind->every) return {};
    return store::job::enqueue(tx, kind->name, "", now + *kind->every, now);
}

}  // namespace pilotlight::jobs
