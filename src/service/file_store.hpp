#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace pilotlight::service {

/// The bytes of attachments: one file each under a name of ours, in a folder only we read. Blocking
/// file IO: on a worker, never on an IO thread. Any thread.
class FileStore {
public:
    explicit FileStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

    Result<void> start();

    /// Moves a complete temporary file in, synced with its folder, and gives its storage key.
    /// storage_full or internal; the temporary file is then still there.
    Result<std::string> keep(const std::filesystem::path& temporary);

    std::filesystem::path path_of(std::string_view storage_key) const;
    bool has(std::string_view storage_key) const;
    /// Removing what is not there is no failure.
    Result<void> remove(std::string_view storage_key);

    const std::filesystem::path& folder() const { return folder_; }
    std::filesystem::path spool_folder() const { return folder_ / "incoming"; }

private:
    std::filesystem::path folder_;
};

/// 32 hex digits and nothing else: a key can never lead out of the folder.
bool is_storage_key(std::string_view text);

/// The media type by content (libmagic); "application/octet-stream" when in doubt. Any thread.
std::string sniff_media_type(const std::filesystem::path& file);

/// What may stand in a Content-Disposition: no path, no control characters, at most 255 characters;
/// "file" when nothing is left.
std::string safe_file_name(std::string_view name);

}  // namespace pilotlight::service
