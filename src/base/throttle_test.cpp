#include "base/throttle.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace pilotlight {
namespace {

using std::chrono::seconds;

constexpr Instant start{std::chrono::microseconds(1'800'000'000'000'000)};

Throttle three_in_900_s() {
    return Throttle({.events_max = 3, .window = seconds(900), .keys_max = 2});
}

TEST_CASE("so many at once, then one for each share of the window") {
    auto throttle = three_in_900_s();
    for (int i = 0; i < 3; ++i) CHECK_FALSE(throttle.take("key", start));
    CHECK(throttle.take("key", start) == 300);
    CHECK(throttle.retry_after_s("key", start + seconds(100)) == 200);
    CHECK_FALSE(throttle.take("other", start));
    CHECK_FALSE(throttle.take("key", start + seconds(300)));
    CHECK(throttle.take("key", start + seconds(300)) == 300);
    CHECK(throttle.take("key", start + seconds(599)) == 1);
}

TEST_CASE("a clock that is set back locks nobody out") {
    auto throttle = three_in_900_s();
    for (int i = 0; i < 3; ++i) CHECK_FALSE(throttle.take("key", start));
    CHECK(throttle.retry_after_s("key", start - seconds(60)) == 360);
    const auto year_before = start - std::chrono::days(365);
    CHECK_FALSE(throttle.retry_after_s("key", year_before));
    CHECK_FALSE(throttle.hold("key", year_before));
    throttle.release("key", year_before);
    for (int i = 0; i < 2; ++i) CHECK_FALSE(throttle.take("key", year_before));
    CHECK(throttle.take("key", year_before) == 300);
}

TEST_CASE("what is given back or forgotten makes room") {
    auto throttle = three_in_900_s();
    for (int i = 0; i < 3; ++i) CHECK_FALSE(throttle.take("key", start));
    throttle.give_back("key");
    CHECK_FALSE(throttle.take("key", start));
    CHECK(throttle.take("key", start));
    throttle.forget("key");
    CHECK_FALSE(throttle.take("key", start));
    CHECK(throttle.size() == 1);
    throttle.give_back("nobody");
    throttle.forget("nobody");
    CHECK_FALSE(throttle.retry_after_s("nobody", start));
}

TEST_CASE("the key that was quiet longest makes way") {
    auto throttle = three_in_900_s();
    for (const auto* key : {"a", "b", "a", "c"}) CHECK_FALSE(throttle.take(key, start));
    CHECK(throttle.size() == 2);
    for (int i = 0; i < 3; ++i) CHECK_FALSE(throttle.take("b", start));  // was forgotten
    CHECK(throttle.take("b", start));
}

TEST_CASE("a hold counts only when its event came") {
    auto throttle = three_in_900_s();
    for (int i = 0; i < 9; ++i) {
        CHECK_FALSE(throttle.hold("key", start));
        throttle.release("key", std::nullopt);
    }
    CHECK(throttle.size() == 0);
    for (int i = 0; i < 3; ++i) {
        CHECK_FALSE(throttle.hold("key", start));
        throttle.release("key", start);
    }
    CHECK(throttle.hold("key", start) == 300);
    CHECK(throttle.retry_after_s("key", start) == 300);
}

/// How many of many parallel attempts were let in, all right or all wrong.
int let_in(Throttle& throttle, bool wrong) {
    std::atomic<int> count = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int k = 0; k < 200; ++k) {
                if (throttle.hold("key", start)) continue;
                ++count;
                throttle.release("key", wrong ? std::optional(start) : std::nullopt);
            }
        });
    }
    threads.clear();
    return count;
}

TEST_CASE("parallel right attempts all pass, parallel wrong ones never exceed the limit") {
    auto throttle = three_in_900_s();
    CHECK(let_in(throttle, false) == 1600);
    CHECK(let_in(throttle, true) == 3);
}

TEST_CASE("an address counts with the network that one subscriber holds") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"192.0.2.7", "192.0.2.7"},
        {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
        {"2001:db8:1:2::9", "2001:db8:1:2::/64"},
        {"2001:db8:1:3::9", "2001:db8:1:3::/64"},
        {"::1", "::/64"},
        {"unix", "unix"},
        {"", ""},
    };
    for (const auto& [address, key] : rows) CHECK(throttle_key(address) == key);
}

}  // namespace
}  // namespace pilotlight
