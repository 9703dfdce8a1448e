#include "service/comment.hpp"

#include <algorithm>

#include "service/desk_fixture.hpp"
#include "store/comment.hpp"

namespace pilotlight::service {
namespace {

class CommentFixture : public DeskFixture {
public:
    const Actor owner = enrol("owner", Role::customer);
    const Actor support = enrol("support", Role::support);
    const ServiceRequestId id = open(owner);

    Comment say(const Actor& by, std::string text, Visibility visibility = Visibility::everyone) {
        const auto made = in_tx([&](store::Tx& tx) {
            return service_request::comment(
                tx, by, id, {.text = std::move(text), .visibility = visibility}, now);
        });
        REQUIRE(made);
        return reading(
            [&](store::Read& read) { return comment::visible(read, support, id, *made); });
    }
};

TEST_CASE_FIXTURE(CommentFixture, "what customers do not see leaves version and time alone") {
    const auto before = request(id);
    now += std::chrono::seconds{1};
    const auto note = say(support, "dog in the yard", Visibility::internal);
    REQUIRE(in_tx([&](store::Tx& tx) { return comment::edit(tx, support, note, "two", now); }));
    REQUIRE(in_tx([&](store::Tx& tx) { return comment::remove(tx, support, note, now); }));
    CHECK(request(id).version == before.version);
    CHECK(request(id).updated_at == before.updated_at);
    const auto answer = say(support, "on our way");
    CHECK(request(id).version == before.version + 1);
    CHECK(request(id).updated_at == now);
    REQUIRE(in_tx([&](store::Tx& tx) { return comment::edit(tx, support, answer, "now", now); }));
    REQUIRE(in_tx([&](store::Tx& tx) { return comment::remove(tx, support, answer, now); }));
    CHECK(request(id).version == before.version + 3);
}

TEST_CASE_FIXTURE(CommentFixture, "a busy request hides nothing of a quiet one") {
    const auto quiet = open(owner);
    constexpr int many = 2 * store::comment::comments_shown_max + 50;
    REQUIRE(in_tx([&](store::Tx& tx) -> Result<void> {
        const auto speak = [&](ServiceRequestId about) -> Result<void> {
            TRY(store::comment::insert(tx, {.service_request = about, .author = support.account}));
            TRY(store::request_event::insert(
                tx, {.service_request = about, .actor = support.account, .is_update = true}));
            return {};
        };
        TRY(speak(quiet));
        for (int i = 0; i < many; ++i) TRY(speak(id));
        return {};
    }));
    const ServiceRequestId both[] = {id, quiet};
    const auto comments =
        reading([&](store::Read& read) { return store::comment::newest_of(read, both, true); });
    CHECK(comments.size() == store::comment::comments_shown_max + 1);
    CHECK(comments[0].service_request == id);
    CHECK(comments[1].service_request == quiet);
    CHECK(comments[0].id > comments[2].id);
    const auto updates = reading(
        [&](store::Read& read) { return store::request_event::updates_of(read, both, true); });
    CHECK(updates.size() == store::request_event::updates_shown_max + 1);
    CHECK(updates.back().event.service_request == quiet);
    const auto of_one = [&](bool with_internal) {
        return reading([&](store::Read& read) {
            return store::request_event::updates_of(read, id, with_internal);
        });
    };
    const auto shown = of_one(false);
    REQUIRE(shown.size() == store::request_event::updates_shown_max);
    CHECK(shown.front().event.id == updates.front().event.id);
    CHECK(shown.back().event.id < shown.front().event.id);
    REQUIRE(in_tx([&](store::Tx& tx) {
        return store::request_event::insert(tx,
                                            {.service_request = id,
                                             .actor = support.account,
                                             .visibility = Visibility::internal,
                                             .is_update = true});
    }));
    CHECK(of_one(false).front().event.id == shown.front().event.id);
    CHECK(of_one(true).front().event.id != shown.front().event.id);
    const std::string note(store::request_event::updates_listed_length_max - 1, 'n');
    REQUIRE(in_tx([&](store::Tx& tx) -> Result<void> {
        for (const auto about : {id, quiet, quiet}) {
            TRY(store::request_event::insert(tx,
                                             {.service_request = about,
                                              .actor = support.account,
                                              .note = note,
                                              .is_update = true}));
        }
        return {};
    }));
    const auto listed = reading(
        [&](store::Read& read) { return store::request_event::updates_of(read, both, true); });
    const auto of_quiet = std::ranges::count_if(
        listed, [&](const auto& view) { return view.event.service_request == quiet; });
    CHECK(of_quiet == 1);
    CHECK(listed.size() == store::request_event::updates_shown_max + 1);
    CHECK(of_one(true).size() == store::request_event::updates_shown_max);
}

TEST_CASE_FIXTURE(CommentFixture, "a search keeps to whom the request is assigned now") {
    const auto technician = enrol("technician", Role::technician);
    const auto other = enrol("other", Role::technician);
    const auto found_by = [&](const Actor& who) {
        const auto list = reading([&](store::Read& read) {
            return store::service_request::list(read,
                                                {.assigned_to = who.account, .search = "wrong"},
                                                store::service_request::Sort::newest,
                                                {});
        });
        return list.size();
    };
    const auto assign = [&](const Actor& to) {
        REQUIRE(in_tx([&](store::Tx& tx) {
            return service_request::assign(tx, support, id, {to.account}, now);
        }));
    };
    assign(technician);
    CHECK(found_by(technician) == 1);
    CHECK(found_by(other) == 0);
    assign(other);
    CHECK(found_by(technician) == 0);
    CHECK(found_by(other) == 1);
}

}  // namespace
}  // namespace pilotlight::service
