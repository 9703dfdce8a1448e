#include "jobs/kinds.hpp"
#include "jobs/sweep.hpp"
#include "store/idempotency_key.hpp"

namespace pilotlight::jobs {

Kind idempotency_key_sweep(store::Store& store, std::chrono::seconds lifetime) {
    return {.name = "idempotency_key_sweep",
            .work =
                [&store, lifetime](Instant now) {
                    return sweep(store, [&](store::Tx& tx) {
                        return store::idempotency_key::sweep(
                            tx, now - lifetime, rows_per_sweep_max);
                    });
                },
            .every = std::chrono::hours{1}};
}

}  // namespace pilotlight::jobs
