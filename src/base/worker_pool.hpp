#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace pilotlight {

/// Has a step run on the thread it was made for, after what that thread has to do already. When the
/// thread ends first: on the one that stops it, or never. For that thread only; may throw.
using Later = std::function<void(std::function<void()>)>;

/// A fixed number of threads and a bounded queue, for work that may wait (password hashing,
/// exports, file and network IO, long reads). Any thread may submit. A task must not submit and
/// wait for its own pool.
class WorkerPool {
public:
    struct Options {
        std::string name = "worker";  // of the threads, ≤ 12 bytes shown, and in the log
        std::size_t threads = 2;      // ≥ 1
        std::size_t queue_max = 64;   // tasks that wait beyond those that run
        // Its threads have a lower priority: a storm of log-ins does not starve those who read.
        bool yields = true;
    };
    using Task = std::function<void()>;

    explicit WorkerPool(Options options);
    /// As stop().
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// False when the queue is full or the pool stops: the caller answers 503. The task runs once,
    /// in order of submission; what it throws is logged and counted, not passed on.
    [[nodiscard]] bool submit(Task task);

    /// Refuses new tasks, runs those queued, joins the threads. Idempotent; not from a task.
    void stop();

    struct Load {
        std::size_t queued = 0;
        std::size_t busy = 0;
        std::uint64_t done = 0;     // since the start, failed ones included
        std::uint64_t failed = 0;   // threw
        std::uint64_t refused = 0;  // not taken
    };
    Load load() const;

private:
    void run();
    void perform(const Task& task);

    const Options options_;
    mutable std::mutex mutex_{};
    std::condition_variable wake_{};
    std::deque<Task> queue_{};  // guarded by mutex_
    Load load_{};               // guarded by mutex_; queued is worked out
    bool stopping_ = false;     // guarded by mutex_
    std::vector<std::jthread> threads_{};
};

}  // namespace pilotlight
