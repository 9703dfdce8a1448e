#include "jobs/kinds.hpp"
#include "store/job.hpp"

namespace pilotlight::jobs {
namespace {

constexpr std::string_view name = "search_merge";
constexpr std::chrono::hours merged_every{6};
constexpr std::chrono::seconds pause{1};

}  // namespace

Kind search_merge(store::Store& store, std::chrono::milliseconds time) {
    const auto work = [&store, time](Instant now) -> Result<void> {
        const bool is_done = TRY(store.merge_search(time));
        if (is_done) return {};
        return store.write_and_wait(
            [now](store::Tx& tx) { return store::job::enqueue(tx, name, "", now + pause, now); });
    };
    return {.name = name, .work = work, .every = merged_every, .first_after = merged_every};
}

}  // namespace pilotlight::jobs
