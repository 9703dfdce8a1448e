#include "jobs/kinds.hpp"
#include "service/assignment.hpp"

namespace pilotlight::jobs {

Kind assign_waiting(store::Store& store) {
    const auto work = [&store](Instant now) -> Result<void> {
        int given = service::assignment::requests_per_run_max;
        while (given == service::assignment::requests_per_run_max) {
            TRY(store.write_and_wait([&](store::Tx& tx) -> Result<void> {
                given = TRY(service::assignment::assign_waiting(tx, now));
                return {};
            }));
        }
        return {};
    };
    return {.name = service::assignment::job_kind, .work = work};
}

}  // namespace pilotlight::jobs
