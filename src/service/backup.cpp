#include "service/backup.hpp"

#include <algorithm>

#include "base/storage.hpp"
#include "service/audit.hpp"
#include "store/job.hpp"

namespace pilotlight::service::backup {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "pilotlight-";
constexpr std::string_view suffix = ".tar";
constexpr std::string_view draft_suffix = ".tar.partial";
constexpr std::size_t moment_length = 16;  // 20261121T093000Z

bool is_ours(std::string_view name, std::string_view ending) {
    return name.starts_with(prefix) && name.ends_with(ending) &&
           name.size() == prefix.size() + moment_length + ending.size();
}

Error folder_fault(const std::error_code& failed) {
    return internal_error("backups: " + failed.message());
}

}  // namespace

fs::path folder_of(const fs::path& data) {
    return data / "backups";
}

std::string file_name(Instant moment) {
    auto text = to_iso8601(std::chrono::floor<std::chrono::seconds>(moment));
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return std::string(prefix) + text + std::string(suffix);
}

std::string free_name(const fs::path& folder, Instant moment) {
    std::error_code failed;
    auto name = file_name(moment);
    while (fs::exists(folder / name, failed)) name = file_name(moment += std::chrono::seconds(1));
    return name;
}

Result<std::vector<File>> list(const fs::path& folder) {
    std::vector<File> files;
    TRY(each_entry(folder, [&](const fs::directory_entry& entry) -> Result<void> {
        const auto name = entry.path().filename().string();
        if (!is_ours(name, suffix)) return {};
        std::error_code failed;
        const bool is_file = entry.is_regular_file(failed);
        const auto bytes = is_file ? entry.file_size(failed) : 0;
        if (failed == std::errc::no_such_file_or_directory) return {};  // pruned by now
        if (failed) return folder_fault(failed);
        if (is_file) files.push_back({name, static_cast<std::int64_t>(bytes)});
        return {};
    }));
    std::ranges::sort(files, std::greater{}, &File::name);
    return files;
}

Result<void> clear_drafts(const fs::path& folder) {
    return each_entry(folder, [](const fs::directory_entry& entry) -> Result<void> {
        std::error_code failed;
        if (!is_ours(entry.path().filename().string(), draft_suffix)) return {};
        fs::remove_all(entry.path(), failed);
        if (failed) return folder_fault(failed);
        return {};
    });
}

Result<void> prune(const fs::path& folder) {
    const auto files = TRY(list(folder));
    std::error_code failed;
    for (std::size_t i = kept_max; i < files.size(); ++i) {
        fs::remove(folder / files[i].name, failed);
        if (failed) return folder_fault(failed);
    }
    return {};
}

Result<void> call_for(store::Tx& tx, const Actor& actor, Instant now) {
    TRY(store::job::enqueue(tx, job_kind, "", now, now));
    return audit(
        tx, {.actor = actor.account, .subject_kind = "system", .action = "backup_called"}, now);
}

}  // namespace pilotlight::service::backup
