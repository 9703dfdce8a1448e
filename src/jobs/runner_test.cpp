#include "jobs/runner.hpp"

#include "jobs/kinds.hpp"
#include "service/assignment.hpp"
#include "service/desk_fixture.hpp"
#include "store/job.hpp"

namespace pilotlight::jobs {
namespace {

/// A store with a clock by hand.
class RunnerFixture : public service::DeskFixture {
public:
    ManualClock clock{now};

    void enqueue(std::string_view kind, std::chrono::seconds later = {}) {
        REQUIRE(in_tx([&](store::Tx& tx) {
            return store::job::enqueue(tx, kind, "", clock.now() + later, clock.now());
        }));
    }
    /// As by a program that ended before the job did.
    void claim() {
        const auto claimed = in_tx([&](store::Tx& tx) {
            return store::job::claim(tx, clock.now(), clock.now() + claim_time);
        });
        REQUIRE(claimed);
        REQUIRE(*claimed);
    }
    void restart(Kind kind) {
        kind.work = [](Instant) -> Result<void> { return internal_error("too early"); };
        Runner runner(*store, clock, {std::move(kind)});
        REQUIRE(runner.start());
        runner.stop();
    }
    /// The program ends during each of its tries and is started again so much later.
    void end_in_each_try(const Kind& kind, std::chrono::seconds gone) {
        for (std::int64_t attempt = 1; attempt <= job_attempts_max; ++attempt) {
            CAPTURE(attempt);
            claim();
            clock.advance(gone);
            restart(kind);
            if (attempt == job_attempts_max) break;
            const auto pause = retry_delay(attempt);
            CHECK(due() == (clock.now() + pause).time_since_epoch().count());
            clock.advance(pause);
        }
    }
    std::optional<std::int64_t> due() {
        return reading([](store::Read& read) { return store::job::next_due(read); });
    }
    std::int64_t dead() {
        return reading([](store::Read& read) { return store::job::dead_count(read); });
    }
};

TEST_CASE_FIXTURE(RunnerFixture, "a due job runs once and is gone") {
    int runs = 0;
    Runner runner(*store, clock, {{.name = "count", .work = [&](Instant) -> Result<void> {
                                       ++runs;
                                       return {};
                                   }}});
    enqueue("count");
    enqueue("count");
    CHECK(*runner.run_one());
    CHECK_FALSE(*runner.run_one());
    CHECK(runs == 1);
    CHECK_FALSE(due());
}

TEST_CASE_FIXTURE(RunnerFixture, "a job waits for its time") {
    Runner runner(
        *store, clock, {{.name = "later", .work = [](Instant) { return Result<void>{}; }}});
    enqueue("later", std::chrono::seconds{60});
    CHECK_FALSE(*runner.run_one());
    clock.advance(std::chrono::seconds{60});
    CHECK(*runner.run_one());
}

TEST_CASE_FIXTURE(RunnerFixture, "jobs do not wait for a clock that was set back") {
    int runs = 0;
    Runner runner(*store,
                  clock,
                  {{.name = "hourly",
                    .work = [&](Instant) -> Result<void> {
                        ++runs;
                        return {};
                    },
                    .every = std::chrono::hours{1}}});
    enqueue("hourly");
    CHECK(*runner.run_one());
    clock.advance(-std::chrono::minutes{10});
    CHECK_FALSE(*runner.run_one());
    clock.advance(-std::chrono::days{365});
    CHECK(*runner.run_one());
    CHECK_FALSE(*runner.run_one());
    CHECK(runs == 2);
    CHECK(due() == (clock.now() + std::chrono::hours{1}).time_since_epoch().count());
}

TEST_CASE_FIXTURE(RunnerFixture, "requests that nobody takes do not hold up the others") {
    const auto customer = enrol("customer", Role::customer);
    for (int i = 0; i < service::assignment::waiting_rows_max + 1; ++i) open(customer, "leak");
    const auto bill = open(customer, "billing");
    const auto biller = enrol("biller", Role::support, Words::of({"billing"}));
    const auto job = assign_waiting(*store);
    REQUIRE(job.work(now));
    CHECK(request(bill).assigned_to == biller.account);
    CHECK(account_of(biller).open_work == 1);
    enrol("any", Role::support);
    REQUIRE(job.work(now));
    const auto waiting = reading(
        [](store::Read& read) { return store::service_request::list_waiting(read, {}, 10); });
    CHECK(waiting.empty());
}

TEST_CASE_FIXTURE(RunnerFixture, "statistics are taken of tables that only readers read") {
    open(enrol("customer", Role::customer));
    const auto job = statistics(*store);
    REQUIRE(job.every);
    CHECK(job.work(now));
    CHECK(job.work(now));
}

TEST_CASE_FIXTURE(RunnerFixture, "failures are tried again with growing pauses, then buried") {
    int runs = 0;
    Runner runner(*store, clock, {{.name = "bad", .work = [&](Instant) -> Result<void> {
                                       ++runs;
                                       return internal_error("on purpose");
                                   }}});
    enqueue("bad");
    for (std::int64_t attempt = 1; attempt < job_attempts_max; ++attempt) {
        REQUIRE(*runner.run_one());
        CHECK_FALSE(*runner.run_one());
        const auto at = due();
        REQUIRE(at);
        const auto pause = retry_delay(attempt);
        CHECK(*at == (clock.now() + pause).time_since_epoch().count());
        clock.advance(pause);
    }
    CHECK(*runner.run_one());
    CHECK(runs == job_attempts_max);
    CHECK_FALSE(due());
    CHECK(dead() == 1);
    enqueue("bad");
    CHECK(due());
}

TEST_CASE_FIXTURE(RunnerFixture, "what a job throws is its failure") {
    Runner runner(*store, clock, {{.name = "bad", .work = [](Instant) -> Result<void> {
                                       throw std::runtime_error("on purpose");
                                   }}});
    enqueue("bad");
    REQUIRE(*runner.run_one());
    CHECK(due() == (clock.now() + retry_delay(1)).time_since_epoch().count());
}

TEST_CASE_FIXTURE(RunnerFixture, "a recurring job is queued again") {
    Runner runner(*store,
                  clock,
                  {{.name = "hourly",
                    .work = [](Instant) { return Result<void>{}; },
                    .every = std::chrono::hours{1}}});
    REQUIRE(runner.start());
    runner.stop();
    enqueue("hourly");
    while (*runner.run_one()) {
    }
    CHECK(due() == (clock.now() + std::chrono::hours{1}).time_since_epoch().count());
}

TEST_CASE_FIXTURE(RunnerFixture, "what is queued again while it runs is not lost") {
    bool again = true;
    Runner runner(*store, clock, {{.name = "busy", .work = [&](Instant) -> Result<void> {
                                       if (std::exchange(again, false)) enqueue("busy");
                                       return {};
                                   }}});
    enqueue("busy");
    CHECK(*runner.run_one());
    CHECK(*runner.run_one());
    CHECK_FALSE(*runner.run_one());
}

TEST_CASE_FIXTURE(RunnerFixture, "what the end of the program broke off has failed") {
    // The next start comes at once, or after the claim has run out.
    for (const auto gone : {std::chrono::seconds{0}, 2 * claim_time}) {
        CAPTURE(gone.count());
        const auto dead_before = dead();
        enqueue("deadly");
        end_in_each_try({.name = "deadly"}, gone);
        CHECK_FALSE(due());
        CHECK(dead() == dead_before + 1);
    }
}

TEST_CASE_FIXTURE(RunnerFixture, "a recurring job that was broken off too often comes again") {
    for (const auto gone : {std::chrono::seconds{0}, 2 * claim_time}) {
        CAPTURE(gone.count());
        const Kind kind{.name = "deadly", .every = std::chrono::hours{1}};
        enqueue("deadly");
        end_in_each_try(kind, gone);
        CHECK(due() == (clock.now() + *kind.every).time_since_epoch().count());
    }
    CHECK(dead() == 2);
}

TEST_CASE_FIXTURE(RunnerFixture, "what waits for a clock that was ahead is due at the start") {
    enqueue("late", std::chrono::days{2});
    restart({.name = "other"});
    CHECK(due() == clock.now().time_since_epoch().count());
}

TEST_CASE_FIXTURE(RunnerFixture, "a job that nobody knows is tried and buried, not lost") {
    Runner runner(*store, clock, {});
    enqueue("unknown");
    CHECK(*runner.run_one());
    CHECK(due());
    CHECK(dead() == 0);
}

}  // namespace
}  // namespace pilotlight::jobs
