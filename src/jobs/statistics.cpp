#include "jobs/kinds.hpp"

namespace pilotlight::jobs {
namespace {

constexpr std::chrono::hours refreshed_every{1};

}  // namespace

Kind statistics(store::Store& store) {
    return {.name = "statistics",
            .work = [&store](Instant) { return store.refresh_statistics(); },
            .every = refreshed_every};
}

}  // namespace pilotlight::jobs
