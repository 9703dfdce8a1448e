#include "domain/dashboard.hpp"

#include <numeric>

namespace pilotlight {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

constexpr AgeBand bands[] = {
    {"under_1h", seconds{0}, hours{1}},
    {"1h_to_4h", hours{1}, hours{4}},
    {"4h_to_1d", hours{4}, days{1}},
    {"1d_to_3d", days{1}, days{3}},
    {"3d_to_7d", days{3}, days{7}},
    {"over_7d", days{7}, days{36'500}},
};

Instant floored(Instant moment, std::chrono::microseconds step) {
    const auto since = moment.time_since_epoch();
    return Instant{since - since % step};
}

}  // namespace

Instant age_slot_of(Instant opened_at) {
    return floored(opened_at, age_slot);
}

Instant day_of(Instant moment) {
    return floored(moment, days{1});
}

seconds bucket_start(std::int64_t bucket) {
    constexpr std::int64_t first_s = 60;
    if (bucket <= 0) return seconds{0};
    const auto step = bucket - 1;
    const auto whole = first_s << (step / 2);
    return seconds{step % 2 == 0 ? whole : whole * 1'414 / 1'000};
}

std::int64_t time_bucket(std::chrono::microseconds took) {
    std::int64_t bucket = 0;
    while (bucket + 1 < time_buckets && took >= bucket_start(bucket + 1)) ++bucket;
    return bucket;
}

seconds quantile(const TimeCounts& counts, int percent) {
    const auto total = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    if (total <= 0) return seconds{0};
    const auto rank = (total * percent + 99) / 100;  // the smallest that covers the percentage
    std::int64_t below = 0;
    std::int64_t bucket = 0;
    for (const auto n : counts) {
        if (below + n >= rank) {
            const auto width = bucket_start(bucket + 1) - bucket_start(bucket);
            return bucket_start(bucket) + width * (rank - below) / n;
        }
        below += n;
        ++bucket;
    }
    return bucket_start(time_buckets);
}

std::span<const AgeBand> age_bands() {
    return bands;
}

}  // namespace pilotlight
