#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "base/instant.hpp"
#include "domain/job.hpp"
#include "store/store.hpp"

namespace pilotlight::jobs {

/// What a job of one kind does. It runs on the runner's thread and may wait; it must be safe to run
/// twice, because a crash between its work and its end repeats it.
struct Kind {
    std::string_view name;
    std::function<Result<void>(Instant now)> work;
    std::optional<std::chrono::seconds> every{};  // queued again so long after it ended
};

inline constexpr std::chrono::seconds claim_time{300};  // a job that takes longer may run twice
inline constexpr std::chrono::milliseconds poll_interval{500};

/// Claims due jobs and runs them one after another; failed ones again with growing pauses, dead
/// after job_attempts_max, in which the end of the program counts as a failure.
class Runner {
public:
    Runner(store::Store& store, const Clock& clock, std::vector<Kind> kinds);
    ~Runner();
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    /// Queues the recurring kinds, puts off what ran when the program ended; starts the thread.
    Result<void> start();
    /// Lets the running job end; the rest stays queued. Idempotent.
    void stop();

    /// Runs one due job on this thread; false when none is due. For tests and the thread itself.
    Result<bool> run_one();

private:
    void loop();
    std::chrono::seconds pause_max() const;
    const Kind* kind_of(const Job& job) const;
    Result<std::optional<Job>> claim(Instant now);
    struct Ended {
        Job job{};
        const Kind* kind = nullptr;  // none of that name
        Result<void> outcome{};
    };
    Result<void> settle_last();
    static Result<void> settle(store::Tx& tx, const Ended& ended, Instant now);
    Result<void> pull_in(store::Tx& tx, Instant now) const;
    Result<bool> is_due(Instant now);
    Result<void> follow_clock(Instant now);

    store::Store& store_;
    const Clock& clock_;
    const std::vector<Kind> kinds_;
    Instant last_now_{};  // of the thread that runs jobs, as the next
    std::optional<Ended> unsettled_{};
    std::mutex mutex_{};
    std::condition_variable wake_{};
    bool stopping_ = false;  // guarded by mutex_
    std::thread thread_{};
};

}  // namespace pilotlight::jobs
