#include "jobs/sweep.hpp"

namespace pilotlight::jobs {

Result<void> sweep(store::Store& store,
                   const std::function<Result<std::int64_t>(store::Tx&)>& some) {
    std::int64_t gone = rows_per_sweep_max;
    while (gone == rows_per_sweep_max) {
        TRY(store.write_and_wait([&](store::Tx& tx) -> Result<void> {
            gone = TRY(some(tx));
            return {};
        }));
    }
    return {};
}

}  // namespace pilotlight::jobs
