#pragma once
// The dashboard's figures, kept by those who write requests. What it reads is as large as the range
// that is asked for, never as the number of requests.

#include "domain/dashboard.hpp"
#include "domain/service_request.hpp"
#include "store/connection.hpp"

namespace pilotlight::store::dashboard {

/// Takes the figures along from what the request was (null: it is new) to what it is (Tx::tally).
void follow(Tx& tx, const ServiceRequest* before, const ServiceRequest& after);

/// Open requests in each of age_bands(), in their order; exact to age_slot.
Result<std::vector<std::int64_t>> open_by_age(Read& read, Instant now);

struct Day {
    Instant day{};
    TimeCounts counts{};
};
/// Days on which something was measured, oldest first; `from` and `until` (exclusive) are days.
Result<std::vector<Day>> times(Read& read, Measure measure, Instant from, Instant until);

}  // namespace pilotlight::store::dashboard
