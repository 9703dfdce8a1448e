#include "store/sqlite/gathering_files.hpp"

#include <sqlite3.h>

#include <memory>
#include <new>
#include <vector>

namespace pilotlight::store::sqlite {
namespace {

constexpr const char* files_name = "pilotlight";

/// In memory of SQLite's: the file that it sees, followed by the default file system's own.
struct LogFile {
    sqlite3_file seen{};
    std::vector<char> gathered{};
    sqlite3_int64 start = 0;  // where in the file the gathered bytes belong

    sqlite3_file* own() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    sqlite3_int64 end() const { return start + static_cast<sqlite3_int64>(gathered.size()); }
};

LogFile& log_of(sqlite3_file* file) {
    return *reinterpret_cast<LogFile*>(file);
}

/// What cannot be written stays gathered: a read that fails undoes a statement, but not the
/// transaction whose frames these are.
int write_out(LogFile& log) {
    auto& bytes = log.gathered;
    if (bytes.empty()) return SQLITE_OK;
    const auto size = static_cast<int>(bytes.size());
    const int code = log.own()->pMethods->xWrite(log.own(), bytes.data(), size, log.start);
    if (code == SQLITE_OK) bytes.clear();
    return code;
}

/// For calls whose failure makes SQLite take the whole transaction back.
int write_out_or_drop(LogFile& log) {
    const int code = write_out(log);
    if (code != SQLITE_OK) log.gathered.clear();
    return code;
}

int close_log(sqlite3_file* file) {
    auto& log = log_of(file);
    const int written = write_out(log);
    const int closed = log.own()->pMethods->xClose(log.own());
    std::destroy_at(&log);
    return written != SQLITE_OK ? written : closed;
}

int write_log(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    auto& log = log_of(file);
    const auto count = static_cast<std::size_t>(size);
    if (at != log.end() || log.gathered.size() + count > gathered_bytes_max) {
        if (const int code = write_out_or_drop(log); code != SQLITE_OK) return code;
        log.start = at;
    }
    const auto* first = static_cast<const char*>(bytes);
    log.gathered.insert(log.gathered.end(), first, first + count);  // within its capacity
    return SQLITE_OK;
}

int sync_log(sqlite3_file* file, int flags) {
    auto& log = log_of(file);
    if (const int code = write_out_or_drop(log); code != SQLITE_OK) return code;
    return log.own()->pMethods->xSync(log.own(), flags);
}

/// What must see the file as it would be without us.
template <auto method, class... Arguments>
int settled(sqlite3_file* file, Arguments... arguments) {
    auto& log = log_of(file);
    if (const int code = write_out(log); code != SQLITE_OK) return code;
    return (log.own()->pMethods->*method)(log.own(), arguments...);
}

/// What does not look at the bytes. Logs are not locked or mapped: SQLite does that with the
/// database.
template <auto method, class... Arguments>
int passed_on(sqlite3_file* file, Arguments... arguments) {
    auto& log = log_of(file);
    return (log.own()->pMethods->*method)(log.own(), arguments...);
}

constexpr sqlite3_io_methods log_methods{
    .iVersion = 1,
    .xClose = &close_log,
    .xRead = &settled<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>,
    .xWrite = &write_log,
    .xTruncate = &settled<&sqlite3_io_methods::xTruncate, sqlite3_int64>,
    .xSync = &sync_log,
    .xFileSize = &settled<&sqlite3_io_methods::xFileSize, sqlite3_int64*>,
    .xLock = &passed_on<&sqlite3_io_methods::xLock, int>,
    .xUnlock = &passed_on<&sqlite3_io_methods::xUnlock, int>,
    .xCheckReservedLock = &passed_on<&sqlite3_io_methods::xCheckReservedLock, int*>,
    .xFileControl = &passed_on<&sqlite3_io_methods::xFileControl, int, void*>,
    .xSectorSize = &passed_on<&sqlite3_io_methods::xSectorSize>,
    .xDeviceCharacteristics = &passed_on<&sqlite3_io_methods::xDeviceCharacteristics>,
};

sqlite3_vfs* default_files() {
    static sqlite3_vfs* const files = sqlite3_vfs_find(nullptr);
    return files;
}

int open_file(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* flags_taken) {
    auto* const files = default_files();
    if ((flags & SQLITE_OPEN_WAL) == 0) return files->xOpen(files, path, file, flags, flags_taken);
    auto* const log = std::construct_at(reinterpret_cast<LogFile*>(file));
    int code = SQLITE_NOMEM;
    try {
        log->gathered.reserve(gathered_bytes_max);
        code = files->xOpen(files, path, log->own(), flags, flags_taken);
    } catch (const std::bad_alloc&) {
        code = SQLITE_NOMEM;
    }
    if (code == SQLITE_OK) {
        log->seen.pMethods = &log_methods;
    } else {
        std::destroy_at(log);
    }
    return code;
}

bool register_files() {
    auto* const files = default_files();
    if (files == nullptr) return false;
    static sqlite3_vfs ours = *files;
    ours.zName = files_name;
    ours.szOsFile += static_cast<int>(sizeof(LogFile));
    ours.xOpen = &open_file;
    ours.pNext = nullptr;
    return sqlite3_vfs_register(&ours, 0) == SQLITE_OK;
}

}  // namespace

const char* gathering_files() {
    static const bool is_registered = register_files();
    return is_registered ? files_name : nullptr;
}

}  // namespace pilotlight::store::sqlite
