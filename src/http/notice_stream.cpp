#include "http/notice_stream.hpp"

#include "base/log.hpp"
#include "http/notice_text.hpp"
#include "store/notice.hpp"

namespace pilotlight::http {

namespace {

constexpr int rows_per_read = 64;

/// Whether everything after `position` is there and can be told in reasonable time.
bool can_resume(NoticeId position, const store::notice::Kept& kept) {
    return position <= kept.newest && position.value + 1 >= kept.oldest.value &&
           kept.newest.value - position.value <= resume_notices_max;
}

}  // namespace

NoticeStream::NoticeStream(const Desk& desk, Watcher watcher)
    : desk_(desk), watcher_(std::move(watcher)) {
    desk_.tail.watch(1);
}

NoticeStream::~NoticeStream() {
    desk_.tail.watch(-1);
}

Result<void> NoticeStream::begin(store::Read& read, std::optional<NoticeId> resume, int retry_ms) {
    const auto kept = TRY(store::notice::kept(read));
    position_ = said_ = kept.newest;
    opening_ = retry_text(retry_ms);
    if (resume && can_resume(*resume, kept)) {
        position_ = said_ = *resume;
        is_catching_up_ = true;
        return {};
    }
    if (resume) opening_ += resync_text(position_, "too_old");
    opening_ += ready_text(position_);
    return {};
}

bool NoticeStream::pull(std::string& out) {
    if (!watcher_.may_stay(false)) return false;
    out += opening_;
    opening_ = {};
    return is_catching_up_ ? catch_up(out) : follow(out);
}

bool NoticeStream::beat(std::string& out) {
    if (!watcher_.may_stay(true)) return false;
    out += heartbeat_text(position_ == said_ ? std::nullopt : std::optional(position_));
    said_ = position_;
    return true;
}

void NoticeStream::stalled() {
    desk_.seats.count_slow();
}

/// A read that fails ends the stream: the client comes again and resumes.
bool NoticeStream::catch_up(std::string& out) {
    while (is_catching_up_ && out.size() < stream_piece_bytes_max) {
        if (const auto read = read_page(out); !read) {
            log_warning("stream_resume_failed", {{"cause", read.error().cause}});
            return false;
        }
    }
    return true;
}

Result<void> NoticeStream::read_page(std::string& out) {
    const auto scope = TRY(desk_.store.read());
    const auto notices = TRY(store::notice::list_after(**scope, position_, rows_per_read));
    for (const auto& notice : notices) {
        if (may_see(watcher_.actor, notice)) tell(notice, notice_text(notice), out);
        position_ = notice.id;
    }
    if (notices.size() == static_cast<std::size_t>(rows_per_read)) return {};
    is_catching_up_ = false;
    said_ = position_;
    out += ready_text(position_);
    return {};
}

bool NoticeStream::follow(std::string& out) {
    const bool is_held = desk_.tail.after(position_, [&](const NoticeTail::Line& line) {
        if (may_see(watcher_.actor, line.notice)) tell(line.notice, line.text, out);
        position_ = line.notice.id;
        return out.size() < stream_piece_bytes_max;
    });
    if (is_held) return true;
    desk_.seats.count_slow();
    out += resync_text(desk_.tail.newest(), "slow");
    return false;
}

void NoticeStream::tell(const Notice& notice, std::string_view text, std::string& out) {
    out += text;
    said_ = notice.id;
    desk_.seats.count_events(1);
}

}  // namespace pilotlight::http
