#include "http/notice_stream.hpp"

#include <future>

#include "http/notice_text.hpp"
#include "service/desk_fixture.hpp"
#include "store/notice.hpp"

namespace pilotlight::http {
namespace {

constexpr std::size_t held_max = 8;  // notices of the tail
constexpr int retry_ms = 2'000;

/// A desk with a short tail, and a wait for news instead of a server.
class StreamFixture : public service::DeskFixture {
public:
    StreamFixture() {
        REQUIRE(tail.start([this] {
            const std::lock_guard lock(mutex_);
            ++news_;
            came_.notify_all();
        }));
    }
    ~StreamFixture() { tail.stop(); }

    std::unique_ptr<NoticeStream> watch(const Actor& actor,
                                        std::optional<NoticeId> resume = std::nullopt) {
        auto seat = seats.take(actor.account);
        REQUIRE(seat);
        auto stream = std::make_unique<NoticeStream>(
            NoticeStream::Desk{*store, tail, seats},
            Watcher{actor, *std::move(seat), [this](bool) { return may_stay; }});
        reading([&](store::Read& read) -> Result<int> {
            TRY(stream->begin(read, resume, retry_ms));
            return 0;
        });
        return stream;
    }
    NoticeId newest() {
        return reading([](store::Read& read) { return store::notice::kept(read); }).newest;
    }
    /// Until the tail has read all that was committed.
    void settle() {
        const auto wanted = newest();
        std::unique_lock lock(mutex_);
        REQUIRE(came_.wait_for(
            lock, std::chrono::seconds{20}, [&] { return tail.newest() == wanted; }));
    }
    void open_many(const Actor& by, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) open(by);
        settle();
    }

    const Actor owner = enrol("owner", Role::customer);
    const Actor stranger = enrol("stranger", Role::customer);
    const Actor admin = enrol("admin", Role::admin);
    NoticeTail tail{*store, held_max};
    StreamSeats seats{{}};
    bool may_stay = true;

private:
    std::mutex mutex_{};
    std::condition_variable came_{};
    int news_ = 0;
};

/// All that the stream says until it has nothing more to say; "(over)" when it ends.
std::string all_of(NoticeStream& stream, std::size_t* longest = nullptr) {
    std::string all;
    while (true) {
        std::string piece;
        const bool alive = stream.pull(piece);
        all += piece;
        if (longest != nullptr) *longest = std::max(*longest, piece.size());
        if (!alive) return all + "(over)";
        if (piece.empty()) return all;
    }
}

/// The ids of the notices in it: "3 4 ".
std::string ids_of(std::string_view text) {
    std::string ids;
    std::string_view id;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        if (line.starts_with("id: ")) id = line.substr(4);
        if (line == "event: request") ids += std::string(id) + " ";
        text.remove_prefix(line.size() + 1);
    }
    return ids;
}

TEST_CASE_FIXTURE(StreamFixture, "a stream begins now, and tells what comes to who may see it") {
    open(owner);
    const auto mine = watch(owner);
    const auto theirs = watch(stranger);
    const auto all = watch(admin);
    CHECK(all_of(*mine) == retry_text(retry_ms) + ready_text({1}));
    CHECK(all_of(*theirs) == retry_text(retry_ms) + ready_text({1}));
    all_of(*all);
    open_many(owner, 2);
    open_many(stranger, 1);
    CHECK(ids_of(all_of(*mine)) == "2 3 ");
    CHECK(ids_of(all_of(*theirs)) == "4 ");
    CHECK(ids_of(all_of(*all)) == "2 3 4 ");
    CHECK(all_of(*all).empty());
    CHECK(seats.figures().events_sent == 6);
    CHECK(seats.figures().open == 3);
}

TEST_CASE_FIXTURE(StreamFixture, "a heartbeat says how far all is told, though it was not for me") {
    const auto theirs = watch(stranger);
    all_of(*theirs);
    open_many(owner, 2);
    CHECK(all_of(*theirs).empty());
    std::string beat;
    CHECK(theirs->beat(beat));
    CHECK(beat == heartbeat_text(NoticeId{2}));
    beat.clear();
    CHECK(theirs->beat(beat));
    CHECK(beat == heartbeat_text(std::nullopt));
}

TEST_CASE_FIXTURE(StreamFixture,
                  "a stream resumes from the store, page by page, and goes on live") {
    constexpr std::size_t away = 300;  // more than the tail holds, and several pages
    const auto before = watch(owner);
    open_many(owner, away);
    const auto mine = watch(owner, NoticeId{2});
    open_many(owner, 3);
    std::size_t longest = 0;
    const auto text = all_of(*mine, &longest);
    std::string expected;
    for (std::size_t id = 3; id <= away + 3; ++id) expected += std::to_string(id) + " ";
    CHECK(ids_of(text) == expected);
    CHECK(text.ends_with(ready_text(newest())));
    CHECK(all_of(*watch(stranger, NoticeId{2})) == retry_text(retry_ms) + ready_text(newest()));
    CHECK(longest < 2 * stream_piece_bytes_max);
    open_many(owner, 1);
    CHECK(ids_of(all_of(*mine)) == std::to_string(away + 4) + " ");
}

TEST_CASE_FIXTURE(StreamFixture, "resuming where nothing happened since is ready at once") {
    open(owner);
    CHECK(all_of(*watch(owner, NoticeId{1})) == retry_text(retry_ms) + ready_text({1}));
}

TEST_CASE_FIXTURE(StreamFixture, "what is not kept, or was never there, is to be read anew") {
    const auto expected = retry_text(retry_ms) + resync_text({3}, "too_old") + ready_text({3});
    for (int i = 0; i < 3; ++i) open(owner);
    CHECK(all_of(*watch(owner, NoticeId{4})) == expected);
    REQUIRE(in_tx(
        [&](store::Tx& tx) { return store::notice::sweep(tx, now + std::chrono::hours{1}, 1); }));
    CHECK(all_of(*watch(owner, NoticeId{0})) == expected);
    CHECK(ids_of(all_of(*watch(owner, NoticeId{1}))) == "2 3 ");
}

TEST_CASE_FIXTURE(StreamFixture, "too much to tell one by one is to be read anew") {
    const auto id = open(owner);
    REQUIRE(in_tx([&](store::Tx& tx) -> Result<void> {
        for (std::int64_t i = 0; i < resume_notices_max; ++i) {
            TRY(store::notice::tell(tx, id, {.kind = "noted"}, now));
        }
        return {};
    }));
    CHECK(all_of(*watch(owner, NoticeId{0})).find("too_old") != std::string::npos);
    CHECK(all_of(*watch(owner, NoticeId{1})).find("too_old") == std::string::npos);
}

TEST_CASE_FIXTURE(StreamFixture, "who falls behind the tail is told to read anew and dropped") {
    const auto slow = watch(owner);
    const auto quick = watch(owner);
    all_of(*slow);
    all_of(*quick);
    open_many(owner, held_max);
    CHECK(ids_of(all_of(*quick)) == "1 2 3 4 5 6 7 8 ");
    open_many(owner, 1);
    CHECK(ids_of(all_of(*quick)) == "9 ");
    CHECK(all_of(*slow) == resync_text({9}, "slow") + "(over)");
    CHECK(seats.figures().slow_dropped == 1);
    slow->stalled();
    CHECK(seats.figures().slow_dropped == 2);
}

TEST_CASE_FIXTURE(StreamFixture, "nothing is said once the credential has ended") {
    const auto mine = watch(owner);
    all_of(*mine);
    open_many(owner, 1);
    may_stay = false;
    CHECK(all_of(*mine) == "(over)");
    std::string beat;
    CHECK_FALSE(mine->beat(beat));
    CHECK(beat.empty());
}

TEST_CASE_FIXTURE(StreamFixture,
                  "without a watcher the tail rests, and the next one misses nothing") {
    for (std::size_t i = 0; i < 3 * held_max; ++i) open(owner);
    CHECK(tail.newest() == NoticeId{0});
    const auto mine = watch(owner);
    all_of(*mine);
    open_many(owner, 2);
    CHECK(ids_of(all_of(*mine)) == "25 26 ");
    CHECK_FALSE(tail.after({1}, [](const NoticeTail::Line&) { return true; }));
}

}  // namespace
}  // namespace pilotlight::http
