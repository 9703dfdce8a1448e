#include "base/instant.hpp"

#include <doctest/doctest.h>

namespace pilotlight {
namespace {

using std::chrono::minutes;

TEST_CASE("a moment is shown on the clock of an offset") {
    const auto instant = *parse_iso8601("2020-03-18T10:17:09.168833Z");
    CHECK(to_iso8601(instant, minutes{0}) == "2020-03-18T10:17:09.168833Z");
    CHECK(to_iso8601(instant, minutes{420}) == "2020-03-18T17:17:09.168833+07:00");
    CHECK(to_iso8601(instant, minutes{-210}) == "2020-03-18T06:47:09.168833-03:30");
    CHECK(to_iso8601(*parse_iso8601("2020-12-31T23:00:00Z"), minutes{330}) ==
          "2021-01-01T04:30:00+05:30");
}

TEST_CASE("what is shown with an offset is read back as the same moment") {
    const auto instant = *parse_iso8601("2026-01-02T03:04:05.000006Z");
    for (const auto offset : {minutes{-720}, minutes{0}, minutes{345}, minutes{840}}) {
        CHECK(parse_iso8601(to_iso8601(instant, offset)) == instant);
    }
}

TEST_CASE("offsets are read in their usual forms and no other") {
    CHECK(parse_utc_offset("") == minutes{0});
    CHECK(parse_utc_offset("Z") == minutes{0});
    CHECK(parse_utc_offset("+07:00") == minutes{420});
    CHECK(parse_utc_offset("-0330") == minutes{-210});
    for (const auto* bad : {"7", "+7", "+24:00", "+07:60", "UTC", "+07:00 "}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_utc_offset(bad));
    }
}

}  // namespace
}  // namespace pilotlight
