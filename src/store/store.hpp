#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/worker_pool.hpp"
#include "store/connection.hpp"

namespace pilotlight::store {

inline constexpr std::size_t write_queue_max = 4096;  // waiting transactions; more are refused
inline constexpr std::size_t write_batch_max = 256;   // transactions in one commit
inline constexpr int overloaded_retry_after_s = 1;

struct Options {
    std::filesystem::path folder{};                     // holds pilotlight.db; created when absent
    std::chrono::milliseconds read_deadline{2000};      // a read beyond it fails: timed_out
    std::chrono::milliseconds brief_read_deadline{10};  // for Patience::brief; at most the other
    std::size_t queue_max = write_queue_max;
    std::size_t batch_max = write_batch_max;
    // False: beside a server, for backup and check; the store must exist, and is not tidied up.
    bool exclusive = true;
    bool rehearses = false;  // each work is run, undone and run again: shows that works may be
    bool refuses_whole_reads = false;  // a statement that no index serves fails: shows that all do
};

/// What /metrics shows; a snapshot.
struct Figures {
    std::size_t queue_depth = 0;
    std::uint64_t batches = 0;
    std::uint64_t batches_apart = 0;  // begun again, each work in a savepoint
    std::uint64_t transactions = 0;
    std::uint64_t failed_transactions = 0;
    std::uint64_t refused_transactions = 0;
    std::uint64_t database_bytes = 0;
    std::uint64_t wal_bytes = 0;
};

/// How long the reads of a scope may take. brief: others wait for this thread; whoever is cut short
/// starts anew on one that may take its time. A scope within another keeps to that one's.
enum class Patience : std::uint8_t { full, brief };

/// A reader lent to one piece of work on one thread; ends its view when it goes. Take it, use it,
/// drop it before waiting for anything.
class ReadScope {
public:
    ReadScope(Connection& connection, std::function<void()> release);
    ~ReadScope();
    ReadScope(const ReadScope&) = delete;
    ReadScope& operator=(const ReadScope&) = delete;
    Read& operator*() { return read_; }

private:
    Read read_;
    std::function<void()> release_;
};

/// The database. One per process; all members are callable from any thread.
class Store {
public:
    /// Runs in a transaction on the store's thread; an error rolls back this work alone. May be run
    /// again from the start, so it leaves nothing outside but what the next run overwrites.
    using Work = std::function<Result<void>(Tx&)>;
    /// Called once, on the store's thread, after the work is durable or has failed. Must be short.
    using Done = std::function<void(Result<void>)>;

    virtual ~Store() = default;

    /// The calling thread's own connection (opened at its first use), within one snapshot.
    virtual Result<std::unique_ptr<ReadScope>> read(Patience patience) = 0;
    Result<std::unique_ptr<ReadScope>> read() { return read(Patience::full); }

    /// From now on the scopes of the calling thread may share a view until `later` gets to what it
    /// is given: taking one and ending one costs as much as a short query. A scope taken after a
    /// commit of this process was answered sees it all the same. A store may do without.
    virtual Result<void> share_views(Later later) = 0;

    /// Queues the work. A full queue calls done at once with overloaded. After stop() began: the
    /// same.
    virtual void write(Work work, Done done) = 0;

    /// Queues the work and waits for it. For commands, jobs and tests; never on an IO thread.
    Result<void> write_and_wait(Work work);

    /// Calls `hook` on the store's thread after each commit that kept something, before its callers
    /// are answered; must be short and must not touch the store. One hook; an empty one ends it,
    /// and when this returns the former hook is not running any more. Not from the hook itself.
    virtual void on_commit(std::function<void()> hook) = 0;

    /// Brings the schema up to date, one transaction a migration; refuses a newer schema.
    virtual Result<void> migrate() = 0;
    virtual Result<int> schema_version() = 0;

    /// A consistent copy of the database while it is in use. The target must not exist.
    virtual Result<void> backup(const std::filesystem::path& target) = 0;

    /// Integrity, foreign keys, schema against the migrations; each finding in a sentence.
    virtual Result<std::vector<std::string>> check() = 0;

    /// Counts anew what the planner of queries goes by; without, a table that grew is read whole.
    /// Takes milliseconds of the writer's time at any size.
    virtual Result<void> refresh_statistics() = 0;

    virtual Figures figures() const = 0;

    /// Finishes queued work, checkpoints, closes. Idempotent.
    virtual void stop() = 0;
};

/// Opens (and creates) the store of the folder. Refuses a folder that another process serves
/// (conflict), and, to serve it, a database that is damaged (internal, with advice in the cause).
/// Does not migrate.
Result<std::unique_ptr<Store>> open(const Options& options);

}  // namespace pilotlight::store
