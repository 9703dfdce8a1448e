#include "jobs/kinds.hpp"
#include "jobs/sweep.hpp"
#include "store/notice.hpp"

namespace pilotlight::jobs {

Kind notice_sweep(store::Store& store, std::chrono::seconds kept) {
    return {.name = "notice_sweep",
            .work =
                [&store, kept](Instant now) {
                    return sweep(store, [&](store::Tx& tx) {
                        return store::notice::sweep(tx, now - kept, rows_per_sweep_max);
                    });
                },
            .every = std::chrono::hours{1}};
}

}  // namespace pilotlight::jobs
