#include "domain/job.hpp"

#include <algorithm>

namespace pilotlight {

std::chrono::microseconds retry_delay(std::int64_t attempts) {
    constexpr std::int64_t doublings_max = 12;
    const auto doublings = std::clamp(attempts - 1, std::int64_t{0}, doublings_max);
    const std::chrono::seconds pause{std::int64_t{1} << doublings};
    return std::min<std::chrono::microseconds>(pause, std::chrono::hours{1});
}

}  // namespace pilotlight
