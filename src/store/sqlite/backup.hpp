#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace pilotlight::store::sqlite {

/// Copies the database of one moment while others read and write it, also other processes. The
/// target must not exist; it is synced, and removed again when the copy fails. The log cannot start
/// anew until the copy is done. Any thread; takes seconds for a gigabyte.
Result<void> back_up(const std::filesystem::path& database, const std::filesystem::path& target);

/// Damage that SQLite finds, rows whose foreign keys lead nowhere, and search indexes that do not
/// fit their texts, in sentences. Looks at the last in a copy beside the database, so that nobody
/// waits: needs as much room again.
Result<std::vector<std::string>> check_database(const std::filesystem::path& database);

}  // namespace pilotlight::store::sqlite
