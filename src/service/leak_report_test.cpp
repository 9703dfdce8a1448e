#include "service/leak_report.hpp"

#include "service/desk_fixture.hpp"
#include "store/leak_report.hpp"

namespace pilotlight::service {
namespace {

constexpr leak_report::Lifetimes lifetimes{.key = std::chrono::hours{24},
                                           .link = std::chrono::days{30}};

class LeakReportFixture : public DeskFixture {
public:
    leak_report::Opened report(std::string key = "", std::string digest = "d") {
        now += std::chrono::seconds{1};
        const leak_report::Given given{
            .words = {.name = "Asha", .phone = "98 10", .address = "12 Park", .what = "smell"},
            .idempotency_key = std::move(key),
            .digest = std::move(digest)};
        const auto opened =
            in_tx([&](store::Tx& tx) { return leak_report::open(tx, given, lifetimes, now); });
        REQUIRE(opened);
        return *opened;
    }
    Result<leak_report::Followed> follow(std::string_view token, Instant at) {
        auto scope = store->read();
        REQUIRE(scope);
        return leak_report::follow(***scope, token, at);
    }
};

TEST_CASE_FIXTURE(LeakReportFixture, "a report opens an urgent leak and is given to somebody") {
    const auto support = enrol("asha", Role::support);
    const auto opened = report();
    const auto made = request(opened.report.service_request);
    CHECK(made.priority == Priority::urgent);
    CHECK(made.status == Status::pending);
    CHECK(made.assigned_to == support.account);
    CHECK(made.address == "12 Park");
    CHECK(made.description == "smell\n\nReported by: Asha\nTelephone: 98 10");
    CHECK(made.service_type == draft("leak").type.id);
}

TEST_CASE_FIXTURE(LeakReportFixture, "all reports belong to one account that nobody can use") {
    const auto first = request(report().report.service_request);
    const auto second = request(report().report.service_request);
    CHECK(first.id != second.id);
    CHECK(first.customer == second.customer);
    const auto owner = account_of({.account = first.customer});
    CHECK(owner.username == leak_report::owner_username);
    CHECK_FALSE(owner.is_active);
    CHECK(owner.password_hash.empty());
    CHECK(owner.role == Role::customer);
    const auto customer = enrol("meera", Role::customer);
    CHECK_FALSE(may_see(customer, first));
}

TEST_CASE_FIXTURE(LeakReportFixture, "a key opens once for the same words") {
    const auto first = report("key");
    const auto again = report("key");
    CHECK_FALSE(first.repeated);
    CHECK(again.repeated);
    CHECK(again.report.service_request == first.report.service_request);
    CHECK(again.token != first.token);
    CHECK(follow(first.token, now));
    CHECK(follow(again.token, now));
    const auto other = report("key", "other words");
    CHECK_FALSE(other.repeated);
    CHECK(other.report.service_request != first.report.service_request);
    CHECK_FALSE(report().repeated);
    now += lifetimes.key + std::chrono::seconds{2};
    CHECK_FALSE(report("key").repeated);
}

TEST_CASE_FIXTURE(LeakReportFixture, "a token follows its own request until it expires") {
    const auto opened = report();
    report();
    const auto followed = follow(opened.token, now);
    REQUIRE(followed);
    CHECK(followed->request.id == opened.report.service_request);
    CHECK(opened.report.token_digest != opened.token);
    const auto code_at = [&](std::string_view token, Instant at) {
        const auto answer = follow(token, at);
        REQUIRE_FALSE(answer);
        return answer.error().code;
    };
    CHECK(follow(opened.token, opened.report.expires_at - std::chrono::microseconds{1}));
    CHECK(code_at(opened.token, opened.report.expires_at) == Code::not_found);
    CHECK(code_at(opened.report.token_digest, now) == Code::not_found);
    CHECK(code_at("", now) == Code::not_found);
    const auto admin = enrol("boss", Role::admin);
    REQUIRE(in_tx([&](store::Tx& tx) {
        return service_request::remove(tx, admin, opened.report.service_request, {}, now);
    }));
    CHECK(code_at(opened.token, now) == Code::not_found);
}

TEST_CASE_FIXTURE(LeakReportFixture, "the sweep takes what expired, and so much at a time") {
    const auto first = report();
    report();
    const auto last = report();
    const auto sweep = [&](Instant before, int rows_max) {
        return *in_tx(
            [&](store::Tx& tx) { return store::leak_report::sweep(tx, before, rows_max); });
    };
    CHECK(sweep(first.report.expires_at, 10) == 0);
    CHECK(sweep(last.report.expires_at, 1) == 1);
    CHECK(sweep(last.report.expires_at, 10) == 1);
    CHECK(follow(last.token, now));
    CHECK_FALSE(follow(first.token, now));
}

}  // namespace
}  // namespace pilotlight::service
