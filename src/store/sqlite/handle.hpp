#pragma once
// SQLite's C handles with owners, and its result codes as our errors.

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "base/result.hpp"

namespace pilotlight::store::sqlite {

struct CloseDatabase {
    void operator()(sqlite3* database) const noexcept;
};
struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const noexcept;
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

/// What an operator is told besides when a database turns out to be damaged.
inline constexpr const char* damage_advice =
    "; the database is damaged: stop the server and see \"A damaged database\" in "
    "docs/operations.md";

/// How the frames of a write-ahead log reach the file.
enum class LogWrites : std::uint8_t {
    single,
    gathered,  // see gathering_files.hpp; for connections with synchronous = FULL
};

/// Opens the file with SQLITE_OPEN_* flags; one thread at a time may use the result. `log_writes`
/// is for a connection that writes.
Result<Database> open_database(const std::filesystem::path& file,
                               int flags,
                               LogWrites log_writes = LogWrites::single);

/// Runs statements that take no values and whose rows nobody wants.
Result<void> execute(sqlite3* database, const char* text);

/// The first column of the only row, as a number.
Result<std::int64_t> number_of(sqlite3* database, const char* text);

/// What just failed on the connection. conflict: unique and foreign keys, with
/// "unique: table.column" or "foreign key" first in the cause. storage_full (also a read-only
/// disk), timed_out (an interrupt), overloaded (another process holds the file); the rest is
/// internal.
Error error_of(sqlite3* database, std::string_view query_name);

}  // namespace pilotlight::store::sqlite
