#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>

#include "store/connection.hpp"
#include "store/dialect.hpp"
#include "store/sqlite/handle.hpp"

namespace pilotlight::store::sqlite {

/// Prepared statements kept by one connection; beyond it the one longest unused goes.
inline constexpr std::size_t statements_max = 256;

/// How long a connection waits for a lock that another process holds.
inline constexpr int busy_timeout_ms = 5000;

/// What a connection is for; decides rights and memory.
enum class Role : std::uint8_t {
    reader,      // read-only
    writer,      // the only one that changes rows
    background,  // checkpoints, checks and copies: little memory, waits for locks
};

/// One connection with its statements. One thread at a time.
class SqliteConnection final : public Connection {
public:
    static Result<std::unique_ptr<SqliteConnection>> open(const std::filesystem::path& file,
                                                          Role role);

    Result<std::int64_t> run(const Query& query,
                             std::span<const Value> values,
                             const Visit& visit) override;
    Result<std::int64_t> insert(const Query& query, std::span<const Value> values) override;

    /// A statement without values and rows: BEGIN, COMMIT, SAVEPOINT ...
    Result<void> control(const Query& query);

    /// Statements that run beyond it fail with timed_out; time_point::max() for never.
    void set_deadline(std::chrono::steady_clock::time_point deadline) { deadline_ = deadline; }

    /// From now on a statement that whole_reads() tells of fails, the first time that it is run.
    void refuse_whole_reads() { refuses_whole_reads_ = true; }

    /// Forgets the prepared statements that are not running.
    void drop_statements();
    std::size_t statement_count() const { return statements_.size(); }

    sqlite3* handle() const { return database_.get(); }

private:
    struct Prepared {
        Statement statement{};
        std::string source{};  // the query's text: another query may come to live at its address
        decltype(Query::columns) columns = nullptr;
        std::uint64_t used = 0;
        bool is_running = false;
        bool is_read_only = false;
    };

    explicit SqliteConnection(Database database);
    static int on_progress(void* self);

    Result<Prepared*> prepared(const Query& query);
    Result<void> prepare(const Query& query, Prepared& slot);
    Result<void> bind(const Query& query, sqlite3_stmt* statement, std::span<const Value> values);
    void evict_one();

    Database database_;
    std::unordered_map<const Query*, Prepared> statements_{};
    std::uint64_t uses_ = 0;
    bool refuses_whole_reads_ = false;
    std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
};

}  // namespace pilotlight::store::sqlite
