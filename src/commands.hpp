#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace pilotlight {

// What the program does besides serving. Each returns the exit status and says on standard error
// what went wrong.

struct NewSuperuser {
    std::string username{};
    std::string email{};
    std::string password{};
};
/// Makes an administrator in the data folder, which need not exist yet. Not while a server runs.
int create_superuser(const std::filesystem::path& data, const NewSuperuser& user);

/// Brings the schema up to date.
int migrate(const std::filesystem::path& data);

/// Integrity of the database, migrations, and files against rows. Also beside a running server.
int check(const std::filesystem::path& data);

}  // namespace pilotlight
