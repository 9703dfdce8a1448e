#include "http/stream_seats.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace pilotlight::http {
namespace {

Code code_of(const auto& result) {
    REQUIRE_FALSE(result);
    CHECK(result.error().retry_after_s > 0);
    return result.error().code;
}

TEST_CASE("seats: an account has some, all have some, and who leaves makes room") {
    StreamSeats seats({.all_max = 3, .account_max = 2});
    auto first = seats.take({1});
    REQUIRE(first);
    const auto second = seats.take({1});
    REQUIRE(second);
    CHECK(code_of(seats.take({1})) == Code::throttled);
    const auto other = seats.take({2});
    REQUIRE(other);
    CHECK(code_of(seats.take({3})) == Code::overloaded);
    CHECK(seats.figures().open == 3);
    CHECK(seats.figures().refused == 2);
    first->reset();
    CHECK(seats.figures().open == 2);
    const auto again = seats.take({1});
    CHECK(again);
    CHECK(seats.figures().refused == 2);
}

TEST_CASE("seats: figures count what is told to them") {
    StreamSeats seats({});
    seats.count_events(3);
    seats.count_events(4);
    seats.count_slow();
    CHECK(seats.figures().events_sent == 7);
    CHECK(seats.figures().slow_dropped == 1);
}

}  // namespace
}  // namespace pilotlight::http
