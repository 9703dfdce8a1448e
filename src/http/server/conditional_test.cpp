#include "http/server/conditional.hpp"

#include <doctest/doctest.h>

#include <string>

namespace pilotlight::http {
namespace {

TEST_CASE("entity tags compare weakly in a list") {
    CHECK(etag_matches("\"a\"", "\"a\""));
    CHECK(etag_matches("W/\"a\"", "\"a\""));
    CHECK(etag_matches("\"x\", \"a,b\" , W/\"c\"", "\"a,b\""));
    CHECK(etag_matches("\"x\",\"c\"", "W/\"c\""));
    CHECK(etag_matches(" * ", "\"a\""));
    CHECK_FALSE(etag_matches("\"b\"", "\"a\""));
    CHECK_FALSE(etag_matches("a", "\"a\""));
    CHECK_FALSE(etag_matches("\"a", "\"a\""));
    CHECK_FALSE(etag_matches("", "\"a\""));
}

TEST_CASE("ranges of ten bytes") {
    const RangeAnswer whole{200, {0, 10}};
    const RangeAnswer none{416, {}};
    const std::pair<std::string, RangeAnswer> rows[] = {
        {"", whole},
        {"bytes=0-0", {206, {0, 1}}},
        {"bytes=0-9", {206, {0, 10}}},
        {"bytes=3-", {206, {3, 7}}},
        {"BYTES=3-4", {206, {3, 2}}},
        {"bytes=3-99", {206, {3, 7}}},
        {"bytes=-3", {206, {7, 3}}},
        {"bytes=-99", {206, {0, 10}}},
        {"bytes=-0", none},
        {"bytes=10-", none},
        {"bytes=99-100", none},
        {"bytes=4-3", whole},
        {"bytes=0-1,3-4", whole},
        {"bytes=a-b", whole},
        {"bytes=1", whole},
        {"bytes=-", whole},
        {"bytes=+1-2", whole},
        {"bytes=99999999999999999999-", whole},
        {"items=0-1", whole},
    };
    for (const auto& row : rows) {
        const auto& [range, expected] = row;
        CAPTURE(row.first);
        const auto answer = select_range(range, "", "\"t\"", 10);
        CHECK(answer.status == expected.status);
        CHECK(answer.range == expected.range);
    }
    CHECK(select_range("bytes=0-", "", "", 0) == none);
}

TEST_CASE("If-Range: part of the very same thing, or all of the new one") {
    CHECK(select_range("bytes=0-1", "\"t\"", "\"t\"", 10).status == 206);
    CHECK(select_range("bytes=0-1", "\"old\"", "\"t\"", 10).status == 200);
    CHECK(select_range("bytes=0-1", "W/\"t\"", "W/\"t\"", 10).status == 200);
    CHECK(select_range("bytes=0-1", "Sat, 21 Nov 2026 00:00:00 GMT", "\"t\"", 10).status == 200);
}

}  // namespace
}  // namespace pilotlight::http
