#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

#include "store/sqlite/connection.hpp"

namespace pilotlight::store::sqlite {

inline constexpr int page_bytes = 4096;
/// The log is copied into the database when so much is new in it, or so long after a write. A page
/// that many commits changed is copied once, so more at a time is less to write; and longer to wait
/// for where the writer has to.
inline constexpr int checkpoint_pages = 8 * 1024 * 1024 / page_bytes;
inline constexpr std::chrono::seconds checkpoint_interval{5};

/// Copies the write-ahead log into the database on its own thread, so that no request waits for
/// it. It cannot make the log start anew while writes go on; the writer does that (Writer).
class Checkpointer {
public:
    static Result<std::unique_ptr<Checkpointer>> start(const std::filesystem::path& file);
    ~Checkpointer();

    /// The log now holds so many pages. Called by the writer after each commit; cheap.
    void committed(int log_pages);

    /// Waits until no checkpoint runs and keeps the next one from starting while it is held.
    std::unique_lock<std::mutex> pause() { return std::unique_lock(running_); }

    /// Ends the thread; what is in the log stays there.
    void stop();

private:
    explicit Checkpointer(std::unique_ptr<SqliteConnection> connection);
    void work();
    void checkpoint();

    std::unique_ptr<SqliteConnection> connection_;
    std::mutex running_{};  // taken before mutex_
    std::mutex mutex_{};
    std::condition_variable changed_{};
    int log_pages_ = 0;     // by mutex_, as the two below
    int copied_pages_ = 0;  // of the log, at the last checkpoint
    bool is_stopping_ = false;
    std::thread thread_{};
};

}  // namespace pilotlight::store::sqlite
