#pragma once
// SQLite writes each page of its write-ahead log by two system calls: a head, and the page itself.
// These files hand on what belongs together in one.

#include <cstddef>

namespace pilotlight::store::sqlite {

/// What is written to a log one after the other is gathered up to so many bytes. SQLite's files for
/// Unix take less than 128 KiB in one call.
inline constexpr std::size_t gathered_bytes_max = 64 * 1024;

/// The name of the file system for sqlite3_open_v2, registered at the first call: the default one,
/// whose write-ahead logs gather. What was gathered is written before the log is synced, and before
/// the same connection reads it, asks for its size, cuts or closes it. SQLite tells the other
/// connections of a frame after the sync that ends its transaction, so they never miss one; that
/// holds for synchronous = FULL alone. nullptr, which means the default, when it cannot be had. Any
/// thread.
const char* gathering_files();

}  // namespace pilotlight::store::sqlite
