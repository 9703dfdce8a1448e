#include <filesystem>

#include "jobs/kinds.hpp"
#include "store/attachment.hpp"

namespace pilotlight::jobs {
namespace {

namespace fs = std::filesystem;

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
    const auto work = [&store, &files](Instant) -> Result<void> {
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
