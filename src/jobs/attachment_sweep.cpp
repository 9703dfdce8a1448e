#include <chrono>
#include <filesystem>
#include <memory>

#include "base/storage.hpp"
#include "jobs/kinds.hpp"
#include "store/attachment.hpp"

namespace pilotlight::jobs {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::hours orphan_age_min{1};  // younger files may wait for their row

/// Says whether wall and steady clock have gone alike since the last time it was asked. Where they
/// have not, the wall clock was set, and the age of a file tells nothing.
class ClockWatch {
public:
    bool went_well() {
        const auto wall = std::chrono::system_clock::now().time_since_epoch();
        const auto offset = wall - std::chrono::steady_clock::now().time_since_epoch();
        return std::chrono::abs(offset - std::exchange(offset_, offset)) < std::chrono::minutes{1};
    }

private:
    std::chrono::nanoseconds offset_ = std::chrono::system_clock::now().time_since_epoch() -
                                       std::chrono::steady_clock::now().time_since_epoch();
};

Result<void> remove_without_row(store::Store& store,
                                service::FileStore& files,
                                const std::string& key) {
    const auto scope = TRY(store.read());
    const bool stored = TRY(store::attachment::is_stored(**scope, key));
    if (stored) return {};
    return files.remove(key);
}

}  // namespace

Result<bool> may_be_forgotten(const fs::directory_entry& file) {
    const auto key = file.path().filename().string();
    if (!service::is_storage_key(key)) return false;
    std::error_code failed;
    const auto written = file.last_write_time(failed);
    if (failed == std::errc::no_such_file_or_directory) return false;
    if (failed) return internal_error("file " + key + ": " + failed.message());
    return file.is_regular_file(failed) &&
           fs::file_time_type::clock::now() - written > orphan_age_min;
}

Kind attachment_sweep(store::Store& store, service::FileStore& files) {
    const auto watch = std::make_shared<ClockWatch>();
    const auto work = [&store, &files, watch](Instant) -> Result<void> {
        bool clock_went_well = true;
        const auto judge = [&](const fs::directory_entry& file) -> Result<void> {
            if (!clock_went_well) return {};
            // What cannot be judged is left to `pilotlight check`, which says so.
            const auto may_be = may_be_forgotten(file);
            if (!may_be || !*may_be) return {};
            // Asked after the age was: the clock may be set at any moment of the walk.
            clock_went_well = watch->went_well();
            if (!clock_went_well) return {};  // the next sweep sees them again
            return remove_without_row(store, files, file.path().filename().string());
        };
        return each_entry_below(files.folder(), judge);
    };
    return {.name = "attachment_sweep", .work = work, .every = std::chrono::hours{6}};
}

}  // namespace pilotlight::jobs
