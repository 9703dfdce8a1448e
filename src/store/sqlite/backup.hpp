#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "store/sqlite/checkpointer.hpp"
#include "store/sqlite/connection.hpp"

namespace pilotlight::store::sqlite {

/// Copies the database of one moment while others read and write it, also other processes. The
/// target must not exist; it is synced, and removed again when the copy fails. The log cannot start
/// anew until the copy is done. Any thread; takes seconds for a gigabyte.
Result<void> back_up(const std::filesystem::path& database, const std::filesystem::path& target);

/// A database of at most so many pages (32 MiB) is looked through whole before it is served, which
/// takes about 65 ms; a start may take 300.
inline constexpr std::int64_t start_check_pages_max = 32 * 1024 * 1024 / page_bytes;

/// What a check leaves of the disk for whoever writes meanwhile.
inline constexpr std::uintmax_t check_room_left_min_bytes = std::uintmax_t{256} * 1024 * 1024;
/// A copy that is older was left by a check that was killed.
inline constexpr std::chrono::hours check_time_max{24};

/// internal, with the first finding and advice in the cause, when the structure of the database is
/// damaged, or the last check_database() found it so. Of a database beyond start_check_pages_max
/// only its head, length and schema are seen here.
Result<void> check_at_start(SqliteConnection& connection, const std::filesystem::path& database);

/// Damage that SQLite finds, rows whose foreign keys lead nowhere, and search indexes that do not
/// fit their texts, in sentences. Looks at the last in a copy beside the database, so that nobody
/// waits: needs as much room again, and says so where check_room_left_min_bytes would not be left.
/// Damage of the structure is marked by a file beside the database, with its first finding, which a
/// check that finds the structure sound removes.
Result<std::vector<std::string>> check_database(const std::filesystem::path& database);

}  // namespace pilotlight::store::sqlite
