#include "base/storage.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/descriptor.hpp"

namespace pilotlight {
namespace {

namespace fs = std::filesystem;

/// Steps by the call that gives its error back: the one of a range-for throws.
template <class Iterator>
Result<void> each(const fs::path& folder, const Visit& visit) {
    std::error_code failed;
    Iterator entry(folder, failed);
    if (failed == std::errc::no_such_file_or_directory) return {};
    auto at = folder;
    while (!failed && entry != Iterator()) {
        at = entry->path();
        TRY(visit(*entry));
        entry.increment(failed);
    }
    if (failed) return storage_error("at " + at.string(), failed.value());
    return {};
}

}  // namespace

Error storage_error(std::string what, int error_number) {
    auto cause = std::move(what) + ": " + std::generic_category().message(error_number);
    switch (error_number) {
        case ENOSPC:
        case EDQUOT:
            return {.code = Code::storage_full,
                    .message = "The server's disk is full.",
                    .cause = std::move(cause)};
        case EROFS:
            return {.code = Code::storage_full,
                    .message = "The server's disk takes no changes.",
                    .cause = std::move(cause)};
        default:
            return internal_error(std::move(cause));
    }
}

Result<void> sync_to_disk(const fs::path& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) return storage_error(path.string(), errno);
    if (::fsync(file.get()) != 0) return storage_error("sync of " + path.string(), errno);
    return {};
}

fs::path folder_of(const fs::path& path) {
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

Result<void> each_entry(const fs::path& folder, const Visit& visit) {
    return each<fs::directory_iterator>(folder, visit);
}

Result<void> each_entry_below(const fs::path& folder, const Visit& visit) {
    return each<fs::recursive_directory_iterator>(folder, visit);
}

}  // namespace pilotlight
