#include "store/sqlite/handle.hpp"

#include <cerrno>
#include <mutex>
#include <string>

#include "base/storage.hpp"
#include "store/sqlite/gathering_files.hpp"
#include "store/store.hpp"

namespace pilotlight::store::sqlite {
namespace {

/// Once a process, before the first database: without the statistics nobody reads, memory is
/// handed out without one lock for all threads.
void configure_library() {
    static std::once_flag once;
    std::call_once(once, [] {
        sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    });
}

/// The errno of the call that failed, or the one given when it is not known.
int refusal_of(sqlite3* database, int otherwise) {
    const int number = sqlite3_system_errno(database);
    return number != 0 ? number : otherwise;
}

constexpr std::string_view unique_head{"UNIQUE constraint failed: "};

Error conflict_of(int code, std::string_view native, std::string_view query_name) {
    const bool is_foreign_key = code == SQLITE_CONSTRAINT_FOREIGNKEY;
    std::string cause = "foreign key";
    if (!is_foreign_key) {
        if (native.starts_with(unique_head)) native.remove_prefix(unique_head.size());
        cause = "unique: " + std::string(native);
    }
    return {.code = Code::conflict,
            .message = is_foreign_key ? "Something that this refers to, or that refers to this, "
                                        "stands in the way."
                                      : "This already exists.",
            .cause = cause + " (" + std::string(query_name) + ")"};
}

}  // namespace

void CloseDatabase::operator()(sqlite3* database) const noexcept {
    sqlite3_close_v2(database);
}

void FinalizeStatement::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

Result<Database> open_database(const std::filesystem::path& file, int flags, LogWrites log_writes) {
    configure_library();
    const char* const files = log_writes == LogWrites::gathered ? gathering_files() : nullptr;
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, files);
    Database database(raw);
    if (code != SQLITE_OK) return error_of(raw, "open");
    sqlite3_extended_result_codes(raw, 1);
    // A plan must not depend on the values bound to it: else LIKE prepares anew at every call.
    sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
    return database;
}

Result<void> execute(sqlite3* database, const char* text) {
    if (sqlite3_exec(database, text, nullptr, nullptr, nullptr) != SQLITE_OK) {
        return error_of(database, text);
    }
    return {};
}

Result<std::int64_t> number_of(sqlite3* database, const char* text) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(database, text, -1, &raw, nullptr) != SQLITE_OK) {
        return error_of(database, text);
    }
    const Statement statement(raw);
    if (sqlite3_step(raw) != SQLITE_ROW) return error_of(database, text);
    return sqlite3_column_int64(raw, 0);
}

Error error_of(sqlite3* database, std::string_view query_name) {
    const int code = sqlite3_extended_errcode(database);
    const std::string_view native = sqlite3_errmsg(database);
    std::string cause = "sqlite " + std::to_string(code) + ": " + std::string(native) + " (" +
                        std::string(query_name) + ")";
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
        case SQLITE_CONSTRAINT_FOREIGNKEY:
            return conflict_of(code, native, query_name);
        case SQLITE_IOERR_WRITE:
            return storage_error(std::move(cause), refusal_of(database, ENOSPC));
        default:
            break;
    }
    switch (code & 0xFF) {
        case SQLITE_FULL:
            return storage_error(std::move(cause), ENOSPC);
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
            return storage_error(std::move(cause), refusal_of(database, EIO));
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return internal_error(std::move(cause) + damage_advice);
        case SQLITE_INTERRUPT:
            return {.code = Code::timed_out,
                    .message = "The question took too long to answer.",
                    .cause = std::move(cause)};
        case SQLITE_BUSY:
            return {.code = Code::overloaded,
                    .message = "The database is busy; try again.",
                    .cause = std::move(cause),
                    .retry_after_s = overloaded_retry_after_s};
        default:
            return internal_error(std::move(cause));
    }
}

}  // namespace pilotlight::store::sqlite
