#include <chrono>
#include <filesystem>
#include <memory>

#include "jobs/kinds.hpp"
#include "store/attachment.hpp"

namespace pilotlight::jobs {
namespace {

namespace fs = std::filesystem;

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

bool is_old(const fs::directory_entry& file) {
    std::error_code failed;
    const auto written = file.last_write_time(failed);
    return !failed && fs::file_time_type::clock::now() - written > orphan_age_min;
}

Result<void> sweep_file(store::Store& store,
                        service::FileStore& files,
                        const fs::directory_entry& file) {
    const auto key = file.path().filename().string();
    if (!service::is_storage_key(key) || !is_old(file)) return {};
    const auto scope = TRY(store.read());
    const bool stored = TRY(store::attachment::is_stored(**scope, key));
    if (stored) return {};
    return files.remove(key);
}

}  // namespace

Kind attachment_sweep(store::Store& store, service::FileStore& files) {
    const auto watch = std::make_shared<ClockWatch>();
    const auto work = [&store, &files, watch](Instant) -> Result<void> {
        if (!watch->went_well()) return {};  // the next sweep sees them again
        std::error_code failed;
        for (const auto& file : fs::recursive_directory_iterator(files.folder(), failed)) {
            if (file.is_regular_file(failed)) TRY(sweep_file(store, files, file));
        }
        if (failed) return internal_error("attachment folder: " + failed.message());
        return {};
    };
    return {.name = "attachment_sweep", .work = work, .every = std::chrono::hours{6}};
}

}  // namespace pilotlight::jobs
