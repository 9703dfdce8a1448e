#include "store/sqlite/folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/storage.hpp"

namespace pilotlight::store::sqlite {
namespace {

Result<void> make_folder(const std::filesystem::path& path) {
    std::error_code fault;
    std::filesystem::create_directories(folder_of(path), fault);
    if (::mkdir(path.c_str(), S_IRWXU) == 0) return sync_to_disk(folder_of(path));
    if (errno != EEXIST) return storage_error(path.string(), errno);
    return {};
}

}  // namespace

Folder::Folder(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}

Folder::Folder(Folder&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

Folder& Folder::operator=(Folder&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(lock_, other.lock_);
    return *this;
}

Folder::~Folder() {
    if (lock_ >= 0) ::close(lock_);
}

Result<Folder> Folder::hold(const std::filesystem::path& path) {
    TRY(make_folder(path));
    const auto file = path / "lock";
    const int lock = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (lock < 0) return storage_error(file.string(), errno);
    Folder folder(path, lock);
    if (::flock(lock, LOCK_EX | LOCK_NB) == 0) return folder;
    if (errno != EWOULDBLOCK) return storage_error(file.string(), errno);
    return Error{.code = Code::conflict,
                 .message = "Another process serves this data folder.",
                 .cause = path.string() + ": another process serves this data folder"};
}

Result<Folder> Folder::visit(const std::filesystem::path& path) {
    Folder folder(path, -1);
    std::error_code absent;
    if (std::filesystem::is_regular_file(folder.database(), absent)) return folder;
    return Error{.code = Code::not_found,
                 .message = "There is no database in this folder.",
                 .cause = path.string() + ": there is no database in this folder"};
}

Result<void> sync_file(const std::filesystem::path& file) {
    TRY(sync_to_disk(file));
    return sync_to_disk(folder_of(file));
}

Result<void> create_file(const std::filesystem::path& file) {
    constexpr int flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC;
    const int descriptor = ::open(file.c_str(), flags, S_IRUSR | S_IWUSR);
    if (descriptor >= 0) {
        ::close(descriptor);
        return sync_to_disk(folder_of(file));
    }
    if (errno != EEXIST) return storage_error(file.string(), errno);
    return Error{.code = Code::conflict,
                 .message = "The file exists already.",
                 .cause = file.string() + ": exists already"};
}

}  // namespace pilotlight::store::sqlite
