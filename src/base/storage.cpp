#include "base/storage.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/descriptor.hpp"

namespace pilotlight {

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

Result<void> sync_to_disk(const std::filesystem::path& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) return storage_error(path.string(), errno);
    if (::fsync(file.get()) != 0) return storage_error("sync of " + path.string(), errno);
    return {};
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
    return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

}  // namespace pilotlight
