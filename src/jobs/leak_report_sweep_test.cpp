#include "jobs/kinds.hpp"
#include "service/desk_fixture.hpp"
#include "service/leak_report.hpp"
#include "store/leak_report.hpp"

namespace pilotlight::jobs {
namespace {

TEST_CASE_FIXTURE(service::DeskFixture, "a link that expired goes, its request stays") {
    const auto report = [&](std::chrono::seconds link) {
        const auto opened = in_tx([&](store::Tx& tx) {
            return service::leak_report::open(
                tx, {.words = {.what = "smell"}}, {.key = link, .link = link}, now);
        });
        REQUIRE(opened);
        return opened->report;
    };
    const auto brief = report(std::chrono::hours{1});
    const auto lasting = report(std::chrono::days{30});
    const auto sweep = leak_report_sweep(*store);
    CHECK(sweep.every == std::chrono::hours{1});
    REQUIRE(sweep.work(now + std::chrono::hours{2}));
    const auto is_kept = [&](const LeakReport& one) {
        return reading([&](store::Read& read) {
                   return store::leak_report::find_by_token_digest(read, one.token_digest);
               })
            .has_value();
    };
    CHECK_FALSE(is_kept(brief));
    CHECK(is_kept(lasting));
    CHECK(request(brief.service_request).status == Status::pending);
}

}  // namespace
}  // namespace pilotlight::jobs
