#include "http/compat/token/service_request_body.hpp"

#include "http/compat/list.hpp"
#include "http/compat/token/ticket_body.hpp"
#include "service/desk_fixture.hpp"
#include "service/interaction.hpp"
#include "service/ticket.hpp"

namespace pilotlight::http::compat::token {
namespace {

/// A view of the store that counts what is asked of it.
class CountingConnection final : public store::Connection {
public:
    explicit CountingConnection(store::Store& store) {
        auto opened = store.read();
        REQUIRE(opened);
        scope_ = *std::move(opened);
    }

    Result<std::int64_t> run(const store::Query& query,
                             std::span<const store::Value> values,
                             const Visit& visit) override {
        ++statements;
        TRY((**scope_).each(query, values, visit));
        return std::int64_t{0};
    }

    int statements = 0;

private:
    std::unique_ptr<store::ReadScope> scope_{};
};

/// Twenty requests, each with its comment, case and contact.
class ListFixture : public service::DeskFixture {
public:
    ListFixture() {
        for (int i = 0; i < 20; ++i) add_story(i % 2 == 0 ? customer : other);
    }

    void add_story(const Actor& owner) {
        const auto id = open(owner);
        say(owner, id, "it drips");
        const auto made = in_tx([&](store::Tx& tx) {
            return service::ticket::open_case(
                tx, support, {.service_request = id, .description = "still drips"}, now);
        });
        REQUIRE(made);
        REQUIRE(in_tx([&](store::Tx& tx) {
            return service::interaction::record(
                tx, support, {.ticket = *made, .notes = "rang"}, now);
        }));
    }
    void say(const Actor& author,
             ServiceRequestId id,
             std::string text,
             Visibility visibility = Visibility::everyone) {
        REQUIRE(in_tx([&](store::Tx& tx) {
            return service::service_request::comment(
                tx, author, id, {.text = text, .visibility = visibility}, now);
        }));
    }
    std::vector<RequestBody> requests(store::Read& read, const Reader& reader) {
        const auto wholes = store::service_request::list_whole(
            read, {}, store::service_request::Sort::oldest, {.limit = 20});
        REQUIRE(wholes);
        auto bodies = bodies_of(read, *wholes, reader);
        REQUIRE(bodies);
        return *std::move(bodies);
    }

    Actor customer = enrol("meera", Role::customer);
    Actor other = enrol("ravi", Role::customer);
    Actor support = enrol("asha", Role::support);
    Reader desk{.actor = support, .base_url = "https://desk.example"};
};

TEST_CASE_FIXTURE(ListFixture, "twenty nested requests cost three statements") {
    CountingConnection connection(*store);
    store::Read read(connection);
    const auto bodies = requests(read, desk);
    CHECK(connection.statements == 3);
    REQUIRE(bodies.size() == 20);
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        CAPTURE(i);
        CHECK(bodies[i].customer.username == (i % 2 == 0 ? "meera" : "ravi"));
        CHECK(bodies[i].assigned_to->username == "asha");
        CHECK(bodies[i].service_type.estimated_time > 0);
        REQUIRE(bodies[i].comments.size() == 1);
        CHECK(bodies[i].comments[0].service_request == bodies[i].id);
        CHECK(bodies[i].comments[0].user.username == bodies[i].customer.username);
        CHECK_FALSE(bodies[i].attachment.has_value());
    }
}

TEST_CASE_FIXTURE(ListFixture, "twenty tickets cost four statements, twenty interactions five") {
    CountingConnection connection(*store);
    store::Read read(connection);
    const auto tickets = store::ticket::list(read, {}, store::ticket::Sort::oldest, {.limit = 20});
    REQUIRE(tickets);
    const auto ticket_bodies = bodies_of(read, *tickets, desk);
    REQUIRE(ticket_bodies);
    CHECK(connection.statements == 4);
    REQUIRE(ticket_bodies->size() == 20);
    for (const auto& body : *ticket_bodies) CHECK(body.service_request->comments.size() == 1);

    connection.statements = 0;
    const auto contacts =
        store::interaction::list(read, {}, store::interaction::Sort::oldest, {.limit = 20});
    REQUIRE(contacts);
    const auto contact_bodies = bodies_of(read, *contacts, desk);
    REQUIRE(contact_bodies);
    CHECK(connection.statements == 5);
    REQUIRE(contact_bodies->size() == 20);
    for (const auto& body : *contact_bodies) {
        CHECK(body.support_ticket->service_request->customer.id == body.customer.id);
    }
}

TEST_CASE_FIXTURE(ListFixture, "customers do not read what staff say among themselves") {
    say(support, ServiceRequestId{1}, "difficult stairs", Visibility::internal);
    CountingConnection connection(*store);
    store::Read read(connection);
    CHECK(requests(read, desk).front().comments.size() == 2);
    CHECK(requests(read, {.actor = customer}).front().comments.size() == 1);
}

TEST_CASE_FIXTURE(ListFixture, "a nested request shows the newest hundred comments") {
    for (int i = 1; i <= store::comment::comments_shown_max; ++i) {
        say(customer, ServiceRequestId{1}, std::to_string(i));
    }
    CountingConnection connection(*store);
    store::Read read(connection);
    const auto comments = requests(read, desk).front().comments;
    REQUIRE(comments.size() == store::comment::comments_shown_max);
    CHECK(comments.front().comment == "1");
    CHECK(comments.back().comment == "100");
}

TEST_CASE_FIXTURE(ListFixture, "what has no room is left out, the oldest of each request first") {
    const ServiceRequestId talkative{1};
    const ServiceRequestId quiet{2};
    for (const auto* text : {"a", "b", "c", "d"}) say(support, talkative, text);
    CountingConnection connection(*store);
    store::Read read(connection);
    const auto wholes = store::service_request::whole_of(read, std::vector{talkative, quiet});
    REQUIRE(wholes);
    const auto all = bodies_of(read, *wholes, desk);
    REQUIRE(all);
    const auto size = [](const CommentBody& comment) { return to_json(comment).size() + 1; };
    const auto& long_list = all->front().comments;
    REQUIRE(long_list.size() == 5);
    const auto quiet_size = size(all->back().comments.front());
    CommentBudget budget{.bytes_left = 2 * size(long_list[4]) + size(long_list[3]) + quiet_size};
    const auto texts = [&](const CommentBudget& given) {
        const auto bodies = bodies_of(read, *wholes, desk, given);
        REQUIRE(bodies);
        std::string shown;
        for (const auto& comment : bodies->front().comments) shown += comment.comment;
        return shown + "/" + std::to_string(bodies->back().comments.size());
    };
    CHECK(texts(budget) == "bcd/1");
    budget.bytes_left -= 1;
    CHECK(texts(budget) == "cd/1");
    budget.shown[talkative] = 3;
    CHECK(texts(budget) == "d/0");
    budget.bytes_left = 1;
    CHECK(texts(budget) == "/0");
}

TEST_CASE_FIXTURE(ListFixture, "no older comment takes the place of one that is too long") {
    say(support, ServiceRequestId{1}, std::string(500, 'e'));
    say(support, ServiceRequestId{1}, "f");
    CountingConnection connection(*store);
    store::Read read(connection);
    const auto wholes = store::service_request::whole_of(read, std::vector{ServiceRequestId{1}});
    REQUIRE(wholes);
    const auto all = bodies_of(read, *wholes, desk);
    REQUIRE(all);
    const auto& comments = all->front().comments;
    REQUIRE(comments.size() == 3);
    const auto room = to_json(comments[0]).size() + to_json(comments[2]).size() + 2;
    const auto bodies = bodies_of(read, *wholes, desk, {.bytes_left = room});
    REQUIRE(bodies);
    REQUIRE(bodies->front().comments.size() == 1);
    CHECK(bodies->front().comments.front().comment == "f");
}

TEST_CASE("a page of what is at hand starts after the cursor or the offset") {
    struct Thing {
        Id<Thing> id{};
    };
    const std::vector<Thing> all{{{1}}, {{2}}, {{4}}, {{8}}, {{9}}};
    const auto write = [](JsonWriter& out, const Thing& thing) { out.value(thing.id); };
    const auto first = slice(all, {.limit = 2}, write);
    CHECK(first.json == "[1,2]");
    CHECK(first.count == 2);
    CHECK(first.next->id == 2);
    CHECK(slice(all, {.limit = 2, .after = first.next}, write).json == "[4,8]");
    CHECK(slice(all, {.limit = 2, .offset = 4}, write).json == "[9]");
    const auto none = slice(all, {.limit = 2, .offset = 5}, write);
    CHECK(none.json == "[]");
    CHECK_FALSE(none.next.has_value());
}

}  // namespace
}  // namespace pilotlight::http::compat::token
