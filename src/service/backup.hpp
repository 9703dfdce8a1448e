#pragma once
// Backups that the server makes itself, in a folder of the data: what they are called, how many are
// kept. The archive itself is the program's business.

#include <filesystem>
#include <string>
#include <vector>

#include "domain/account.hpp"
#include "store/connection.hpp"

namespace pilotlight::service::backup {

/// The job that makes one.
inline constexpr std::string_view job_kind = "backup";
inline constexpr std::size_t kept_max = 7;  // the newest; older ones go after a new one is there

/// DIR/backups of the data folder.
std::filesystem::path folder_of(const std::filesystem::path& data);
/// "pilotlight-20261121T093000Z.tar": names sort as the moments do.
std::string file_name(Instant moment);
/// That of the moment, or of the next second which has none yet: two may be called for in one.
std::string free_name(const std::filesystem::path& folder, Instant moment);

struct File {
    std::string name{};
    std::int64_t size_bytes = 0;

    static constexpr auto fields() {
        return FieldList{Field{"name", &File::name, {.doc = "In DIR/backups."}},
                         Field{"size_bytes", &File::size_bytes, {}}};
    }
};
/// Newest first; files of other names are not ours. None when there is no folder yet.
Result<std::vector<File>> list(const std::filesystem::path& folder);

/// Removes what a run that was cut off left behind. Only while no other run is at work.
Result<void> clear_drafts(const std::filesystem::path& folder);
/// Removes all but the newest kept_max.
Result<void> prune(const std::filesystem::path& folder);

/// Queues the job, and says in the audit log who asked. One that is queued already is enough.
Result<void> call_for(store::Tx& tx, const Actor& actor, Instant now);

}  // namespace pilotlight::service::backup
