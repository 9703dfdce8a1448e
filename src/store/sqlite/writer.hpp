#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "store/sqlite/checkpointer.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/readers.hpp"
#include "store/sqlite/search_index.hpp"
#include "store/store.hpp"

namespace pilotlight::store::sqlite {

/// The log is made to start anew when it holds so much after a commit. That waits until all of it
/// is copied, so it is asked for when the eighth copy has had time to end.
inline constexpr int log_pages_max = 8 * checkpoint_pages + checkpoint_pages / 4;
/// How long the writer waits for readers to leave the log before it tries again later.
inline constexpr int log_restart_wait_ms = 50;
/// With nothing to do for so long the writer rests, and tidies up.
inline constexpr int writer_rest_ms = 5;

/// The one thread that writes: takes what waits, runs all of it in one transaction, commits once
/// and then answers all. When a work fails that had written already, all are run once more, each in
/// its own savepoint.
class Writer {
public:
    Writer(std::unique_ptr<SqliteConnection> connection,
           Checkpointer& checkpointer,
           const Options& options);
    ~Writer();

    void write(Store::Work work, Store::Done done);

    /// See Store::on_commit.
    void on_commit(std::function<void()> hook);

    /// Finishes what is queued and ends the thread. Not from the writer's own thread. Idempotent.
    void stop();

    /// Once stopped, the connection is the caller's to use.
    SqliteConnection& connection() { return *connection_; }

    /// Stays good when the writer is gone.
    std::shared_ptr<const CommitCount> commits() const { return commits_; }

    /// queue_depth and the counters; the sizes are left 0.
    Figures figures() const;

private:
    struct Job {
        Store::Work work{};
        Store::Done done{};
        Result<void> outcome{};
        std::vector<Tally> tallies{};
        std::vector<Tx::Step> steps{};
        std::vector<std::function<void()>> actions{};
    };
    using Jobs = std::vector<Job>;
    enum class Keep : std::uint8_t { nothing, what_succeeds };

    void serve();
    bool take(Jobs& batch);
    void run_batch(Jobs& batch);
    Result<void> run_all(Jobs& batch);
    Result<bool> run_together(Jobs& batch);
    Result<void> run_apart(Jobs& batch);
    Result<void> run_in_savepoint(Job& job, Keep keep);
    Result<void> run_work(Job& job);
    Result<void> run_steps(Jobs& batch);
    void roll_back();
    static bool keeps_any(const Jobs& batch);
    void announce(const Jobs& batch);
    void answer(Jobs& batch);
    void tidy_search(bool is_resting);
    void bound_log();
    static int note_log(void* self, sqlite3* database, const char* name, int log_pages);

    std::unique_ptr<SqliteConnection> connection_;
    Checkpointer& checkpointer_;
    const std::size_t queue_max_;
    const std::size_t batch_max_;
    const bool rehearses_;
    const bool merges_;  // the search indexes; only who serves them does

    mutable std::mutex mutex_{};
    std::condition_variable arrived_{};
    Jobs queue_{};  // by mutex_, as the next
    bool is_stopping_ = false;

    std::mutex hook_mutex_{};  // held while the hook runs
    std::function<void()> hook_{};

    int log_pages_ = 0;  // of the writer's thread, as the next
    int log_restart_at_ = log_pages_max;
    SearchMerger search_;

    const std::shared_ptr<CommitCount> commits_ = std::make_shared<CommitCount>(0);
    std::atomic<std::uint64_t> batches_{0};
    std::atomic<std::uint64_t> batches_apart_{0};
    std::atomic<std::uint64_t> transactions_{0};
    std::atomic<std::uint64_t> failed_{0};
    std::atomic<std::uint64_t> refused_{0};
    std::thread thread_{};  // last: it uses all of the above
};

}  // namespace pilotlight::store::sqlite
