#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace pilotlight {

/// Writes database and attachments of one moment to one tar file, while a server may go on. The
/// archive names each file's SHA-256. Refuses to overwrite.
Result<void> write_archive(const std::filesystem::path& data, const std::filesystem::path& archive);

/// The same as a command. Exit status; reasons on standard error.
int backup(const std::filesystem::path& data, const std::filesystem::path& archive);

/// Unpacks an archive of ours into a folder that is empty or absent. Every digest is checked before
/// the folder gets its name, so that a wrong or damaged archive leaves nothing behind.
int restore(const std::filesystem::path& data, const std::filesystem::path& archive);

}  // namespace pilotlight
