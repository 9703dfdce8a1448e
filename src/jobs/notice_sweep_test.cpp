#include "jobs/kinds.hpp"
#include "service/desk_fixture.hpp"
#include "store/notice.hpp"

namespace pilotlight::jobs {
namespace {

TEST_CASE_FIXTURE(service::DeskFixture,
                  "notices live as long as a stream may resume, and no longer") {
    const auto owner = enrol("owner", Role::customer);
    for (int i = 0; i < 3; ++i) open(owner);
    const auto oldest = [&] {
        return reading([](store::Read& read) { return store::notice::kept(read); }).oldest.value;
    };
    const auto sweeper = notice_sweep(*store, std::chrono::hours{1});
    REQUIRE(sweeper.work(now));
    CHECK(oldest() == 1);
    REQUIRE(sweeper.work(now + std::chrono::minutes{59}));
    CHECK(oldest() == 1);
    REQUIRE(sweeper.work(now + std::chrono::hours{2}));
    CHECK(oldest() == 3);
}

}  // namespace
}  // namespace pilotlight::jobs
