#pragma once

#include <filesystem>

#include "jobs/runner.hpp"

namespace pilotlight {

/// Makes an archive (archive.hpp) of the data folder in its backups folder and removes the oldest.
jobs::Kind backup_job(std::filesystem::path data);

}  // namespace pilotlight
