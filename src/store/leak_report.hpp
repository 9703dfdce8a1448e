#pragma once

#include "domain/leak_report.hpp"
#include "store/connection.hpp"

namespace pilotlight::store::leak_report {

/// By the digest of its token, also when it has expired.
Result<std::optional<LeakReport>> find_by_token_digest(Read& read, std::string_view digest);
Result<LeakReportId> insert(Tx& tx, const LeakReport& report);
/// Deletes what expired before `before`, at most `rows_max`; how many went.
Result<std::int64_t> sweep(Tx& tx, Instant before, int rows_max);

}  // namespace pilotlight::store::leak_report
