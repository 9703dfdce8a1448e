#pragma once
// Files that must survive a power cut, and what their failures are for a client.

#include <filesystem>
#include <functional>
#include <string>

#include "base/result.hpp"

namespace pilotlight {

/// A system call on a file that failed with this errno: storage_full when the disk takes no more
/// (full, over quota, read-only), else internal. `what` is for the log.
Error storage_error(std::string what, int error_number);

/// Makes a file's content, or a folder's entries, survive a power cut.
Result<void> sync_to_disk(const std::filesystem::path& path);

/// The folder that holds the path's own entry.
std::filesystem::path folder_of(const std::filesystem::path& path);

using Visit = std::function<Result<void>(const std::filesystem::directory_entry&)>;

/// Shows `visit` what a folder holds, in no order; a folder that is not there holds nothing. Ends
/// with the first error, of `visit` or of the disk. `visit` may remove what it is shown.
Result<void> each_entry(const std::filesystem::path& folder, const Visit& visit);

/// The same for a folder and all those in it, but for links. `visit` may remove files; a folder
/// that goes before it was looked into is an error.
Result<void> each_entry_below(const std::filesystem::path& folder, const Visit& visit);

}  // namespace pilotlight
