#include "jobs/kinds.hpp"
#include "jobs/sweep.hpp"
#include "store/leak_report.hpp"

namespace pilotlight::jobs {

Kind leak_report_sweep(store::Store& store) {
    return {.name = "leak_report_sweep",
            .work =
                [&store](Instant now) {
                    return sweep(store, [&](store::Tx& tx) {
                        return store::leak_report::sweep(tx, now, rows_per_sweep_max);
                    });
                },
            .every = std::chrono::hours{1}};
}

}  // namespace pilotlight::jobs
