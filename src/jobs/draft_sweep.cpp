#include "jobs/kinds.hpp"
#include "jobs/sweep.hpp"
#include "store/kept_draft.hpp"

namespace pilotlight::jobs {

Kind draft_sweep(store::Store& store) {
    return {.name = "draft_sweep",
            .work =
                [&store](Instant now) {
                    return sweep(store, [&](store::Tx& tx) {
                        return store::kept_draft::sweep(
                            tx, now - draft_lifetime, rows_per_sweep_max);
                    });
                },
            .every = std::chrono::hours{1}};
}

}  // namespace pilotlight::jobs
