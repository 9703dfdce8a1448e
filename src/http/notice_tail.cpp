#include "http/notice_tail.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "http/notice_text.hpp"
#include "store/notice.hpp"

namespace pilotlight::http {

namespace {

constexpr int rows_per_read = 500;
constexpr std::chrono::milliseconds retry_after{200};  // a read that failed

}  // namespace

NoticeTail::NoticeTail(store::Store& store, std::size_t kept_max)
    : store_(store), kept_max_(kept_max) {}

NoticeTail::~NoticeTail() {
    stop();
}

Result<void> NoticeTail::start(std::function<void()> news) {
    news_ = std::move(news);
    {
        const auto scope = TRY(store_.read());
        const auto kept = TRY(store::notice::kept(**scope));
        skip_to(kept.newest);
    }
    thread_ = std::thread([this] { run(); });
    store_.on_commit([this] {
        if (watchers_ == 0) return;
        const std::lock_guard lock(wake_mutex_);
        is_due_ = true;
        woken_.notify_one();
    });
    return {};
}

void NoticeTail::stop() {
    if (!thread_.joinable()) return;
    store_.on_commit({});
    {
        const std::lock_guard lock(wake_mutex_);
        is_stopping_ = true;
        woken_.notify_one();
    }
    thread_.join();
}

NoticeId NoticeTail::newest() const {
    const std::lock_guard lock(lines_mutex_);
    return newest_;
}

bool NoticeTail::after(NoticeId position, const std::function<bool(const Line&)>& visit) const {
    const std::lock_guard lock(lines_mutex_);
    if (position < held_after_) return false;
    auto line = std::ranges::upper_bound(
        lines_, position, {}, [](const Line& each) { return each.notice.id; });
    while (line != lines_.end() && visit(*line)) ++line;
    return true;
}

/// Nothing that escapes may end the thread: everybody would watch in vain.
void NoticeTail::run() {
    while (wait()) {
        try {
            auto more = read_some();
            while (more && *more) more = read_some();
            if (more) continue;
            log_error("notices_not_read", {{"cause", more.error().cause}});
        } catch (const std::exception& failure) {
            log_error("notices_not_read", {{"cause", failure.what()}});
        }
        std::unique_lock lock(wake_mutex_);
        woken_.wait_for(lock, retry_after, [this] { return is_stopping_; });
        is_due_ = true;
    }
}

bool NoticeTail::wait() {
    std::unique_lock lock(wake_mutex_);
    woken_.wait(lock, [this] { return is_due_ || is_stopping_; });
    is_due_ = false;
    return !is_stopping_;
}

/// One page; true when there may be another.
Result<bool> NoticeTail::read_some() {
    std::vector<Notice> notices;
    {
        const auto scope = TRY(store_.read());
        const auto kept = TRY(store::notice::kept(**scope));
        // Nobody watched for a while: what cannot be held need not be read.
        const auto held_from = kept.newest.value - static_cast<std::int64_t>(kept_max_);
        if (held_from > newest_.value) skip_to({held_from});
        notices = TRY(store::notice::list_after(**scope, newest_, rows_per_read));
    }
    if (notices.empty()) return false;
    const bool is_full = notices.size() == static_cast<std::size_t>(rows_per_read);
    add(std::move(notices));
    news_();
    return is_full;
}

void NoticeTail::skip_to(NoticeId position) {
    const std::lock_guard lock(lines_mutex_);
    lines_.clear();
    held_after_ = newest_ = position;
}

void NoticeTail::add(std::vector<Notice> notices) {
    std::vector<Line> lines;
    lines.reserve(notices.size());
    for (auto& notice : notices) {
        auto text = notice_text(notice);
        lines.push_back({std::move(notice), std::move(text)});
    }
    const std::lock_guard lock(lines_mutex_);
    newest_ = lines.back().notice.id;
    std::ranges::move(lines, std::back_inserter(lines_));
    while (lines_.size() > kept_max_) {
        held_after_ = lines_.front().notice.id;
        lines_.pop_front();
    }
}

}  // namespace pilotlight::http
