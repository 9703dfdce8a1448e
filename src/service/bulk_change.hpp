#pragma once

#include <variant>

#include "service/service_request.hpp"

namespace pilotlight::service::bulk_change {

inline constexpr std::size_t changes_max = 100;  // of one transaction

/// One request of many: what becomes of it.
struct Change {
    ServiceRequestId request{};
    std::variant<service_request::Edit, assignment::Handover> what{};
};

/// What became of it. `refusal` says why nothing did.
struct Outcome {
    ServiceRequestId request{};
    std::optional<std::int64_t> version{};  // as it stands now; none when the actor cannot see it
    std::optional<Error> refusal{};
};

/// Makes the changes in their order, each by the rules of its own verb: one that is refused leaves
/// its request as it was and the others alone. Fails as a whole, with nothing written, only when
/// the store does. REQUIRES: changes_max at most, and no files in them.
Result<std::vector<Outcome>> apply(store::Tx& tx,
                                   const Actor& actor,
                                   const std::vector<Change>& changes,
                                   Instant now);

}  // namespace pilotlight::service::bulk_change
