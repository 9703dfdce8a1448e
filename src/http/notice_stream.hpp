#pragma once

#include <functional>

#include "http/notice_tail.hpp"
#include "http/stream.hpp"
#include "http/stream_seats.hpp"

namespace pilotlight::http {

/// Notices on a resume that is not told to read anew instead; reading that many takes milliseconds.
inline constexpr std::int64_t resume_notices_max = 5'000;

/// Who watches.
struct Watcher {
    Actor actor{};
    std::unique_ptr<StreamSeats::Seat> seat{};
    /// Whether the credential that opened the stream still lets its bearer in; asked before
    /// anything is said, `at_heartbeat` also when nothing happened that makes one doubt it.
    std::function<bool(bool at_heartbeat)> may_stay{};
};

/// What one watcher is told: the notices that the actor may see, once each, in their order. It
/// holds a position in that order and no queue: what it has not sent yet waits in the tail, which
/// all watchers share; who falls behind it is told to read anew and dropped.
class NoticeStream final : public StreamSource {
public:
    struct Desk {
        store::Store& store;
        NoticeTail& tail;
        StreamSeats& seats;
    };

    /// Counts as a watcher of the tail from now on: make it before the view is taken that begin()
    /// is given, so that no commit falls between the view and the tail.
    NoticeStream(const Desk& desk, Watcher watcher);
    ~NoticeStream() override;
    NoticeStream(const NoticeStream&) = delete;
    NoticeStream& operator=(const NoticeStream&) = delete;

    /// Takes the place to start from: after `resume`, if all that came since is kept and not too
    /// much, else now (after telling to read anew), and now when there is none. Call once, first.
    /// `retry_ms`: when the client may come again once the stream has ended.
    Result<void> begin(store::Read& read, std::optional<NoticeId> resume, int retry_ms);

    bool pull(std::string& out) override;
    bool beat(std::string& out) override;
    void stalled() override;

private:
    bool catch_up(std::string& out);
    bool follow(std::string& out);
    Result<void> read_page(std::string& out);
    void tell(const Notice& notice, std::string_view text, std::string& out);

    const Desk desk_;
    const Watcher watcher_;
    NoticeId position_{};  // all up to here was told, or is not for this watcher
    NoticeId said_{};      // the last id that was written
    std::string opening_{};
    bool is_catching_up_ = false;  // from the store, before the first news from the tail
};

}  // namespace pilotlight::http
