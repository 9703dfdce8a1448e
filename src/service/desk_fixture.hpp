#pragma once
// The ground of the service tests: a real store in a folder of its own, people, and a clock by
// hand.

#include <doctest/doctest.h>

#include "base/temporary_folder.hpp"
#include "service/account.hpp"
#include "service/service_request.hpp"
#include "store/account.hpp"
#include "store/request_event.hpp"
#include "store/service_request.hpp"
#include "store/service_type.hpp"
#include "store/store.hpp"

namespace pilotlight::service {

class DeskFixture {
public:
    DeskFixture() {
        auto opened = store::open({.folder = folder_.path(), .refuses_whole_reads = true});
        REQUIRE(opened);
        store = *std::move(opened);
        REQUIRE(store->migrate());
    }
    ~DeskFixture() {
        store->stop();
        store.reset();
    }
    DeskFixture(const DeskFixture&) = delete;
    DeskFixture& operator=(const DeskFixture&) = delete;

    /// The result of one transaction.
    template <class Work>
    auto in_tx(Work work) {
        using Outcome = decltype(work(std::declval<store::Tx&>()));
        std::optional<Outcome> outcome;
        const auto done = store->write_and_wait([&](store::Tx& tx) -> Result<void> {
            outcome = work(tx);
            if (!*outcome) return outcome->error();
            return {};
        });
        REQUIRE(outcome.has_value());
        CHECK(static_cast<bool>(done) == static_cast<bool>(*outcome));
        return *std::move(outcome);
    }
    template <class Work>
    auto reading(Work work) {
        auto scope = store->read();
        REQUIRE(scope);
        auto result = work(***scope);
        REQUIRE(result);
        return *std::move(result);
    }

    Actor enrol(std::string username, Role role, Words skills = {}, bool available = true) {
        Account draft{.username = username,
                      .email = username + "@example.com",
                      .first_name = username,
                      .role = role,
                      .skills = std::move(skills),
                      .available = available};
        const auto made = in_tx([&](store::Tx& tx) {
            return account::open(
                tx, {.draft = draft, .password_hash = "x", .by = Actor{.role = Role::admin}}, now);
        });
        REQUIRE(made);
        return {made->id, role, 0};
    }

    service_request::Draft draft(std::string_view slug = "repair") {
        service_request::Draft draft;
        const auto type = reading(
            [&](store::Read& read) { return store::service_type::find_by_word(read, slug); });
        REQUIRE(type);
        draft.type = *type;
        draft.fields.value.description = "something is wrong";
        return draft;
    }
    ServiceRequestId open(const Actor& customer, std::string_view slug = "repair") {
        now += std::chrono::seconds{1};
        const auto opened = in_tx([&](store::Tx& tx) {
            return service_request::open(tx, customer, draft(slug), std::chrono::hours{24}, now);
        });
        REQUIRE(opened);
        return opened->id;
    }
    ServiceRequest request(ServiceRequestId id) {
        const auto found =
            reading([&](store::Read& read) { return store::service_request::find(read, id); });
        REQUIRE(found);
        return *found;
    }
    Account account_of(const Actor& actor) {
        const auto found =
            reading([&](store::Read& read) { return store::account::find(read, actor.account); });
        REQUIRE(found);
        return *found;
    }
    /// A new password for whom `checked` was, over the credential of `who`.
    Result<void> change_password(Access& access, const Actor& who, const Account& checked) {
        return in_tx([&](store::Tx& tx) {
            return account::change_password(tx, access, who, {checked, "new"}, now);
        });
    }
    Result<void> change_password(Access& access, const Actor& who) {
        return change_password(access, who, account_of(who));
    }
    Result<std::optional<RequestEventId>> edit(const Actor& actor,
                                               ServiceRequestId id,
                                               service_request::Edit change) {
        now += std::chrono::seconds{1};
        return in_tx(
            [&](store::Tx& tx) { return service_request::edit(tx, actor, id, change, now); });
    }

    std::unique_ptr<store::Store> store{};
    Instant now = *parse_iso8601("2026-11-21T10:00:00Z");

private:
    TemporaryFolder folder_{};
};

}  // namespace pilotlight::service
