#pragma once

#include "http/context.hpp"

namespace pilotlight::http::v1 {

/// The faults that GET /api/v1/requests/ would find in the query of this request; for what keeps
/// such a query for later. Reads what the query names.
Result<void> check_request_query(const ContextPtr& context);

/// How many requests that list would yield: from kept counts where they tell, else counted up to
/// `rows_max`; none when there are more, or when it searches.
Result<std::optional<std::int64_t>> count_of_request_query(const ContextPtr& context,
                                                           std::int64_t rows_max);

}  // namespace pilotlight::http::v1
