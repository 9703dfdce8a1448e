#include "service/bulk_change.hpp"

#include "service/desk_fixture.hpp"

namespace pilotlight::service {
namespace {

using assignment::Handover;
using bulk_change::Change;
using service_request::Edit;

class BulkFixture : public DeskFixture {
public:
    Actor owner = enrol("owner", Role::customer);
    Actor support = enrol("support", Role::support);

    std::vector<bulk_change::Outcome> apply(const Actor& actor,
                                            const std::vector<Change>& changes) {
        const auto outcomes =
            in_tx([&](store::Tx& tx) { return bulk_change::apply(tx, actor, changes, now); });
        REQUIRE(outcomes);
        return *outcomes;
    }
    Change move(ServiceRequestId id, Status to) {
        return {id, Edit{.status = to, .notes = "together", .version = request(id).version}};
    }
    std::size_t events_of(ServiceRequestId id) {
        return reading([&](store::Read& read) {
                   return store::request_event::list(read, id, true, {.limit = 100});
               })
            .size();
    }
};

TEST_CASE_FIXTURE(BulkFixture, "what is refused leaves its request alone, and the others") {
    const auto first = open(owner);
    const auto stale = open(owner);
    const auto last = open(owner);
    auto changes = std::vector{move(first, Status::in_progress),
                               move(stale, Status::in_progress),
                               Change{last, Handover{support.account, request(last).version}}};
    REQUIRE(edit(support, stale, {.notes = "somebody was faster"}));
    const auto events = events_of(stale);
    const auto outcomes = apply(support, changes);
    REQUIRE(outcomes.size() == 3);
    CHECK_FALSE(outcomes[0].refusal);
    CHECK(outcomes[0].version == request(first).version);
    CHECK(request(first).status == Status::in_progress);
    REQUIRE(outcomes[1].refusal);
    CHECK(outcomes[1].refusal->code == Code::precondition_failed);
    CHECK(outcomes[1].version == request(stale).version);
    CHECK(request(stale).status == Status::pending);
    CHECK(events_of(stale) == events);
    CHECK_FALSE(outcomes[2].refusal);
    CHECK(request(last).assigned_to == support.account);
}

TEST_CASE_FIXTURE(BulkFixture, "each change keeps the rules of its own verb") {
    const auto technician = enrol("technician", Role::technician);
    const auto id = open(owner);
    const auto code_by = [&](const Actor& actor, const Change& change) {
        const auto outcome = apply(actor, {change}).front();
        REQUIRE(outcome.refusal);
        return outcome.refusal->code;
    };
    CHECK(code_by(technician, move(id, Status::in_progress)) == Code::not_found);
    CHECK_FALSE(apply(technician, {move(id, Status::in_progress)}).front().version);
    CHECK(code_by(owner, move(id, Status::in_progress)) == Code::forbidden);
    CHECK(code_by(support, {id, Handover{owner.account}}) == Code::invalid_input);
    REQUIRE_FALSE(apply(support, {move(id, Status::cancelled)}).front().refusal);
    CHECK(code_by(support, move(id, Status::in_progress)) == Code::conflict);
}

TEST_CASE_FIXTURE(BulkFixture, "two changes of one request go one after the other") {
    const auto id = open(owner);
    const auto version = request(id).version;
    const auto outcomes =
        apply(support,
              {Change{id, Edit{.status = Status::cancelled, .version = version}},
               Change{id, Edit{.status = Status::pending, .version = version + 1}}});
    CHECK_FALSE(outcomes[0].refusal);
    CHECK_FALSE(outcomes[1].refusal);
    CHECK(request(id).status == Status::pending);
    CHECK(request(id).version == version + 2);
}

}  // namespace
}  // namespace pilotlight::service
