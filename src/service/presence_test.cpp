#include "service/presence.hpp"

#include <doctest/doctest.h>

#include <thread>

namespace pilotlight::service {
namespace {

constexpr ServiceRequestId request{7};
const Instant start = *parse_iso8601("2026-11-21T10:00:00Z");

Present person(std::int64_t account, Instant at, PresenceState state = PresenceState::viewing) {
    return {
        .account = {account}, .name = "p" + std::to_string(account), .state = state, .seen_at = at};
}

TEST_CASE("who said so is there until a minute has passed") {
    PresenceBoard board;
    CHECK(board.at(request, start).empty());
    REQUIRE(board.say(request, person(1, start)));
    CHECK(board.at({8}, start).empty());
    const auto last = start + presence_lifetime - std::chrono::microseconds{1};
    REQUIRE(board.at(request, last).size() == 1);
    CHECK(board.at(request, start + presence_lifetime).empty());
}

TEST_CASE("saying it again goes on with the visit") {
    PresenceBoard board;
    const auto later = start + std::chrono::seconds{50};
    REQUIRE(board.say(request, person(1, start)));
    REQUIRE(board.say(request, person(2, start + std::chrono::seconds{1})));
    REQUIRE(board.say(request, person(1, later, PresenceState::replying)));
    const auto people = board.at(request, later);
    REQUIRE(people.size() == 2);
    CHECK(people[0].account == AccountId{1});
    CHECK(people[0].since == start);
    CHECK(people[0].seen_at == later);
    CHECK(people[0].state == PresenceState::replying);
    CHECK(people[1].state == PresenceState::viewing);
    const auto after_a_pause = later + std::chrono::minutes{5};
    REQUIRE(board.say(request, person(1, after_a_pause)));
    REQUIRE(board.at(request, after_a_pause).size() == 1);
    CHECK(board.at(request, after_a_pause)[0].since == after_a_pause);
}

TEST_CASE("leaving ends it at once, and frees the memory") {
    PresenceBoard board;
    REQUIRE(board.say(request, person(1, start)));
    REQUIRE(board.say(request, person(2, start)));
    board.leave(request, {1});
    board.leave(request, {9});
    board.leave({9}, {1});
    REQUIRE(board.at(request, start).size() == 1);
    CHECK(board.at(request, start)[0].account == AccountId{2});
    board.leave(request, {2});
    CHECK(board.size() == 0);
}

TEST_CASE("people at one request are bounded") {
    PresenceBoard board;
    for (std::size_t i = 0; i < presence_people_max; ++i) {
        REQUIRE(board.say(request, person(static_cast<std::int64_t>(i), start)));
    }
    CHECK_FALSE(board.say(request, person(1'000, start)));
    CHECK(board.say(request, person(0, start)));
    CHECK(board.say(request, person(1'000, start + presence_lifetime)));
    CHECK(board.at(request, start + presence_lifetime).size() == 1);
}

TEST_CASE("requests are bounded; what has expired makes room") {
    PresenceBoard board;
    for (std::size_t i = 1; i <= presence_requests_max; ++i) {
        const auto late = i == 1 ? std::chrono::seconds{30} : std::chrono::seconds{0};
        REQUIRE(board.say({static_cast<std::int64_t>(i)}, person(1, start + late)));
    }
    const ServiceRequestId another{1'000'000};
    CHECK_FALSE(board.say(another, person(1, start)));
    CHECK(board.say({5}, person(2, start)));
    CHECK(board.size() == presence_requests_max);
    CHECK(board.say(another, person(1, start + presence_lifetime)));
    CHECK(board.size() == 2);
}

TEST_CASE("any thread may say and ask") {
    PresenceBoard board;
    std::vector<std::thread> threads;
    for (std::int64_t account = 1; account <= 4; ++account) {
        threads.emplace_back([&board, account] {
            for (int i = 0; i < 500; ++i) {
                board.say(request, person(account, start));
                static_cast<void>(board.at(request, start));
                board.leave({account}, {account});
            }
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(board.at(request, start).size() == 4);
}

}  // namespace
}  // namespace pilotlight::service
