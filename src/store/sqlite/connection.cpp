#include "store/sqlite/connection.hpp"

#include "base/log.hpp"
#include "store/sqlite/plan.hpp"
#include "store/sqlite/search_rank.hpp"

namespace pilotlight::store::sqlite {
namespace {

// Memory of a process with 4 readers: at most 16 + 4 × 8 MiB of pages. No memory map: SQLite drops
// and makes it again after every commit of another connection (a read by key then took 9 instead of
// 4 microseconds), and mapped pages count as resident once for each connection.
constexpr const char* settings_of(Role role) {
    switch (role) {
        case Role::reader:
            return "PRAGMA query_only = ON; PRAGMA cache_size = -8192; PRAGMA mmap_size = 0;"
                   "PRAGMA temp_store = MEMORY";
        case Role::writer:  // its gathered log needs FULL (gathering_files.hpp)
            return "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                   "PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16384;"
                   "PRAGMA temp_store = MEMORY; PRAGMA secure_delete = FAST;"
                   "PRAGMA analysis_limit = 400";  // rows of each index that ANALYZE reads
        case Role::background:
            return "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
                   "PRAGMA cache_size = -512";
    }
    return "";
}

/// A look at the clock costs about as much as ten of these steps.
constexpr int steps_between_deadline_checks = 1000;

class SqliteRow final : public Row {
public:
    explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}

    bool is_null(int column) const override {
        return sqlite3_column_type(statement_, column) == SQLITE_NULL;
    }
    std::int64_t integer(int column) const override {
        if (sqlite3_column_type(statement_, column) != SQLITE_INTEGER) return 0;
        return sqlite3_column_int64(statement_, column);
    }
    std::string_view text(int column) const override {
        if (sqlite3_column_type(statement_, column) != SQLITE_TEXT) return {};
        const auto* bytes = sqlite3_column_text(statement_, column);
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
        return {reinterpret_cast<const char*>(bytes), size};
    }
    void stop() const override { is_stopped_ = true; }

    bool is_stopped() const { return is_stopped_; }

private:
    sqlite3_stmt* statement_;
    mutable bool is_stopped_ = false;
};

int bind_value(sqlite3_stmt* statement, int at, const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        return sqlite3_bind_int64(statement, at, *number);
    }
    if (const auto* text = std::get_if<std::string_view>(&value)) {
        // A null pointer would bind NULL. The text outlives the call to run().
        const char* bytes = text->data() == nullptr ? "" : text->data();
        return sqlite3_bind_text64(statement, at, bytes, text->size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    return sqlite3_bind_null(statement, at);
}

}  // namespace

SqliteConnection::SqliteConnection(Database database) : database_(std::move(database)) {
    sqlite3_busy_timeout(handle(), busy_timeout_ms);
    sqlite3_progress_handler(handle(), steps_between_deadline_checks, &on_progress, this);
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::filesystem::path& file,
                                                                 Role role) {
    const int access =
        role == Role::reader ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const auto log_writes = role == Role::writer ? LogWrites::gathered : LogWrites::single;
    auto database = TRY(open_database(file, access, log_writes));
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(std::move(database)));
    TRY(execute(connection->handle(), "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF"));
    TRY(execute(connection->handle(), settings_of(role)));
    TRY(register_search_rank(connection->handle()));
    return connection;
}

int SqliteConnection::on_progress(void* self) {
    const auto deadline = static_cast<SqliteConnection*>(self)->deadline_;
    return std::chrono::steady_clock::now() > deadline ? 1 : 0;
}

Result<std::int64_t> SqliteConnection::run(const Query& query,
                                           std::span<const Value> values,
                                           const Visit& visit) {
    auto* const slot = TRY(prepared(query));
    auto* const statement = slot->statement.get();
    slot->is_running = true;
    struct Reset {
        Prepared& slot;
        ~Reset() {
            sqlite3_reset(slot.statement.get());
            slot.is_running = false;
        }
    } const reset{*slot};
    TRY(bind(query, statement, values));
    const SqliteRow row(statement);
    int code = sqlite3_step(statement);
    while (code == SQLITE_ROW) {
        visit(row);
        code = row.is_stopped() ? SQLITE_DONE : sqlite3_step(statement);
    }
    if (code != SQLITE_DONE) return error_of(handle(), query.name);
    return slot->is_read_only ? 0 : std::int64_t{sqlite3_changes64(handle())};
}

Result<std::int64_t> SqliteConnection::insert(const Query& query, std::span<const Value> values) {
    TRY(run(query, values, no_rows));
    return std::int64_t{sqlite3_last_insert_rowid(handle())};
}

Result<void> SqliteConnection::control(const Query& query) {
    TRY(run(query, {}, no_rows));
    return {};
}

void SqliteConnection::drop_statements() {
    std::erase_if(statements_, [](const auto& entry) { return !entry.second.is_running; });
}

Result<SqliteConnection::Prepared*> SqliteConnection::prepared(const Query& query) {
    auto found = statements_.find(&query);
    if (found == statements_.end()) {
        if (statements_.size() >= statements_max) evict_one();
        found = statements_.try_emplace(&query).first;
    }
    auto& slot = found->second;
    if (slot.is_running) {
        return internal_error("query " + std::string(query.name) + " runs within itself");
    }
    slot.used = ++uses_;
    if (!slot.statement || slot.source != query.text || slot.columns != query.columns) {
        TRY(prepare(query, slot));
    }
    return &slot;
}

Result<void> SqliteConnection::prepare(const Query& query, Prepared& slot) {
    slot.statement.reset();
    const auto expansion = TRY(expand(query, Dialect::sqlite));
    const auto& text = expansion.text;
    sqlite3_stmt* raw = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(handle(),
                                        text.c_str(),
                                        static_cast<int>(text.size() + 1),
                                        SQLITE_PREPARE_PERSISTENT,
                                        &raw,
                                        &rest);
    Statement statement(raw);
    if (code != SQLITE_OK) return error_of(handle(), query.name);
    if (!statement || std::string_view(rest).find_first_not_of("; \n") != std::string_view::npos) {
        return internal_error("query " + std::string(query.name) + " is not one statement");
    }
    log_debug("statement_prepared", {{"query", query.name}});
    if (refuses_whole_reads_) {
        const auto whole = TRY(whole_reads(handle(), query, text));
        if (!whole.empty()) {
            // Told here too: some callers go on without what they asked for.
            log_error("query_refused", {{"query", query.name}, {"reads_whole", whole}});
            return internal_error("query " + std::string(query.name) + " reads whole: " + whole);
        }
    }
    slot.statement = std::move(statement);
    slot.source = query.text;
    slot.columns = query.columns;
    slot.is_read_only = sqlite3_stmt_readonly(raw) != 0;
    return {};
}

Result<void> SqliteConnection::bind(const Query& query,
                                    sqlite3_stmt* statement,
                                    std::span<const Value> values) {
    const int wanted = sqlite3_bind_parameter_count(statement);
    if (static_cast<std::size_t>(wanted) != values.size()) {
        return internal_error("query " + std::string(query.name) + " takes " +
                              std::to_string(wanted) + " values, not " +
                              std::to_string(values.size()));
    }
    for (int i = 0; i < wanted; ++i) {
        const auto& value = values[static_cast<std::size_t>(i)];
        if (bind_value(statement, i + 1, value) != SQLITE_OK) {
            return error_of(handle(), query.name);
        }
    }
    return {};
}

void SqliteConnection::evict_one() {
    auto oldest = statements_.end();
    for (auto at = statements_.begin(); at != statements_.end(); ++at) {
        if (at->second.is_running) continue;
        if (oldest == statements_.end() || at->second.used < oldest->second.used) oldest = at;
    }
    if (oldest != statements_.end()) statements_.erase(oldest);
}

}  // namespace pilotlight::store::sqlite
