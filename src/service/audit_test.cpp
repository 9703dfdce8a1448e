#include "service/audit.hpp"

#include "service/assignment.hpp"
#include "service/comment.hpp"
#include "service/desk_fixture.hpp"
#include "service/post.hpp"
#include "service/ticket.hpp"
#include "store/comment.hpp"
#include "store/notice.hpp"

namespace pilotlight::service {
namespace {

/// What those who watch are told: "opened 1" is the kind and the version, "-" marks what only staff
/// are told.
class NoticeFixture : public DeskFixture {
public:
    const Actor owner = enrol("owner", Role::customer);
    const Actor support = enrol("support", Role::support, Words::of({"relight"}));
    const Actor technician = enrol("technician", Role::technician);
    const Actor admin = enrol("admin", Role::admin);

    std::vector<Notice> fresh() {
        auto list = reading(
            [&](store::Read& read) { return store::notice::list_after(read, seen, 1'000); });
        if (!list.empty()) seen = list.back().id;
        return list;
    }
    std::string told() {
        std::string text;
        for (const auto& notice : fresh()) {
            CHECK(notice.customer == owner.account);
            if (!text.empty()) text += ", ";
            if (notice.visibility == Visibility::internal) text += "-";
            text += notice.kind + " " + std::to_string(notice.version);
        }
        return text;
    }
    void assign(ServiceRequestId id, std::optional<AccountId> to) {
        REQUIRE(in_tx(
            [&](store::Tx& tx) { return service_request::assign(tx, support, id, {to}, now); }));
    }
    CommentId comment(const Actor& by, ServiceRequestId id, Visibility visibility) {
        const auto made = in_tx([&](store::Tx& tx) {
            return service_request::comment(
                tx, by, id, {.text = "what was said", .visibility = visibility}, now);
        });
        REQUIRE(made);
        return *made;
    }
    store::notice::Kept kept() {
        return reading([](store::Read& read) { return store::notice::kept(read); });
    }
    std::int64_t sweep(Instant before, int rows_max) {
        const auto gone =
            in_tx([&](store::Tx& tx) { return store::notice::sweep(tx, before, rows_max); });
        REQUIRE(gone);
        return *gone;
    }

    NoticeId seen{};
};

TEST_CASE_FIXTURE(NoticeFixture, "every change of a request is told, with its new version") {
    const auto id = open(owner);
    CHECK(told() == "opened 1");
    service_request::Edit change;
    change.status = Status::in_progress;
    change.notes = "on the way";
    REQUIRE(edit(support, id, change));
    CHECK(told() == "status_changed 2");
    REQUIRE(edit(support, id, change));
    CHECK(told() == "noted 3");
    comment(owner, id, Visibility::everyone);
    comment(support, id, Visibility::internal);
    CHECK(told() == "commented 4, -commented 4");
    REQUIRE(in_tx([&](store::Tx& tx) { return service_request::remove(tx, admin, id, {}, now); }));
    CHECK(told() == "deleted 5");
}

TEST_CASE_FIXTURE(NoticeFixture, "a change that failed is not told") {
    const auto id = open(owner);
    told();
    service_request::Edit change;
    change.status = Status::in_progress;
    CHECK_FALSE(edit(owner, id, change));
    CHECK(told().empty());
}

TEST_CASE_FIXTURE(NoticeFixture, "who loses a request is told as well as who gets it") {
    const auto id = open(owner);
    assign(id, technician.account);
    assign(id, std::nullopt);
    const auto list = fresh();
    REQUIRE(list.size() == 3);
    CHECK(list[1].assigned_to == technician.account);
    CHECK_FALSE(list[1].formerly_assigned_to);
    CHECK_FALSE(list[2].assigned_to);
    CHECK(list[2].formerly_assigned_to == technician.account);
    CHECK(may_see(technician, list[2]));

    assign(id, technician.account);
    REQUIRE(
        in_tx([&](store::Tx& tx) { return assignment::give_back(tx, technician.account, now); }));
    CHECK(fresh().back().formerly_assigned_to == technician.account);
}

TEST_CASE_FIXTURE(NoticeFixture, "a comment that changes is told to those who could read it") {
    const auto id = open(owner);
    const auto change = [&](CommentId comment) {
        told();
        REQUIRE(in_tx([&](store::Tx& tx) -> Result<void> {
            const auto before = TRY(comment::visible(tx, support, id, comment));
            TRY(comment::edit(tx, support, before, "said otherwise", now));
            return comment::remove(tx, admin, before, now);
        }));
        return told();
    };
    CHECK(change(comment(support, id, Visibility::everyone)) == "commented 3, commented 4");
    CHECK(change(comment(support, id, Visibility::internal)) == "-commented 4, -commented 4");
}

TEST_CASE_FIXTURE(NoticeFixture, "tickets are told of too, and who may read a conversation") {
    const auto request = open(owner);
    told();
    const auto id = in_tx([&](store::Tx& tx) {
        return ticket::open_case(
            tx, owner, {.service_request = request, .description = "leaks"}, now);
    });
    REQUIRE(id);
    REQUIRE(in_tx([&](store::Tx& tx) {
        return ticket::assign(tx, support, *id, {technician.account}, now);
    }));
    REQUIRE(in_tx([&](store::Tx& tx) { return ticket::resolve(tx, support, *id, "done", now); }));
    CHECK(told() == "opened 1, assigned 2, status_changed 3");
    for (const auto profile : {Profile::production, Profile::demo}) {
        const auto begun = in_tx([&](store::Tx& tx) {
            return ticket::open_conversation(
                tx, owner, {.subject = "s", .message = "m", .profile = profile}, now);
        });
        REQUIRE(begun);
        REQUIRE(in_tx(
            [&](store::Tx& tx) { return post::reply(tx, support, begun->ticket, "hello", now); }));
        const auto list = fresh();
        REQUIRE(list.size() == 2);
        CHECK(list[1].kind == "answered");
        CHECK(list[1].noun == NoticeNoun::ticket);
        CHECK(list[1].subject == begun->ticket.value);
        CHECK(list[1].is_open_to_everyone == (profile == Profile::demo));
    }
}

TEST_CASE_FIXTURE(NoticeFixture, "old notices are swept, oldest first, and never the newest") {
    for (int i = 0; i < 5; ++i) open(owner);
    const auto list = fresh();
    REQUIRE(list.size() == 5);
    CHECK(sweep(list.front().created_at, 10) == 0);
    CHECK(sweep(list[3].created_at, 2) == 2);
    CHECK(kept().oldest == list[2].id);
    CHECK(sweep(list[3].created_at, 2) == 1);
    CHECK(sweep(now + std::chrono::hours{1}, 100) == 1);
    CHECK(kept().oldest == list[4].id);
    CHECK(kept().newest == list[4].id);
    open(owner);
    CHECK(kept().newest > list[4].id);
}

TEST_CASE_FIXTURE(NoticeFixture, "what is not there is not told of") {
    const auto told_of = in_tx([&](store::Tx& tx) {
        return store::notice::tell(tx, ServiceRequestId{7}, {.kind = "opened"}, now);
    });
    CHECK(told_of.error().code == Code::internal);
}

}  // namespace
}  // namespace pilotlight::service
