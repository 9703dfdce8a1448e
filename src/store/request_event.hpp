#pragma once

#include <span>

#include "domain/request_event.hpp"
#include "store/connection.hpp"
#include "store/list.hpp"

namespace pilotlight::store::request_event {

/// An event with its actor's name ("" for the system).
struct View {
    RequestEvent event{};
    std::string actor_name{};
};

inline constexpr int updates_shown_max = 100;  // the newest of each request, inside its answer
inline constexpr std::int64_t updates_listed_length_max = 16'384;

/// A request's history, oldest first; internal lines only when asked for.
Result<std::vector<View>> list(Read& read,
                               ServiceRequestId request,
                               bool with_internal,
                               const Page& page);
/// The newest `updates_shown_max` staff updates of a request, newest first.
Result<std::vector<View>> updates_of(Read& read, ServiceRequestId request, bool with_internal);
/// The same of each request of a list, as long as their notes together have at most
/// `updates_listed_length_max` characters; the newest in any case.
Result<std::vector<View>> updates_of(Read& read,
                                     std::span<const ServiceRequestId> requests,
                                     bool with_internal);
Result<std::optional<View>> find(Read& read, RequestEventId id);

Result<RequestEventId> insert(Tx& tx, const RequestEvent& event);

}  // namespace pilotlight::store::request_event
