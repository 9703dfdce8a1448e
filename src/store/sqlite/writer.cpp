#include "store/sqlite/writer.hpp"

#include <algorithm>
#include <iterator>

#include "base/guarded.hpp"
#include "base/log.hpp"

namespace pilotlight::store::sqlite {
namespace {

constexpr Query begin{"write_begin", "BEGIN IMMEDIATE"};
constexpr Query commit{"write_commit", "COMMIT"};
constexpr Query rollback{"write_rollback", "ROLLBACK"};
constexpr Query savepoint{"write_savepoint", "SAVEPOINT work"};
constexpr Query savepoint_undo{"write_savepoint_undo", "ROLLBACK TO work"};
constexpr Query savepoint_release{"write_savepoint_release", "RELEASE work"};

Error refused() {
    return {.code = Code::overloaded,
            .message = "Too many changes are waiting; try again.",
            .retry_after_s = overloaded_retry_after_s};
}

/// A callback that throws is a fault of ours; it must not take the others' answers with it.
template <class Call>
void guarded(std::string_view what, const Call& call) {
    try {
        call();
    } catch (const std::exception& fault) {
        log_error("store_callback_failed", {{"callback", what}, {"cause", fault.what()}});
    } catch (...) {
        log_error("store_callback_failed", {{"callback", what}, {"cause", "not an exception"}});
    }
}

}  // namespace

Writer::Writer(std::unique_ptr<SqliteConnection> connection,
               Checkpointer& checkpointer,
               const Options& options)
    : connection_(std::move(connection)),
      checkpointer_(checkpointer),
      queue_max_(options.queue_max),
      batch_max_(options.batch_max),
      rehearses_(options.rehearses),
      merges_(options.exclusive),
      search_(*connection_) {
    sqlite3_wal_hook(connection_->handle(), &note_log, this);
    thread_ = std::thread([this] { serve(); });
}

Writer::~Writer() {
    stop();
}

void Writer::write(Store::Work work, Store::Done done) {
    {
        const std::lock_guard lock(mutex_);
        if (!is_stopping_ && queue_.size() < queue_max_) {
            queue_.push_back({.work = std::move(work), .done = std::move(done)});
            if (queue_.size() == 1) arrived_.notify_one();
            return;
        }
    }
    ++refused_;
    done(refused());
}

void Writer::on_commit(std::function<void()> hook) {
    const std::lock_guard lock(hook_mutex_);
    hook_ = std::move(hook);
}

void Writer::stop() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
        arrived_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

Figures Writer::figures() const {
    Figures figures;
    figures.batches = batches_;
    figures.batches_apart = batches_apart_;
    figures.transactions = transactions_;
    figures.failed_transactions = failed_;
    figures.refused_transactions = refused_;
    const std::lock_guard lock(mutex_);
    figures.queue_depth = queue_.size();
    return figures;
}

void Writer::serve() {
    Jobs batch;
    while (take(batch)) {
        const bool is_resting = batch.empty();
        if (!is_resting) {
            run_batch(batch);
            announce(batch);
            answer(batch);
            batch.clear();
        }
        tidy_search(is_resting);
        bound_log();
    }
}

/// An empty batch when nothing came for a while and there is something to tidy up; false at the
/// end.
bool Writer::take(Jobs& batch) {
    std::unique_lock lock(mutex_);
    const auto has_come = [&] { return is_stopping_ || !queue_.empty(); };
    if (!merges_ || !search_.is_due()) {
        arrived_.wait(lock, has_come);
    } else if (!arrived_.wait_for(lock, std::chrono::milliseconds(writer_rest_ms), has_come)) {
        return true;
    }
    if (queue_.size() <= batch_max_) {
        batch.swap(queue_);
    } else {
        const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(batch_max_);
        batch.assign(std::move_iterator(queue_.begin()), std::move_iterator(end));
        queue_.erase(queue_.begin(), end);
    }
    return !batch.empty();
}

void Writer::run_batch(Jobs& batch) {
    ++batches_;
    const auto committed = run_all(batch);
    if (committed) return;
    roll_back();
    for (auto& job : batch) job.outcome = committed.error();
}

/// An error here is the whole batch's: nothing of it is kept.
Result<void> Writer::run_all(Jobs& batch) {
    TRY(connection_->control(begin));
    const bool is_clean = !rehearses_ && TRY(run_together(batch));
    if (!is_clean) TRY(run_apart(batch));
    if (!keeps_any(batch)) {
        roll_back();
        return {};
    }
    TRY(run_steps(batch));
    TRY(connection_->control(commit));
    commits_->fetch_add(1, std::memory_order_release);
    return {};
}

/// Without savepoints, for each of which SQLite copies every page that is written after it. False
/// when a work has failed that shares the transaction with others and had written already.
Result<bool> Writer::run_together(Jobs& batch) {
    for (auto& job : batch) {
        const auto changes = sqlite3_total_changes64(connection_->handle());
        TRY(run_work(job));
        const bool is_spoilt =
            !job.outcome && sqlite3_total_changes64(connection_->handle()) != changes;
        if (is_spoilt && batch.size() > 1) return false;
    }
    return true;
}

/// From the start again, so that a work that fails takes nothing of the others along.
Result<void> Writer::run_apart(Jobs& batch) {
    ++batches_apart_;
    TRY(connection_->control(rollback));
    TRY(connection_->control(begin));
    for (auto& job : batch) {
        if (rehearses_) TRY(run_in_savepoint(job, Keep::nothing));
        TRY(run_in_savepoint(job, Keep::what_succeeds));
    }
    return {};
}

Result<void> Writer::run_in_savepoint(Job& job, Keep keep) {
    TRY(connection_->control(savepoint));
    TRY(run_work(job));
    if (!job.outcome || keep == Keep::nothing) TRY(connection_->control(savepoint_undo));
    return connection_->control(savepoint_release);
}

/// The outcome is the job's. A full disk or a failed read can make SQLite undo the whole
/// transaction by itself, which is everybody's failure.
Result<void> Writer::run_work(Job& job) {
    Tx tx(*connection_);
    job.outcome = guarded_run("a transaction", [&] { return job.work(tx); });
    job.tallies = tx.take_tallies();
    job.steps = tx.take_steps();
    job.actions = tx.take_actions();
    if (sqlite3_get_autocommit(connection_->handle()) == 0) return {};
    return job.outcome ? internal_error("the transaction is gone") : job.outcome;
}

/// Of the works that succeeded, and outside of the savepoints: the full-text index writes out what
/// it holds at each of them.
Result<void> Writer::run_steps(Jobs& batch) {
    Tx tx(*connection_);
    std::vector<Tally> tallies;
    for (auto& job : batch) {
        if (job.outcome) std::ranges::move(job.tallies, std::back_inserter(tallies));
    }
    TRY(write_tallies(tx, tallies));
    std::vector<Tx::Step> steps;
    for (auto& job : batch) {
        if (job.outcome) std::ranges::move(job.steps, std::back_inserter(steps));
    }
    std::ranges::stable_sort(steps, {}, &Tx::Step::row);
    for (const auto& step : steps) TRY(guarded_run("a transaction", [&] { return step.run(tx); }));
    search_.note_texts(std::ranges::count_if(steps, [](auto& step) { return step.row != 0; }));
    return {};
}

void Writer::roll_back() {
    if (sqlite3_get_autocommit(connection_->handle()) != 0) return;
    if (const auto undone = connection_->control(rollback); !undone) {
        log_error("rollback_failed", {{"cause", undone.error().cause}});
    }
}

bool Writer::keeps_any(const Jobs& batch) {
    return std::ranges::any_of(batch, [](const Job& job) { return bool(job.outcome); });
}

void Writer::announce(const Jobs& batch) {
    if (!keeps_any(batch)) return;
    const std::lock_guard lock(hook_mutex_);
    if (hook_) guarded("on_commit", hook_);
}

void Writer::answer(Jobs& batch) {
    for (auto& job : batch) {
        ++transactions_;
        if (job.outcome) {
            for (const auto& action : job.actions) guarded("after_commit", action);
        } else {
            ++failed_;
        }
        // What they hold of a request goes with whoever is answered, not with this thread.
        job.work = nullptr;
        const auto done = std::move(job.done);
        guarded("done", [&] { done(std::move(job.outcome)); });
    }
}

void Writer::tidy_search(bool is_resting) {
    if (!merges_ || !(is_resting || search_.is_overdue())) return;
    guarded("search_merge", [&] { search_.step(); });
}

int Writer::note_log(void* self, sqlite3*, const char*, int log_pages) {
    auto* const writer = static_cast<Writer*>(self);
    writer->log_pages_ = log_pages;
    writer->checkpointer_.committed(log_pages);
    return SQLITE_OK;
}

/// Under steady writes the log never stands still long enough to start anew by itself. The
/// checkpointer has copied most of it by now. When it has not kept up the writer waits for it here:
/// without that the log would grow, and with it the time that each checkpoint takes.
void Writer::bound_log() {
    if (log_pages_ < log_restart_at_) return;
    const auto paused = checkpointer_.pause();
    auto* const database = connection_->handle();
    sqlite3_busy_timeout(database, log_restart_wait_ms);
    const int code =
        sqlite3_wal_checkpoint_v2(database, "main", SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
    sqlite3_busy_timeout(database, busy_timeout_ms);
    // A reader or a copy in progress pins the log: let it grow a little before the next try.
    log_restart_at_ = code == SQLITE_OK ? log_pages_max : log_pages_ + log_pages_max / 4;
    if (code == SQLITE_OK) log_pages_ = 0;
    if (code != SQLITE_OK && code != SQLITE_BUSY) {
        log_error("log_restart_failed", {{"cause", error_of(database, "").cause}});
    }
}

}  // namespace pilotlight::store::sqlite
