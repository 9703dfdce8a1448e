#include "domain/dashboard.hpp"

#include <doctest/doctest.h>

namespace pilotlight {
namespace {

using std::chrono::seconds;

Instant at(std::string_view text) {
    return *parse_iso8601(text);
}

TEST_CASE("slots and days begin at or before the moment") {
    CHECK(age_slot_of(at("2026-11-21T10:14:59.999999Z")) == at("2026-11-21T10:00:00Z"));
    CHECK(age_slot_of(at("2026-11-21T10:15:00Z")) == at("2026-11-21T10:15:00Z"));
    CHECK(day_of(at("2026-11-21T23:59:59Z")) == at("2026-11-21T00:00:00Z"));
    CHECK(day_of(at("2026-11-21T00:00:00Z")) == at("2026-11-21T00:00:00Z"));
}

TEST_CASE("buckets follow one another without a gap, each √2 times as wide") {
    CHECK(bucket_start(0) == seconds{0});
    CHECK(bucket_start(1) == seconds{60});
    for (std::int64_t bucket = 1; bucket < time_buckets; ++bucket) {
        CAPTURE(bucket);
        const auto start = bucket_start(bucket);
        CHECK(start > bucket_start(bucket - 1));
        CHECK(time_bucket(start) == bucket);
        CHECK(time_bucket(start - std::chrono::microseconds{1}) == bucket - 1);
        const auto ratio = static_cast<double>(bucket_start(bucket + 1).count()) /
                           static_cast<double>(start.count());
        CHECK(ratio == doctest::Approx(1.414).epsilon(0.01));
    }
    CHECK(time_bucket(seconds{-5}) == 0);
    CHECK(time_bucket(std::chrono::days{10'000}) == time_buckets - 1);
    CHECK(bucket_start(time_buckets - 1) > std::chrono::days{90});
}

TEST_CASE("quantiles are near the truth") {
    TimeCounts none{};
    CHECK(quantile(none, 50) == seconds{0});
    TimeCounts counts{};
    for (int minutes = 1; minutes <= 1'000; ++minutes) {
        ++counts[static_cast<std::size_t>(time_bucket(std::chrono::minutes{minutes}))];
    }
    struct Row {
        int percent;
        double minutes;
    };
    for (const auto& row : {Row{1, 10}, Row{10, 100}, Row{50, 500}, Row{90, 900}}) {
        CAPTURE(row.percent);
        const auto minutes = static_cast<double>(quantile(counts, row.percent).count()) / 60;
        CHECK(minutes == doctest::Approx(row.minutes).epsilon(0.2));
    }
    TimeCounts one{};
    one[5] = 1;
    for (const int percent : {1, 50, 90, 100}) {
        CHECK(quantile(one, percent) > bucket_start(5));
        CHECK(quantile(one, percent) <= bucket_start(6));
    }
}

TEST_CASE("bands of age cover everything once") {
    auto from = seconds{0};
    for (const auto& band : age_bands()) {
        CHECK(band.from == from);
        CHECK(band.until > band.from);
        from = band.until;
    }
    CHECK(from > std::chrono::days{30'000});
}

}  // namespace
}  // namespace pilotlight
