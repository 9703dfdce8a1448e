#include "store/store.hpp"

#include <condition_variable>
#include <mutex>

#include "store/sqlite/store.hpp"

namespace pilotlight::store {

ReadScope::ReadScope(Connection& connection, std::function<void()> release)
    : read_(connection), release_(std::move(release)) {}

ReadScope::~ReadScope() {
    release_();
}

Result<void> Store::write_and_wait(Work work) {
    std::mutex mutex;
    std::condition_variable finished;
    std::optional<Result<void>> outcome;
    write(std::move(work), [&](Result<void> result) {
        // Told under the lock: the waiter, and with it the variable, is gone right after.
        const std::lock_guard lock(mutex);
        outcome.emplace(std::move(result));
        finished.notify_one();
    });
    std::unique_lock lock(mutex);
    finished.wait(lock, [&] { return outcome.has_value(); });
    return *std::move(outcome);
}

Result<std::unique_ptr<Store>> open(const Options& options) {
    return sqlite::open(options);
}

}  // namespace pilotlight::store
