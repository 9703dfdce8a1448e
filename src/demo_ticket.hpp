#pragma once

#include <span>

#include "demo_cast.hpp"
#include "domain/service_request.hpp"
#include "store/store.hpp"

namespace pilotlight::demo {

/// A request whose story was told: how far it came, and when it began.
struct ToldRequest {
    ServiceRequestId id{};
    std::size_t position = 0;
    std::size_t customer = 0;
    Status status = Status::pending;
    Instant start{};
};

/// Tells of cases about some of the requests and of conversations with the desk, with all that was
/// said and written down, everything in the order in which it happened before `now`.
Result<void> tell_tickets(store::Store& store,
                          const Cast& cast,
                          std::span<const ToldRequest> requests,
                          Instant now);

}  // namespace pilotlight::demo
