// Stands between the program and the C library (LD_PRELOAD) and plays a bad day for one folder: a
// disk that is full or read-only, a clock that jumps, and folders that a walk cannot open. It also
// writes down all that changes the folder, in order, so that tests/faults/disk.py can say what a
// power cut would have left.
//
//   FAULT_FOLDER   absolute path; files elsewhere are left alone
//   FAULT_CONTROL  file of one Control, which the test changes while the program runs
//   FAULT_TRACE    file that gets one Record for each change, or unset
//
// System calls are made directly: what comes through here must not come through here again.

#undef _FORTIFY_SOURCE  // which defines some of these itself

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <mutex>
#include <string>
#include <string_view>

namespace {

/// As tests/faults/shim.py packs it.
struct Control {
    std::int64_t free_bytes;  // that the folder may still grow by
    std::int64_t read_only;   // 1: every change fails
    std::int64_t clock_jump_ns;
    std::int64_t lies;          // 1: what is synced is not written down as synced
    std::int64_t walk_jump_ns;  // the clock jumps by this when a walk goes down into a folder
    std::int64_t walk_error;    // errno of going down, or 0
};

enum class Kind : std::uint32_t { open = 1, write, truncate, sync, close, rename, remove, mkdir };

/// As tests/faults/disk.py unpacks it; `text_bytes` of path or data follow.
struct Record {
    Kind kind;
    std::int32_t descriptor;
    std::int64_t number;  // the offset, the size, or the flags of open
    std::uint64_t text_bytes;
};

constexpr int descriptors_max = 65'536;
constexpr Control no_faults{.free_bytes = std::numeric_limits<std::int64_t>::max(),
                            .read_only = 0,
                            .clock_jump_ns = 0,
                            .lies = 0,
                            .walk_jump_ns = 0,
                            .walk_error = 0};

std::recursive_mutex order;  // held over a change and its record
std::array<std::atomic<bool>, descriptors_max> watched{};

std::string_view variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view() : value;
}

std::string_view folder() {
    static const std::string path(variable("FAULT_FOLDER"));
    return path;
}

int raw_open(const char* path, int flags, mode_t mode) {
    return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}

volatile Control& control() {
    static volatile Control* const page = [] {
        static Control none = no_faults;
        const int file = raw_open(std::string(variable("FAULT_CONTROL")).c_str(), O_RDWR, 0);
        if (file < 0) return &none;
        void* const mapped =
            ::mmap(nullptr, sizeof(Control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        return mapped == MAP_FAILED ? &none : static_cast<Control*>(mapped);
    }();
    return *page;
}

int trace() {
    static const int file = [] {
        const std::string path(variable("FAULT_TRACE"));
        if (path.empty()) return -1;
        return raw_open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }();
    return file;
}

void record(Kind kind, int descriptor, std::int64_t number, std::string_view text = {}) {
    if (trace() < 0) return;
    Record head{kind, descriptor, number, text.size()};
    std::array<iovec, 2> parts{
        {{&head, sizeof head}, {const_cast<char*>(text.data()), text.size()}}};
    const auto wanted = static_cast<long>(sizeof head + text.size());
    if (::syscall(SYS_writev, trace(), parts.data(), parts.size()) != wanted) std::abort();
}

bool is_watched(int descriptor) {
    return descriptor >= 0 && descriptor < descriptors_max && watched[size_t(descriptor)];
}

std::string link_target(const std::string& link) {
    std::array<char, PATH_MAX> path{};
    const auto length = ::readlink(link.c_str(), path.data(), path.size());
    return length < 0 ? std::string() : std::string(path.data(), static_cast<std::size_t>(length));
}

std::string absolute(int base, const char* path) {
    if (path[0] == '/') return path;
    const auto from = base == AT_FDCWD ? link_target("/proc/self/cwd")
                                       : link_target("/proc/self/fd/" + std::to_string(base));
    return from + "/" + path;
}

bool is_inside(std::string_view path) {
    if (folder().empty() || !path.starts_with(folder())) return false;
    return path.size() == folder().size() || path[folder().size()] == '/';
}

int fail(int number) {
    errno = number;
    return -1;
}

/// 0, or the errno with which a change of names fails: a new name takes room, too.
int refusal(bool grows) {
    if (control().read_only != 0) return EROFS;
    return grows && control().free_bytes <= 0 ? ENOSPC : 0;
}

/// 0, or the errno with which a walk fails to go down into a folder.
int step_down() {
    control().clock_jump_ns = control().clock_jump_ns + control().walk_jump_ns;
    control().walk_jump_ns = 0;
    return static_cast<int>(control().walk_error);
}

int open_at(int base, const char* given, int flags, mode_t mode) {
    const auto path = absolute(base, given);
    if (!is_inside(path)) {
        return static_cast<int>(::syscall(SYS_openat, base, given, flags, mode));
    }
    const std::lock_guard lock(order);
    const bool steps_down = base != AT_FDCWD && (flags & O_DIRECTORY) != 0;
    if (const int number = steps_down ? step_down() : 0; number != 0) return fail(number);
    const bool is_new = (flags & O_CREAT) != 0 && ::access(path.c_str(), F_OK) != 0;
    const bool writes = (flags & O_ACCMODE) != O_RDONLY;
    if (const int number = refusal(is_new); (is_new || writes) && number != 0) return fail(number);
    const int file = static_cast<int>(::syscall(SYS_openat, base, given, flags, mode));
    if (file < 0 || file >= descriptors_max) return file;
    watched[size_t(file)] = true;
    record(Kind::open, file, flags, path);
    return file;
}

/// How much of a write fits; as with a real disk it may be a part.
std::size_t room_for(int descriptor, std::int64_t offset, std::size_t bytes) {
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) return bytes;
    const auto end = offset + static_cast<std::int64_t>(bytes);
    const auto grows = std::max<std::int64_t>(0, end - std::max(offset, status.st_size));
    const auto missing = std::max<std::int64_t>(0, grows - control().free_bytes);
    if (grows > 0 && grows - missing > 0) {
        control().free_bytes = control().free_bytes - (grows - missing);
    }
    return bytes - static_cast<std::size_t>(std::min<std::int64_t>(missing, std::int64_t(bytes)));
}

ssize_t write_at(int descriptor, const void* data, std::size_t bytes, std::int64_t offset) {
    if (control().read_only != 0) return fail(EROFS);
    const auto fitting = room_for(descriptor, offset, bytes);
    if (fitting == 0 && bytes > 0) return fail(ENOSPC);
    const auto written = ::syscall(SYS_pwrite64, descriptor, data, fitting, offset);
    if (written > 0) {
        const std::string_view text(static_cast<const char*>(data), size_t(written));
        record(Kind::write, descriptor, offset, text);
    }
    return written;
}

ssize_t write_next(int descriptor, const void* data, std::size_t bytes) {
    const bool appends = (::syscall(SYS_fcntl, descriptor, F_GETFL, 0) & O_APPEND) != 0;
    const auto offset = ::lseek(descriptor, 0, appends ? SEEK_END : SEEK_CUR);
    const auto written = write_at(descriptor, data, bytes, offset);
    if (written > 0) ::lseek(descriptor, offset + written, SEEK_SET);
    return written;
}

int sync_file(int descriptor) {
    const std::lock_guard lock(order);
    if (control().lies == 0) record(Kind::sync, descriptor, 0);
    return 0;  // the disk is played by disk.py: the real one need not be waited for
}

int truncate_file(int descriptor, off_t size) {
    const std::lock_guard lock(order);
    if (control().read_only != 0) return fail(EROFS);
    const auto done = static_cast<int>(::syscall(SYS_ftruncate, descriptor, size));
    if (done == 0) record(Kind::truncate, descriptor, size);
    return done;
}

int rename_at(const char* from, const char* to) {
    const auto source = absolute(AT_FDCWD, from);
    const auto target = absolute(AT_FDCWD, to);
    const bool inside = is_inside(source) || is_inside(target);
    const std::lock_guard lock(order);
    if (const int number = refusal(false); inside && number != 0) return fail(number);
    const auto done = static_cast<int>(::syscall(SYS_rename, from, to));
    if (done == 0 && inside) record(Kind::rename, -1, 0, source + '\0' + target);
    return done;
}

int remove_at(int base, const char* given, int flags) {
    const auto path = absolute(base, given);
    const std::lock_guard lock(order);
    if (const int number = refusal(false); is_inside(path) && number != 0) return fail(number);
    const auto done = static_cast<int>(::syscall(SYS_unlinkat, base, given, flags));
    if (done == 0 && is_inside(path)) record(Kind::remove, -1, 0, path);
    return done;
}

void forget(int descriptor) {
    if (!is_watched(descriptor)) return;
    record(Kind::close, descriptor, 0);
    watched[size_t(descriptor)] = false;
}

int flags_of(std::string_view mode) {
    const int access = mode.find('+') != std::string_view::npos ? O_RDWR
                       : mode.starts_with('r')                  ? O_RDONLY
                                                                : O_WRONLY;
    if (mode.starts_with('w')) return access | O_CREAT | O_TRUNC;
    return mode.starts_with('a') ? access | O_CREAT | O_APPEND : access;
}

std::FILE* open_stream(const char* path, const char* mode) {
    if (!is_inside(absolute(AT_FDCWD, path))) {
        using Open = std::FILE*(const char*, const char*);
        static Open* const next = reinterpret_cast<Open*>(::dlsym(RTLD_NEXT, "fopen64"));
        return next(path, mode);
    }
    const int file = open_at(AT_FDCWD, path, flags_of(mode) | O_CLOEXEC, 0666);
    return file < 0 ? nullptr : ::fdopen(file, mode);
}

int real_time(timespec* now) {
    const auto done = static_cast<int>(::syscall(SYS_clock_gettime, CLOCK_REALTIME, now));
    constexpr std::int64_t second_ns = 1'000'000'000;
    const auto sum = now->tv_sec * second_ns + now->tv_nsec + control().clock_jump_ns;
    now->tv_sec = sum / second_ns;
    now->tv_nsec = sum % second_ns;
    return done;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    const auto mode = static_cast<mode_t>(va_arg(more, int));
    va_end(more);
    return open_at(AT_FDCWD, path, flags, mode);
}
int openat(int base, const char* path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    const auto mode = static_cast<mode_t>(va_arg(more, int));
    va_end(more);
    return open_at(base, path, flags, mode);
}
int open64(const char* path, int flags, ...) __attribute__((alias("open")));
int openat64(int base, const char* path, int flags, ...) __attribute__((alias("openat")));
int __open_2(const char* path, int flags) {
    return open_at(AT_FDCWD, path, flags, 0);
}
int __open64_2(const char* path, int flags) {
    return open_at(AT_FDCWD, path, flags, 0);
}
int __openat_2(int base, const char* path, int flags) {
    return open_at(base, path, flags, 0);
}
int __openat64_2(int base, const char* path, int flags) {
    return open_at(base, path, flags, 0);
}
std::FILE* fopen(const char* path, const char* mode) {
    return open_stream(path, mode);
}
std::FILE* fopen64(const char* path, const char* mode) {
    return open_stream(path, mode);
}
int fclose(std::FILE* stream) {
    using Close = int(std::FILE*);
    static Close* const next = reinterpret_cast<Close*>(::dlsym(RTLD_NEXT, "fclose"));
    const std::lock_guard lock(order);
    forget(::fileno(stream));
    return next(stream);
}
int close(int descriptor) {
    const std::lock_guard lock(order);
    forget(descriptor);
    return static_cast<int>(::syscall(SYS_close, descriptor));
}

ssize_t write(int descriptor, const void* data, size_t bytes) {
    if (!is_watched(descriptor)) return ::syscall(SYS_write, descriptor, data, bytes);
    const std::lock_guard lock(order);
    return write_next(descriptor, data, bytes);
}
ssize_t writev(int descriptor, const iovec* parts, int count) {
    if (!is_watched(descriptor)) return ::syscall(SYS_writev, descriptor, parts, count);
    std::string whole;
    for (int i = 0; i < count; ++i) {
        whole.append(static_cast<const char*>(parts[i].iov_base), parts[i].iov_len);
    }
    return write(descriptor, whole.data(), whole.size());
}
ssize_t pwrite(int descriptor, const void* data, size_t bytes, off_t offset) {
    if (!is_watched(descriptor)) {
        return ::syscall(SYS_pwrite64, descriptor, data, bytes, offset);
    }
    const std::lock_guard lock(order);
    return write_at(descriptor, data, bytes, offset);
}
ssize_t pwrite64(int descriptor, const void* data, size_t bytes, off_t offset) {
    return pwrite(descriptor, data, bytes, offset);
}
int ftruncate(int descriptor, off_t size) {
    if (is_watched(descriptor)) return truncate_file(descriptor, size);
    return static_cast<int>(::syscall(SYS_ftruncate, descriptor, size));
}
int ftruncate64(int descriptor, off_t size) {
    return ftruncate(descriptor, size);
}
int fsync(int descriptor) {
    if (is_watched(descriptor)) return sync_file(descriptor);
    return static_cast<int>(::syscall(SYS_fsync, descriptor));
}
int fdatasync(int descriptor) {
    if (is_watched(descriptor)) return sync_file(descriptor);
    return static_cast<int>(::syscall(SYS_fdatasync, descriptor));
}

int rename(const char* from, const char* to) noexcept {
    return rename_at(from, to);
}
int unlink(const char* path) noexcept {
    return remove_at(AT_FDCWD, path, 0);
}
int unlinkat(int base, const char* path, int flags) noexcept {
    return remove_at(base, path, flags);
}
int rmdir(const char* path) noexcept {
    return remove_at(AT_FDCWD, path, AT_REMOVEDIR);
}
int remove(const char* path) noexcept {
    const int done = remove_at(AT_FDCWD, path, 0);
    return done != 0 && errno == EISDIR ? remove_at(AT_FDCWD, path, AT_REMOVEDIR) : done;
}
int mkdir(const char* given, mode_t mode) noexcept {
    const auto path = absolute(AT_FDCWD, given);
    const std::lock_guard lock(order);
    const bool is_there = ::access(path.c_str(), F_OK) == 0;
    const int number = is_inside(path) && !is_there ? refusal(true) : 0;
    if (number != 0) return fail(number);
    const auto done = static_cast<int>(::syscall(SYS_mkdir, given, mode));
    if (done == 0 && is_inside(path)) record(Kind::mkdir, -1, 0, path);
    return done;
}

int clock_gettime(clockid_t clock, timespec* now) noexcept {
    const bool is_wall = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
    return is_wall ? real_time(now) : static_cast<int>(::syscall(SYS_clock_gettime, clock, now));
}
int gettimeofday(timeval* now, void*) noexcept {
    timespec precise{};
    const int done = real_time(&precise);
    *now = {precise.tv_sec, precise.tv_nsec / 1'000};
    return done;
}
time_t time(time_t* into) noexcept {
    timespec precise{};
    real_time(&precise);
    if (into != nullptr) *into = precise.tv_sec;
    return precise.tv_sec;
}
}
