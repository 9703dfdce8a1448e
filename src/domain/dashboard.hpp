#pragma once
// Figures of the desk: how old open work is, and how long answers and resolutions take. Times are
// counted in buckets, so that medians of any range come from a few rows, whatever was handled.

#include <chrono>
#include <span>
#include <string_view>

#include "base/field.hpp"
#include "base/instant.hpp"

namespace pilotlight {

enum class Measure : std::uint8_t { first_response, resolution };
template <>
inline constexpr auto names<Measure> =
    std::array<std::string_view, 2>{"first_response", "resolution"};

/// Open requests are counted by the slot in which they were opened.
inline constexpr std::chrono::minutes age_slot{15};
Instant age_slot_of(Instant opened_at);

/// Midnight UTC before (or at) the moment.
Instant day_of(Instant moment);

/// Bucket 0 is below a minute; each further one begins √2 times as late, the last is open-ended and
/// begins after 91 days.
inline constexpr std::int64_t time_buckets = 36;
std::int64_t time_bucket(std::chrono::microseconds took);
/// Where the bucket begins; that of time_buckets is where the last one is taken to end.
std::chrono::seconds bucket_start(std::int64_t bucket);

/// How many fell into each bucket.
using TimeCounts = std::array<std::int64_t, static_cast<std::size_t>(time_buckets)>;
/// Of `percent` of the times it is said that they were at most this long: interpolated within a
/// bucket, so wrong by a fifth at most. 0 when there are none.
std::chrono::seconds quantile(const TimeCounts& counts, int percent);

/// What open requests are told apart by.
struct AgeBand {
    std::string_view name;
    std::chrono::seconds from;   // inclusive
    std::chrono::seconds until;  // exclusive
};
std::span<const AgeBand> age_bands();

}  // namespace pilotlight
