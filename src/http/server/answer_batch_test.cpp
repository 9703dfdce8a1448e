#include "http/server/answer_batch.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

namespace pilotlight::http {
namespace {

using std::chrono::microseconds;

constexpr auto soon = answer_hold / 4;
constexpr auto late = answer_hold + microseconds(1);

/// A batch of numbers, on a clock and a loop that stand still between the calls.
struct AnswerBatchFixture {
    std::vector<int> sent{};
    std::vector<std::function<void()>> ready{};
    AnswerBatch<int>::Moment now{std::chrono::hours(1)};
    std::function<void(int)> on_send = [](int) {};
    bool has_room = true;
    AnswerBatch<int> batch{[this](int item) {
                               sent.push_back(item);
                               on_send(item);
                           },
                           [this](auto step) {
                               if (!has_room) throw std::runtime_error("no memory");
                               ready.push_back(std::move(step));
                           }};

    void add(int item, microseconds after) {
        now += after;
        batch.add(item, now);
    }
    void take_up_another(microseconds after) {
        now += after;
        batch.send_due(now);
    }
    void end_turn() {
        for (const auto& step : std::exchange(ready, {})) step();
    }
};

TEST_CASE_FIXTURE(AnswerBatchFixture, "what comes alone is sent at once") {
    add(1, late);
    CHECK(sent == std::vector{1});
    add(2, late);
    CHECK(sent == std::vector{1, 2});
    CHECK(ready.empty());
    add(3, answer_hold);
    CHECK(sent == std::vector{1, 2});
}

TEST_CASE_FIXTURE(AnswerBatchFixture, "what comes together is sent together, in its order") {
    add(1, late);
    add(2, soon);
    add(3, soon);
    CHECK(sent == std::vector{1});
    CHECK(ready.size() == 1);
    end_turn();
    CHECK(sent == std::vector{1, 2, 3});
    end_turn();
    CHECK(batch.is_empty());
}

TEST_CASE_FIXTURE(AnswerBatchFixture, "what has been held for long goes before another request") {
    add(1, late);
    add(2, soon);
    take_up_another(answer_hold);
    CHECK(sent == std::vector{1});
    take_up_another(microseconds(1));
    CHECK(sent == std::vector{1, 2});
    take_up_another(late);
    CHECK(sent == std::vector{1, 2});
}

TEST_CASE_FIXTURE(AnswerBatchFixture, "nobody is sent to while another is answered") {
    add(1, late);
    add(2, soon);
    add(3, late);
    CHECK(sent == std::vector{1});
    end_turn();
    CHECK(sent == std::vector{1, 2, 3});
}

TEST_CASE_FIXTURE(AnswerBatchFixture, "a step that is asked for serves all that come before it") {
    add(1, late);
    add(2, soon);
    take_up_another(late);
    add(3, soon);
    CHECK(ready.size() == 1);
    end_turn();
    CHECK(sent == std::vector{1, 2, 3});
}

TEST_CASE_FIXTURE(AnswerBatchFixture, "what is added while others are sent goes in the next turn") {
    for (const auto after : {soon, late}) {
        CAPTURE(after.count());
        sent.clear();
        on_send = [&](int item) {
            if (item != 2) return;
            add(9, after);
            take_up_another(late);
        };
        add(1, late);
        add(2, soon);
        add(3, soon);
        end_turn();
        CHECK(sent == std::vector{1, 2, 3});
        end_turn();
        CHECK(sent == std::vector{1, 2, 3, 9});
    }
}

TEST_CASE_FIXTURE(AnswerBatchFixture, "a step that cannot be had is asked for again") {
    add(1, late);
    has_room = false;
    CHECK_THROWS(add(2, soon));
    has_room = true;
    add(3, soon);
    end_turn();
    CHECK(sent == std::vector{1, 2, 3});
}

}  // namespace
}  // namespace pilotlight::http
