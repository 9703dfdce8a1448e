#pragma once

#include "http/context.hpp"

namespace pilotlight::http::v1 {

/// The faults that GET /api/v1/requests/ would find in the query of this request; for what keeps
/// such a query for later. Reads what the query names.
Result<void> check_request_query(const ContextPtr& context);

}  // namespace pilotlight::http::v1
