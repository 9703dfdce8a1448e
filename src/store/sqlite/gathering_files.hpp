#pragma once
// SQLite writes each page of its write-ahead log by two system calls: a head, and the page itself.
// These files hand on what belongs together in one.

#include <cstddef>

namespace pilotlight::store::sqlite {

/// What is written to a log one after the other is gathered up to so many bytes: at least a page,
/// which is 64 KiB at most, and less than the 128 KiB that SQLite's files for Unix take in a call.
inline constexpr std::size_t gathered_bytes_max = 64 * 1024;

/// The name of the file system for sqlite3_open_v2, registered at the first call: the default one,
/// whose write-ahead logs gather. What was gathered is written before the log is synced, and before
/// the same connection reads it, asks for its size, cuts or closes it. SQLite tells the other
/// connections of a frame after the sync that ends its transaction, so they never miss one; that
/// holds for synchronous = FULL alone, and for a disk that SQLite takes to keep what stands beside
/// a torn write (its default, powersafe overwrite). At most one connection of all processes may
/// write through these files: what a taken-back transaction left is written later. A write that
/// fails is told by the call that made room or synced, which drops what was gathered, for SQLite
/// then takes the transaction back; told by a read, a size or a cut, it keeps it. nullptr, which
/// means the default, when it cannot be had. Any thread.
const char* gathering_files();

}  // namespace pilotlight::store::sqlite
