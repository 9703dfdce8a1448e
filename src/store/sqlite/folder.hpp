#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace pilotlight::store::sqlite {

inline constexpr const char* database_name = "pilotlight.db";

/// The data folder, held by one process: created 0700 when absent, with an advisory lock on its
/// file "lock" until this object goes (also by the death of the process).
class Folder {
public:
    /// conflict when another process, or another store of this one, holds it.
    static Result<Folder> hold(const std::filesystem::path& path);
    /// A folder with a database that another process may hold. not_found when there is none.
    static Result<Folder> visit(const std::filesystem::path& path);

    Folder(Folder&& other) noexcept;
    Folder& operator=(Folder&& other) noexcept;
    ~Folder();

    std::filesystem::path database() const { return path_ / database_name; }
    bool is_held() const { return lock_ >= 0; }

private:
    Folder(std::filesystem::path path, int lock);

    std::filesystem::path path_;
    int lock_;  // a file descriptor, -1 when moved from or only visiting
};

/// Makes what was written to the file and its name in the folder survive a power cut.
Result<void> sync_file(const std::filesystem::path& file);

/// Creates the file, 0600, with a name that survives a power cut. conflict when it exists.
Result<void> create_file(const std::filesystem::path& file);

}  // namespace pilotlight::store::sqlite
