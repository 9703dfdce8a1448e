#pragma once
// Requests as contracts nest them: with all that is told of the people and the type.

#include "store/person.hpp"
#include "store/service_request.hpp"

namespace pilotlight::store::service_request {

/// A request with whom and what it refers to. Comments are comment::of_requests.
struct Whole {
    ServiceRequest request{};
    Person customer{};
    Person assignee{};
    ServiceType type{};
    std::optional<std::int64_t> first_file{};  // id of the attachment
};

/// Requests that were not deleted; a deleted one is absent here.
Result<std::optional<Whole>> whole(Read& read, ServiceRequestId id);
/// Several in one query, by id, also those that were deleted: for what refers to them.
Result<std::vector<Whole>> whole_of(Read& read, std::span<const ServiceRequestId> ids);
/// list() in full, in one query.
Result<std::vector<Whole>> list_whole(Read& read,
                                      const Filter& filter,
                                      Sort sort,
                                      const Page& page);

}  // namespace pilotlight::store::service_request
