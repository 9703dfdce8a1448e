#include "store/dashboard.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "base/temporary_folder.hpp"
#include "store/account.hpp"
#include "store/service_request.hpp"
#include "store/service_type.hpp"
#include "store/store.hpp"

namespace pilotlight::store {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

class DashboardFixture {
public:
    DashboardFixture() {
        auto opened = open({.folder = folder_.path()});
        REQUIRE(opened);
        store = *std::move(opened);
        REQUIRE(store->migrate());
        Account account{.username = "meera", .customer_number = "CUST00000001"};
        set_identity_keys(account);
        write([&](Tx& tx) -> Result<void> {
            customer = TRY(account::insert(tx, account));
            type = TRY(service_type::find_by_word(tx, "repair")).value_or(ServiceType{}).id;
            return {};
        });
    }
    ~DashboardFixture() {
        store->stop();
        store.reset();
    }
    DashboardFixture(const DashboardFixture&) = delete;
    DashboardFixture& operator=(const DashboardFixture&) = delete;

    template <class Work>
    void write(Work work) {
        REQUIRE(store->write_and_wait(work));
    }
    ServiceRequest add(std::chrono::microseconds age) {
        ServiceRequest request{.customer = customer, .service_type = type};
        request.created_at = request.updated_at = now - age;
        write([&](Tx& tx) -> Result<void> {
            request.id = TRY(service_request::insert(tx, request));
            return {};
        });
        return request;
    }
    /// Changes it as the service would.
    template <class Change>
    void change(ServiceRequest& request, Change apply) {
        const auto before = request;
        apply(request);
        write([&](Tx& tx) { return service_request::update(tx, before, request); });
    }
    std::string ages() {
        const auto scope = store->read();
        REQUIRE(scope);
        const auto list = dashboard::open_by_age(***scope, now);
        REQUIRE(list);
        std::string text;
        for (const auto n : *list) text += std::to_string(n) + " ";
        return text;
    }
    std::vector<dashboard::Day> times(Measure measure, int days_back = 30) {
        const auto scope = store->read();
        REQUIRE(scope);
        const auto until = day_of(now) + days{1};
        const auto list = dashboard::times(***scope, measure, until - days{days_back}, until);
        REQUIRE(list);
        return *list;
    }
    std::int64_t measured(Measure measure) {
        std::int64_t n = 0;
        for (const auto& day : times(measure)) {
            n += std::accumulate(day.counts.begin(), day.counts.end(), std::int64_t{0});
        }
        return n;
    }

    std::unique_ptr<Store> store{};
    AccountId customer{};
    ServiceTypeId type{};
    const Instant now = *parse_iso8601("2026-11-21T10:05:00Z");

private:
    TemporaryFolder folder_{};
};

TEST_CASE_FIXTURE(DashboardFixture, "open requests are told apart by their age") {
    for (const auto age : {minutes{0}, minutes{30}, minutes{90}, minutes{60 * 20}}) add(age);
    for (const int age : {2, 5, 8, 400}) add(days{age});
    CHECK(ages() == "2 1 1 1 1 2 ");
}

TEST_CASE_FIXTURE(DashboardFixture, "what ends leaves the ages, what is opened again comes back") {
    auto request = add(minutes{90});
    add(minutes{91});
    CHECK(ages() == "0 2 0 0 0 0 ");
    change(request, [&](auto& r) { REQUIRE(move(r, Status::in_progress, now)); });
    CHECK(ages() == "0 2 0 0 0 0 ");
    change(request, [&](auto& r) { REQUIRE(move(r, Status::resolved, now)); });
    CHECK(ages() == "0 1 0 0 0 0 ");
    change(request, [&](auto& r) { REQUIRE(move(r, Status::pending, now)); });
    CHECK(ages() == "0 2 0 0 0 0 ");
    change(request, [&](auto& r) { r.deleted_at = now; });
    CHECK(ages() == "0 1 0 0 0 0 ");
}

TEST_CASE_FIXTURE(DashboardFixture, "times are counted in the day and bucket they came in") {
    auto first = add(hours{2});
    auto second = add(days{3});
    change(first, [&](auto& r) { r.first_response_at = now; });
    change(second, [&](auto& r) { r.first_response_at = now - days{2}; });
    const auto answers = times(Measure::first_response);
    REQUIRE(answers.size() == 2);
    CHECK(answers[0].day == day_of(now - days{2}));
    CHECK(answers[0].counts[static_cast<std::size_t>(time_bucket(days{1}))] == 1);
    CHECK(answers[1].day == day_of(now));
    CHECK(answers[1].counts[static_cast<std::size_t>(time_bucket(hours{2}))] == 1);
    CHECK(times(Measure::first_response, 1).size() == 1);
    CHECK(measured(Measure::resolution) == 0);
}

TEST_CASE_FIXTURE(DashboardFixture, "a resolution counts once, and goes when it was none") {
    auto request = add(hours{5});
    change(request, [&](auto& r) { REQUIRE(move(r, Status::resolved, now)); });
    CHECK(measured(Measure::resolution) == 1);
    change(request, [&](auto& r) { r.title = "another"; });
    CHECK(measured(Measure::resolution) == 1);
    change(request, [&](auto& r) { REQUIRE(move(r, Status::in_progress, now)); });
    CHECK(measured(Measure::resolution) == 0);
    CHECK(times(Measure::resolution).empty());
    change(request, [&](auto& r) { REQUIRE(move(r, Status::resolved, now)); });
    change(request, [&](auto& r) { r.deleted_at = now; });
    CHECK(measured(Measure::resolution) == 0);
}

}  // namespace
}  // namespace pilotlight::store
