#include "http/server/outbox.hpp"

#include <doctest/doctest.h>

namespace pilotlight::http {
namespace {

using std::chrono::microseconds;

constexpr auto soon = outbox_wait_max / 4;
constexpr auto late = outbox_wait_max + microseconds(1);

/// An outbox of numbers, on a clock and a loop that stand still between the calls.
struct OutboxFixture {
    std::vector<int> sent{};
    std::vector<std::function<void()>> ready{};
    Outbox<int>::Moment now{std::chrono::hours(1)};
    std::function<void(int)> on_send = [](int) {};
    Outbox<int> outbox{[this](int item) {
                           sent.push_back(item);
                           on_send(item);
                       },
                       [this](auto step) { ready.push_back(std::move(step)); }};

    void add(int item, microseconds after) {
        now += after;
        outbox.add(item, now);
    }
    void end_turn() {
        for (const auto& step : std::exchange(ready, {})) step();
    }
};

TEST_CASE_FIXTURE(OutboxFixture, "what comes alone is sent at once") {
    add(1, late);
    CHECK(sent == std::vector{1});
    add(2, late);
    CHECK(sent == std::vector{1, 2});
    CHECK(ready.empty());
}

TEST_CASE_FIXTURE(OutboxFixture, "what comes together is sent together, in its order") {
    add(1, late);
    add(2, soon);
    add(3, soon);
    CHECK(sent == std::vector{1});
    CHECK(ready.size() == 1);
    end_turn();
    CHECK(sent == std::vector{1, 2, 3});
}

TEST_CASE_FIXTURE(OutboxFixture, "nothing waits for longer than the limit while more comes") {
    add(1, late);
    add(2, soon);
    for (int item = 3; item < 7; ++item) add(item, soon);
    CHECK(sent == std::vector{1});
    add(7, soon);
    CHECK(sent == std::vector{1, 2, 3, 4, 5, 6, 7});
}

TEST_CASE_FIXTURE(OutboxFixture, "what took long takes what is held along") {
    add(1, late);
    add(2, soon);
    add(3, late);
    CHECK(sent == std::vector{1, 2, 3});
    end_turn();
    CHECK(sent == std::vector{1, 2, 3});
}

TEST_CASE_FIXTURE(OutboxFixture, "what is added while others are sent goes in the next turn") {
    on_send = [this](int item) {
        if (item == 2) add(9, soon);
    };
    add(1, late);
    add(2, soon);
    add(3, soon);
    end_turn();
    CHECK(sent == std::vector{1, 2, 3});
    end_turn();
    CHECK(sent == std::vector{1, 2, 3, 9});
}

}  // namespace
}  // namespace pilotlight::http
