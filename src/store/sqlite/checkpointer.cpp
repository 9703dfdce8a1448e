#include "store/sqlite/checkpointer.hpp"

#include "base/log.hpp"

namespace pilotlight::store::sqlite {

Checkpointer::Checkpointer(std::unique_ptr<SqliteConnection> connection)
    : connection_(std::move(connection)), thread_([this] { work(); }) {}

Result<std::unique_ptr<Checkpointer>> Checkpointer::start(const std::filesystem::path& file) {
    auto connection = TRY(SqliteConnection::open(file, Role::background));
    return std::unique_ptr<Checkpointer>(new Checkpointer(std::move(connection)));
}

Checkpointer::~Checkpointer() {
    stop();
}

void Checkpointer::committed(int log_pages) {
    const std::lock_guard lock(mutex_);
    const bool was_clean = log_pages_ == copied_pages_;
    if (log_pages < log_pages_) copied_pages_ = 0;  // the log has started anew
    log_pages_ = log_pages;
    if (was_clean || log_pages_ - copied_pages_ >= checkpoint_pages) changed_.notify_one();
}

void Checkpointer::stop() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
        changed_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

void Checkpointer::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [&] { return is_stopping_ || log_pages_ != copied_pages_; });
        changed_.wait_for(lock, checkpoint_interval, [&] {
            return is_stopping_ || log_pages_ - copied_pages_ >= checkpoint_pages;
        });
        if (is_stopping_) return;
        lock.unlock();
        checkpoint();
        lock.lock();
    }
}

void Checkpointer::checkpoint() {
    const auto alone = pause();
    int log_pages = 0;
    int copied_pages = 0;
    const int code = sqlite3_wal_checkpoint_v2(
        connection_->handle(), "main", SQLITE_CHECKPOINT_PASSIVE, &log_pages, &copied_pages);
    if (code != SQLITE_OK && code != SQLITE_BUSY) {
        log_error("checkpoint_failed", {{"cause", error_of(connection_->handle(), "").cause}});
    }
    const std::lock_guard lock(mutex_);
    // Also after a failure or when a reader pins the log: the next try follows the next writes.
    copied_pages_ = log_pages_;
}

}  // namespace pilotlight::store::sqlite
