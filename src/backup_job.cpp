#include "backup_job.hpp"

#include "archive.hpp"
#include "base/log.hpp"
#include "service/backup.hpp"

namespace pilotlight {
namespace {

Result<void> back_up(const std::filesystem::path& data, Instant now) {
    const auto folder = service::backup::folder_of(data);
    const auto name = service::backup::free_name(folder, now);
    TRY(service::backup::clear_drafts(folder));
    TRY(write_archive(data, folder / name));
    log_info("backup_made", {{"name", name}});
    return service::backup::prune(folder);
}

}  // namespace

jobs::Kind backup_job(std::filesystem::path data) {
    return {.name = service::backup::job_kind,
            .work = [data = std::move(data)](Instant now) { return back_up(data, now); }};
}

}  // namespace pilotlight
