#pragma once

#include "domain/service_request.hpp"
#include "store/connection.hpp"

namespace pilotlight::store::idempotency_key {

/// What a client's Idempotency-Key has made before.
struct Made {
    std::string request_digest{};
    ServiceRequestId service_request{};
};

Result<std::optional<Made>> find(Read& read,
                                 AccountId account,
                                 std::string_view key,
                                 Instant not_before);
/// Replaces an expired row of the same key.
Result<void> insert(Tx& tx, AccountId account, std::string_view key, const Made& made, Instant now);
/// Deletes what was made before `before`, at most `rows_max`; how many went.
Result<std::int64_t> sweep(Tx& tx, Instant before, int rows_max);

}  // namespace pilotlight::store::idempotency_key
