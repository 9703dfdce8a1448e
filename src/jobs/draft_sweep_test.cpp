#include "jobs/kinds.hpp"
#include "service/desk_fixture.hpp"
#include "service/kept_draft.hpp"
#include "store/kept_draft.hpp"

namespace pilotlight::jobs {
namespace {

TEST_CASE_FIXTURE(service::DeskFixture, "all drafts that were left alone go, in many steps if so") {
    constexpr int people = 11;
    const auto started = now;
    for (int i = 0; i < people; ++i) {
        const auto writer = enrol("writer" + std::to_string(i), Role::support);
        REQUIRE(in_tx([&](store::Tx& tx) -> Result<void> {
            for (std::int64_t n = 0; n < drafts_per_account_max; ++n) {
                const auto slug = "d" + std::to_string(n);
                TRY(service::kept_draft::keep(tx, writer, slug, "x", now));
            }
            return {};
        }));
    }
    const auto late = enrol("late", Role::support);
    now += std::chrono::hours{1};
    REQUIRE(
        in_tx([&](store::Tx& tx) { return service::kept_draft::keep(tx, late, "new", "x", now); }));
    static_assert(people * drafts_per_account_max > rows_per_sweep_max);

    const auto sweep = draft_sweep(*store);
    CHECK(sweep.every == std::chrono::hours{1});
    REQUIRE(sweep.work(started + draft_lifetime));
    const auto left = [&](AccountId account) {
        return reading(
            [&](store::Read& read) { return store::kept_draft::count_of(read, account); });
    };
    const auto first = reading(
        [](store::Read& read) { return store::account::find_by_username(read, "writer0"); });
    REQUIRE(first);
    CHECK(left(first->id) == drafts_per_account_max);
    REQUIRE(sweep.work(started + draft_lifetime + std::chrono::minutes{1}));
    CHECK(left(first->id) == 0);
    CHECK(left(late.account) == 1);
}

}  // namespace
}  // namespace pilotlight::jobs
