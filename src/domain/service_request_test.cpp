#include "domain/service_request.hpp"

#include <doctest/doctest.h>

#include "domain/job.hpp"
#include "domain/request_event.hpp"

namespace pilotlight {
namespace {

constexpr Status statuses[] = {
    Status::pending, Status::in_progress, Status::resolved, Status::cancelled};
const Instant now = *parse_iso8601("2026-11-21T10:00:00Z");

TEST_CASE("numbers follow ids") {
    CHECK(request_number({1}) == "SR-000001");
    CHECK(request_number({1'234'567}) == "SR-1234567");
}

TEST_CASE("the table of status changes, every cell") {
    const bool allowed[4][4] = {
        {true, true, true, true},
        {true, true, true, true},
        {true, true, true, false},
        {true, false, false, true},
    };
    for (std::size_t from = 0; from < 4; ++from) {
        for (std::size_t to = 0; to < 4; ++to) {
            CAPTURE(from);
            CAPTURE(to);
            CHECK(may_move(statuses[from], statuses[to]) == allowed[from][to]);
            ServiceRequest request{.status = statuses[from]};
            const auto moved = move(request, statuses[to], now);
            CHECK(static_cast<bool>(moved) == allowed[from][to]);
            CHECK(request.status == (allowed[from][to] ? statuses[to] : statuses[from]));
        }
    }
}

TEST_CASE("resolving sets the time, leaving clears it, staying keeps it") {
    ServiceRequest request;
    REQUIRE(move(request, Status::resolved, now));
    CHECK(request.resolved_at == now);
    REQUIRE(move(request, Status::resolved, now + std::chrono::hours{1}));
    CHECK(request.resolved_at == now);
    REQUIRE(move(request, Status::in_progress, now));
    CHECK_FALSE(request.resolved_at);
}

TEST_CASE("a refused change says what was tried") {
    ServiceRequest request{.status = Status::resolved};
    const auto refused = move(request, Status::cancelled, now);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::conflict);
    CHECK(refused.error().message == "A request that is resolved cannot become cancelled.");
}

TEST_CASE("an emergency is urgent, whatever was asked") {
    const ServiceType leak{.default_priority = Priority::low, .hazard = Hazard::emergency};
    const ServiceType bill{.default_priority = Priority::medium};
    CHECK(effective_priority(leak, std::nullopt) == Priority::urgent);
    CHECK(effective_priority(leak, Priority::low) == Priority::urgent);
    CHECK(effective_priority(bill, std::nullopt) == Priority::medium);
    CHECK(effective_priority(bill, Priority::low) == Priority::low);
}

TEST_CASE("who sees, works on and edits a request") {
    struct Row {
        Actor actor{};
        bool sees = false;
        bool works = false;
        bool edits = false;
    };
    ServiceRequest request{.customer = {1}, .assigned_to = AccountId{9}};
    const Row rows[] = {
        {{{1}, Role::customer}, true, false, true},
        {{{2}, Role::customer}, false, false, false},
        {{{3}, Role::support}, true, true, false},
        {{{4}, Role::technician}, false, false, false},
        {{{9}, Role::technician}, true, true, false},
        {{{5}, Role::admin}, true, true, false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.actor.account.value);
        CHECK(may_see(row.actor, request) == row.sees);
        CHECK(may_work_on(row.actor, request) == row.works);
        CHECK(owner_may_edit(row.actor, request) == row.edits);
    }
    for (const auto status : {Status::in_progress, Status::resolved, Status::cancelled}) {
        request.status = status;
        CHECK_FALSE(owner_may_edit({{1}, Role::customer}, request));
    }
    request.assigned_to.reset();
    CHECK_FALSE(may_see({{9}, Role::technician}, request));
}

TEST_CASE("open requests are somebody's work") {
    CHECK(is_open(Status::pending));
    CHECK(is_open(Status::in_progress));
    CHECK_FALSE(is_open(Status::resolved));
    CHECK_FALSE(is_open(Status::cancelled));
}

TEST_CASE("names of people") {
    CHECK(full_name("Anshu", "Singh", "anshu") == "Anshu Singh");
    CHECK(full_name("Anshu", "", "anshu") == "Anshu");
    CHECK(full_name("", "Singh", "anshu") == "Singh");
    CHECK(full_name("", "", "anshu") == "anshu");
    Account account{.username = "MiXed", .email = "A@Example.com"};
    set_identity_keys(account);
    CHECK(account.username_key == "mixed");
    CHECK(account.email_key == "a@example.com");
    account.email.clear();
    set_identity_keys(account);
    CHECK_FALSE(account.email_key);
    CHECK(full_name(account) == "MiXed");
}

TEST_CASE("a type is shown by the word that was used, if it is one of its own") {
    const ServiceType type{.slug = "leak", .aliases = Words::of({"gas_leak_inspection"})};
    CHECK(shown_word(type, "gas_leak_inspection") == "gas_leak_inspection");
    CHECK(shown_word(type, "leak") == "leak");
    CHECK(shown_word(type, "New Connection") == "leak");
    CHECK(shown_word(type, "") == "leak");
    CHECK(slug_fault("new_type-2").empty());
    for (std::string_view bad : {"", "Big", "with blank", "\xC3\xA4"}) {
        CHECK_FALSE(slug_fault(bad).empty());
    }
}

TEST_CASE("pauses between tries grow and stay below an hour") {
    using std::chrono::seconds;
    CHECK(retry_delay(1) == seconds{1});
    CHECK(retry_delay(2) == seconds{2});
    CHECK(retry_delay(5) == seconds{16});
    CHECK(retry_delay(12) == seconds{2048});
    CHECK(retry_delay(13) == std::chrono::hours{1});
    CHECK(retry_delay(1000) == std::chrono::hours{1});
    CHECK(retry_delay(0) == seconds{1});
}

TEST_CASE("words of enumerations are found both ways") {
    for (const auto status : statuses) CHECK(from_name<Status>(name_of(status)) == status);
    CHECK_FALSE(from_name<Status>("PENDING"));
    CHECK(name_of(EventKind::deleted) == "deleted");
    CHECK(name_of(Visibility::everyone) == "public");
}

TEST_CASE("the first thing that staff do answers a request") {
    const auto first = *parse_iso8601("2026-11-21T10:00:00Z");
    for (const auto role : {Role::customer, Role::support, Role::technician, Role::admin}) {
        CAPTURE(name_of(role));
        ServiceRequest request;
        note_response(request, {.account = {1}, .role = role}, first);
        CHECK(request.first_response_at.has_value() == is_staff(role));
        note_response(
            request, {.account = {2}, .role = Role::support}, first + std::chrono::hours{1});
        const auto later = is_staff(role) ? first : first + std::chrono::hours{1};
        CHECK(request.first_response_at == later);
    }
}

}  // namespace
}  // namespace pilotlight
