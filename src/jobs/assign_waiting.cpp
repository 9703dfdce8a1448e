#include "jobs/kinds.hpp"
#include "service/assignment.hpp"

namespace pilotlight::jobs {

Kind assign_waiting(store::Store& store) {
    const auto work = [&store](Instant now) -> Result<void> {
        service::assignment::Assigned assigned;
        do {
            const auto after = assigned.last;
            TRY(store.write_and_wait([&](store::Tx& tx) -> Result<void> {
                assigned = TRY(service::assignment::assign_waiting(tx, now, after));
                return {};
            }));
        } while (assigned.last);
        return {};
    };
    return {.name = service::assignment::job_kind, .work = work};
}

}  // namespace pilotlight::jobs
