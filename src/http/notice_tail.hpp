#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "domain/notice.hpp"
#include "store/store.hpp"

namespace pilotlight::http {

/// The newest notices in memory, read from the store once for everybody who watches: a commit wakes
/// the one thread that reads what is new and then tells the server, whose streams take it from
/// here. So a watcher costs the database nothing.
class NoticeTail {
public:
    /// How many notices a watcher may be behind; about 1 MB.
    static constexpr std::size_t lines_max = 4'096;

    explicit NoticeTail(store::Store& store, std::size_t kept_max = lines_max);
    ~NoticeTail();
    NoticeTail(const NoticeTail&) = delete;
    NoticeTail& operator=(const NoticeTail&) = delete;

    /// Starts to follow the store. `news` is called on the tail's thread when there is some.
    Result<void> start(std::function<void()> news);
    /// Once it returns, `news` is not called any more. Idempotent.
    void stop();

    /// One who has watchers counts them here; without any the store is left alone. Any thread.
    void watch(int change) { watchers_ += change; }

    /// A notice as it goes over the wire, made once.
    struct Line {
        Notice notice{};
        std::string text{};
    };
    NoticeId newest() const;
    /// Visits what came after `position`, oldest first, until `visit` returns false. False, and
    /// nothing is visited, when some of it is not held any more. Any thread; others wait meanwhile.
    bool after(NoticeId position, const std::function<bool(const Line&)>& visit) const;

private:
    void run();
    bool wait();
    Result<bool> read_some();
    void skip_to(NoticeId position);
    void add(std::vector<Notice> notices);

    store::Store& store_;
    const std::size_t kept_max_;
    std::function<void()> news_{};
    std::atomic<int> watchers_{0};

    std::mutex wake_mutex_{};
    std::condition_variable woken_{};
    bool is_due_ = false;  // by wake_mutex_, as the next
    bool is_stopping_ = false;

    mutable std::mutex lines_mutex_{};
    std::deque<Line> lines_{};  // by lines_mutex_, as the next
    NoticeId held_after_{};     // what came after it is held
    NoticeId newest_{};

    std::thread thread_{};
};

}  // namespace pilotlight::http
