#include "jobs/kinds.hpp"
#include "jobs/sweep.hpp"
#include "store/session.hpp"

namespace pilotlight::jobs {

Kind session_sweep(store::Store& store) {
    constexpr std::chrono::hours kept{24};
    return {.name = "session_sweep",
            .work =
                [&store, kept](Instant now) {
                    return sweep(store, [&](store::Tx& tx) {
                        return store::session::sweep(tx, now - kept, rows_per_sweep_max);
                    });
                },
            .every = std::chrono::hours{1}};
}

}  // namespace pilotlight::jobs
