#include "service/ticket.hpp"

#include <random>

#include "service/assignment.hpp"
#include "service/desk_fixture.hpp"
#include "service/post.hpp"
#include "service/service_request.hpp"
#include "store/audit_event.hpp"
#include "store/post.hpp"

namespace pilotlight::service {
namespace {

using store::ticket::Filter;
using store::ticket::Sort;

Code code_of(const auto& result) {
    return result ? Code::internal : result.error().code;
}

class TicketFixture : public DeskFixture {
public:
    const Actor owner = enrol("owner", Role::customer);
    const Actor stranger = enrol("stranger", Role::customer);
    const Actor support = enrol("support", Role::support, Words::of({"relight"}));
    const Actor technician = enrol("technician", Role::technician);
    const Actor admin = enrol("admin", Role::admin);

    Result<TicketId> try_case(const Actor& by, ServiceRequestId request, ticket::Case draft = {}) {
        draft.service_request = request;
        draft.description = "leaks";
        now += std::chrono::seconds{1};
        return in_tx([&](store::Tx& tx) { return ticket::open_case(tx, by, draft, now); });
    }
    TicketId open_case(const Actor& by) {
        const auto id = try_case(by, open(by));
        REQUIRE(id);
        return *id;
    }
    ticket::Begun begin(const Actor& by, Profile profile = Profile::production) {
        now += std::chrono::seconds{1};
        const auto begun = in_tx([&](store::Tx& tx) {
            return ticket::open_conversation(
                tx, by, {.subject = "bill", .message = "why so much?", .profile = profile}, now);
        });
        REQUIRE(begun);
        return *begun;
    }
    Ticket at(TicketId id) {
        const auto found =
            reading([&](store::Read& read) { return store::ticket::find(read, id); });
        REQUIRE(found);
        return *found;
    }
    auto edit_ticket(const Actor& by, TicketId id, ticket::Edit change) {
        now += std::chrono::seconds{1};
        return in_tx([&](store::Tx& tx) { return ticket::edit(tx, by, id, change, now); });
    }
    auto reply(const Actor& by, TicketId id) {
        now += std::chrono::seconds{1};
        return in_tx([&](store::Tx& tx) { return post::reply(tx, by, id, "an answer", now); });
    }
    auto remove_post(const Actor& by, PostId id) {
        return in_tx([&](store::Tx& tx) { return post::remove(tx, by, id, now); });
    }
    auto resolve(const Actor& by, TicketId id, std::string notes) {
        return in_tx([&](store::Tx& tx) { return ticket::resolve(tx, by, id, notes, now); });
    }
    auto assign(const Actor& by, TicketId id, std::optional<AccountId> to) {
        return in_tx([&](store::Tx& tx) { return ticket::assign(tx, by, id, {to}, now); });
    }
    auto remove_ticket(const Actor& by, TicketId id) {
        return in_tx([&](store::Tx& tx) { return ticket::remove(tx, by, id, {}, now); });
    }
    std::vector<std::int64_t> ids(const Filter& filter, Sort sort, const store::Page& page = {}) {
        std::vector<std::int64_t> list;
        for (const auto& view : reading([&](store::Read& read) {
                 return store::ticket::list(read, filter, sort, page);
             })) {
            list.push_back(view.ticket.id.value);
        }
        return list;
    }
    std::optional<std::int64_t> count(const Filter& filter, std::int64_t rows_max = 1000) {
        return reading(
            [&](store::Read& read) { return store::ticket::count(read, filter, rows_max); });
    }
    std::int64_t history_of(TicketId id) {
        return reading([&](store::Read& read) {
            return store::audit_event::count_of(read, "ticket", id.value);
        });
    }
};

TEST_CASE_FIXTURE(TicketFixture, "a case is the customer's, on a request that the opener sees") {
    const auto request_id = open(owner);
    const auto mine = try_case(owner, request_id);
    const auto from_desk = try_case(support, request_id);
    REQUIRE(mine);
    REQUIRE(from_desk);
    CHECK(at(*mine).customer == owner.account);
    CHECK(at(*from_desk).customer == owner.account);
    CHECK(at(*mine).subject == request(request_id).title);
    CHECK(at(*mine).priority == request(request_id).priority);
    CHECK_FALSE(at(*mine).assigned_to);
    CHECK(code_of(try_case(stranger, request_id)) == Code::not_found);
    CHECK(code_of(try_case(technician, request_id)) == Code::not_found);
    CHECK(code_of(try_case(support, {999})) == Code::not_found);
    CHECK(history_of(*mine) == 1);
}

TEST_CASE_FIXTURE(TicketFixture, "S6: only staff set the state of a new case") {
    const ticket::Case resolved{.status = TicketStatus::resolved, .resolution_notes = "done"};
    const auto request_id = open(owner);
    const auto mine = try_case(owner, request_id, resolved);
    REQUIRE(mine);
    CHECK(at(*mine).status == TicketStatus::open);
    CHECK(at(*mine).resolution_notes.empty());
    const auto from_desk = try_case(support, request_id, resolved);
    REQUIRE(from_desk);
    CHECK(at(*from_desk).status == TicketStatus::resolved);
    CHECK(at(*from_desk).resolved_at == now);
    CHECK(code_of(try_case(support, request_id, {.status = TicketStatus::resolved})) ==
          Code::invalid_input);
}

TEST_CASE_FIXTURE(TicketFixture, "a conversation begins with a customer's post") {
    const auto begun = begin(owner);
    const auto ticket = at(begun.ticket);
    CHECK(ticket.post_count == 1);
    CHECK(ticket.description.empty());
    const auto posts =
        reading([&](store::Read& read) { return store::post::list(read, begun.ticket, {}); });
    REQUIRE(posts.size() == 1);
    CHECK(posts.front().post.id == begun.first_post);
    CHECK(posts.front().author.username == "owner");
    CHECK(code_of(in_tx([&](store::Tx& tx) {
              return ticket::open_conversation(tx, support, {.subject = "x"}, now);
          })) == Code::forbidden);
}

TEST_CASE_FIXTURE(TicketFixture, "the desk begins a conversation with an active customer") {
    const auto begin_with = [&](const Actor& by, AccountId customer) {
        return in_tx([&](store::Tx& tx) {
            return ticket::open_conversation(
                tx, by, {.customer = customer, .subject = "meter", .message = "may we come?"}, now);
        });
    };
    const auto begun = begin_with(support, owner.account);
    REQUIRE(begun);
    CHECK(at(begun->ticket).customer == owner.account);
    const auto first =
        reading([&](store::Read& read) { return store::post::find(read, begun->first_post); });
    REQUIRE(first);
    CHECK(first->author == support.account);
    CHECK(code_of(begin_with(support, technician.account)) == Code::invalid_input);
    CHECK(code_of(begin_with(support, AccountId{99'999})) == Code::invalid_input);
    CHECK(code_of(begin_with(technician, owner.account)) == Code::forbidden);
    const auto own = begin_with(stranger, owner.account);
    REQUIRE(own);
    CHECK(at(own->ticket).customer == stranger.account);
}

TEST_CASE_FIXTURE(TicketFixture, "a technician's case about a request of theirs is theirs") {
    const auto request = open(owner);
    REQUIRE(in_tx([&](store::Tx& tx) {
        return service_request::assign(tx, admin, request, {technician.account}, now);
    }));
    const auto id = try_case(technician, request);
    REQUIRE(id);
    CHECK(at(*id).assigned_to == technician.account);
    CHECK(at(*id).customer == owner.account);
    CHECK(edit_ticket(technician, *id, {.status = TicketStatus::in_progress}));
    const auto by_desk = try_case(support, request);
    REQUIRE(by_desk);
    CHECK_FALSE(at(*by_desk).assigned_to);
}

TEST_CASE_FIXTURE(TicketFixture, "what is resolved keeps its notes") {
    const auto id = open_case(owner);
    REQUIRE(edit_ticket(
        support, id, {.status = TicketStatus::resolved, .resolution_notes = "new seal"}));
    const auto version = at(id).version;
    for (const auto* blank : {"", "  "}) {
        const auto emptied = edit_ticket(support, id, {.resolution_notes = blank});
        CHECK(code_of(emptied) == Code::invalid_input);
    }
    CHECK(at(id).resolution_notes == "new seal");
    CHECK(at(id).version == version);
    CHECK(edit_ticket(support, id, {.status = TicketStatus::in_progress, .resolution_notes = ""}));
}

TEST_CASE_FIXTURE(TicketFixture, "C2: who sees and answers a conversation") {
    const auto closed = begin(owner).ticket;
    const auto shown = begin(owner, Profile::demo).ticket;
    for (const auto& row : {std::pair(owner, true),
                            std::pair(stranger, false),
                            std::pair(support, true),
                            std::pair(technician, false),
                            std::pair(admin, true)}) {
        CAPTURE(row.first.account.value);
        CHECK(bool(reply(row.first, closed)) == row.second);
        CHECK(bool(reply(row.first, shown)));
    }
    CHECK(code_of(reply(stranger, closed)) == Code::not_found);
    CHECK(at(closed).post_count == 4);
    CHECK(at(shown).post_count == 6);
    CHECK(at(shown).last_activity_at == at(shown).updated_at);
    const auto kind_of = [&](TicketKind kind) {
        auto scope = store->read();
        REQUIRE(scope);
        return code_of(ticket::visible(***scope, owner, closed, kind));
    };
    CHECK(kind_of(TicketKind::service_case) == Code::not_found);
    CHECK(kind_of(TicketKind::conversation) == Code::internal);
}

TEST_CASE_FIXTURE(TicketFixture, "authors take back their posts, but not what began it all") {
    const auto begun = begin(owner);
    const auto answer = reply(support, begun.ticket);
    REQUIRE(answer);
    CHECK(code_of(remove_post(owner, begun.first_post)) == Code::conflict);
    CHECK(code_of(remove_post(owner, *answer)) == Code::forbidden);
    CHECK(code_of(remove_post(admin, *answer)) == Code::forbidden);
    CHECK(code_of(remove_post(stranger, *answer)) == Code::not_found);
    const auto before = at(begun.ticket);
    CHECK(remove_post(support, *answer));
    CHECK(at(begun.ticket).post_count == 1);
    CHECK(at(begun.ticket).version == before.version + 1);
    CHECK(at(begun.ticket).last_activity_at == before.last_activity_at);
    CHECK(code_of(remove_post(support, *answer)) == Code::not_found);
    CHECK(history_of(begun.ticket) == 3);
}

TEST_CASE_FIXTURE(TicketFixture, "an owner's answer opens what was resolved, staff's does not") {
    const auto id = begin(owner).ticket;
    REQUIRE(resolve(support, id, "explained"));
    REQUIRE(reply(support, id));
    CHECK(at(id).status == TicketStatus::resolved);
    REQUIRE(reply(owner, id));
    CHECK(at(id).status == TicketStatus::open);
    CHECK_FALSE(at(id).resolved_at);
    CHECK(count({.status = TicketStatus::resolved}) == 0);
}

TEST_CASE_FIXTURE(TicketFixture, "S3: staff resolve, with notes, again and again") {
    const auto id = open_case(owner);
    CHECK(code_of(resolve(owner, id, "mine")) == Code::forbidden);
    CHECK(code_of(resolve(stranger, id, "mine")) == Code::not_found);
    CHECK(code_of(resolve(technician, id, "mine")) == Code::not_found);
    CHECK(code_of(resolve(support, id, " ")) == Code::invalid_input);
    CHECK(at(id).status == TicketStatus::open);
    REQUIRE(resolve(support, id, "valve"));
    const auto first = at(id).resolved_at;
    now += std::chrono::hours{1};
    REQUIRE(resolve(admin, id, "seal"));
    CHECK(at(id).resolution_notes == "seal");
    CHECK(at(id).resolved_at > first);
    CHECK(request(*at(id).service_request).status == Status::pending);
}

TEST_CASE_FIXTURE(TicketFixture, "who may edit what of a ticket") {
    const auto id = open_case(owner);
    const auto words = [](std::string subject) {
        ticket::Edit change;
        FieldErrors faults;
        change.fields =
            decode<Ticket>(boost::json::object{{"subject", subject}}, Mode::patch, faults);
        REQUIRE(faults.empty());
        return change;
    };
    ticket::Edit urgent;
    urgent.fields.value.priority = Priority::urgent;
    FieldErrors faults;
    urgent.fields =
        decode<Ticket>(boost::json::object{{"priority", "urgent"}}, Mode::patch, faults);
    CHECK(edit_ticket(owner, id, words("mine")));
    CHECK(at(id).subject == "mine");
    CHECK(code_of(edit_ticket(stranger, id, words("x"))) == Code::not_found);
    CHECK(code_of(edit_ticket(owner, id, urgent)) == Code::forbidden);
    CHECK(code_of(edit_ticket(owner, id, {.status = TicketStatus::closed})) == Code::forbidden);
    CHECK(code_of(edit_ticket(owner, id, {.resolution_notes = "x"})) == Code::forbidden);
    CHECK(edit_ticket(support, id, {.status = TicketStatus::in_progress}));
    CHECK(code_of(edit_ticket(owner, id, words("late"))) == Code::conflict);
    REQUIRE(assign(support, id, technician.account));
    CHECK(edit_ticket(technician, id, urgent));
    CHECK(at(id).priority == Priority::urgent);
    CHECK(code_of(edit_ticket(support, id, {.version = 1})) == Code::precondition_failed);
    const auto version = at(id).version;
    CHECK(edit_ticket(support, id, {.status = TicketStatus::in_progress, .version = version}));
    CHECK(at(id).version == version);
    CHECK(code_of(edit_ticket(support, id, {.status = TicketStatus::resolved})) ==
          Code::invalid_input);
    CHECK(edit_ticket(
        support, id, {.status = TicketStatus::resolved, .resolution_notes = "all done"}));
    ticket::Edit described;
    described.fields =
        decode<Ticket>(boost::json::object{{"description", "x"}}, Mode::patch, faults);
    CHECK(code_of(edit_ticket(support, begin(owner).ticket, described)) == Code::invalid_input);
}

TEST_CASE_FIXTURE(TicketFixture, "tickets are given to staff, and come back from who leaves") {
    const auto id = open_case(owner);
    CHECK(code_of(assign(owner, id, support.account)) == Code::forbidden);
    CHECK(code_of(assign(support, id, owner.account)) == Code::invalid_input);
    CHECK(code_of(assign(support, id, AccountId{999})) == Code::invalid_input);
    REQUIRE(assign(support, id, technician.account));
    const auto done = begin(owner).ticket;
    REQUIRE(assign(support, done, technician.account));
    REQUIRE(resolve(technician, done, "done"));
    const auto load = [&] {
        return reading([&](store::Read& read) {
            return store::ticket::open_count_of(read, technician.account);
        });
    };
    CHECK(load() == 1);
    CHECK(code_of(assign(technician, id, support.account)) == Code::forbidden);
    REQUIRE(
        in_tx([&](store::Tx& tx) { return assignment::give_back(tx, technician.account, now); }));
    CHECK(load() == 0);
    CHECK_FALSE(at(id).assigned_to);
    CHECK(at(done).assigned_to == technician.account);
    CHECK(count({.unassigned = true}) == 1);
}

TEST_CASE_FIXTURE(TicketFixture, "an administrator removes tickets, and requests take theirs") {
    const auto id = open_case(owner);
    CHECK(code_of(remove_ticket(owner, id)) == Code::forbidden);
    CHECK(code_of(remove_ticket(support, id)) == Code::forbidden);
    CHECK(remove_ticket(admin, id));
    CHECK(code_of(remove_ticket(admin, id)) == Code::not_found);
    CHECK(code_of(reply(owner, id)) == Code::not_found);
    CHECK(history_of(id) == 2);
    const auto other = open_case(owner);
    REQUIRE(in_tx([&](store::Tx& tx) {
        return service_request::remove(tx, owner, *at(other).service_request, {}, now);
    }));
    CHECK(ids({}, Sort::newest).empty());
    CHECK(count({}) == 0);
    CHECK(count({.customer = owner.account}) == 0);
}

TEST_CASE_FIXTURE(TicketFixture, "pages follow one another in each order, and by number") {
    std::vector<TicketId> made;
    for (int i = 0; i < 7; ++i) made.push_back(begin(owner).ticket);
    REQUIRE(reply(support, made[2]));
    REQUIRE(reply(support, made[0]));
    for (const auto sort : {Sort::newest, Sort::oldest, Sort::activity_newest}) {
        CAPTURE(static_cast<int>(sort));
        const auto whole = ids({}, sort);
        REQUIRE(whole.size() == 7);
        std::vector<std::int64_t> paged;
        store::Page page{.limit = 3};
        while (true) {
            const auto views = reading(
                [&](store::Read& read) { return store::ticket::list(read, {}, sort, page); });
            for (const auto& view : views) paged.push_back(view.ticket.id.value);
            if (views.size() < 3) break;
            page.after = store::ticket::cursor_after(views.back(), {}, sort, 0);
        }
        CHECK(paged == whole);
        CHECK(ids({}, sort, {.limit = 1, .offset = 5, .total = 7}) == std::vector{whole[5]});
    }
    const auto active = ids({}, Sort::activity_newest);
    CHECK(active[0] == made[0].value);
    CHECK(active[1] == made[2].value);
    CHECK(count({.priority = Priority::medium, .customer = owner.account}, 6) == std::nullopt);
    CHECK(count({.priority = Priority::medium, .customer = owner.account}, 7) == 7);
}

TEST_CASE_FIXTURE(TicketFixture, "search finds subject and description, within the customer's") {
    const auto id = open_case(owner);
    const auto talk = begin(stranger).ticket;
    const auto found = [&](std::string text, std::optional<AccountId> customer = {}) {
        const Filter filter{.customer = customer, .search = std::move(text)};
        const auto list = ids(filter, Sort::newest);
        CHECK(reading([&](store::Read& read) {
                  return store::ticket::search_count(read, filter);
              }) == static_cast<std::int64_t>(list.size()));
        return list;
    };
    CHECK(found("leaks") == std::vector{id.value});
    CHECK(found("bill") == std::vector{talk.value});
    CHECK(found("bill", owner.account).empty());
    CHECK(found("bill", stranger.account) == std::vector{talk.value});
    REQUIRE(remove_ticket(admin, talk));
    CHECK(found("bill").empty());
}

TEST_CASE_FIXTURE(TicketFixture, "what hangs on several is fetched in one query") {
    const auto a = open_case(owner);
    const auto b = open_case(stranger);
    const auto gone = open_case(owner);
    const std::vector requests{
        *at(a).service_request, *at(b).service_request, *at(gone).service_request};
    REQUIRE(remove_ticket(admin, gone));
    const auto cases =
        reading([&](store::Read& read) { return store::ticket::of_requests(read, requests); });
    REQUIRE(cases.size() == 2);
    CHECK(cases[0].id == a);
    CHECK(cases[1].service_request == requests[1]);
    const std::vector wanted{b, a, gone, TicketId{12345}};
    const auto views =
        reading([&](store::Read& read) { return store::ticket::of_ids(read, wanted); });
    REQUIRE(views.size() == 2);
    CHECK(views[0].customer.username == "owner");
    CHECK(views[1].customer.email == "stranger@example.com");
    CHECK(full_name(views[1].assignee).empty());
}

/// What the kept counts must equal, counted anew.
void check_counts(TicketFixture& desk) {
    const auto views = desk.reading([](store::Read& read) {
        return store::ticket::list(read, {}, Sort::oldest, {.limit = 10'000});
    });
    const auto check = [&](const store::ticket::Filter& filter) {
        const auto fits = [&](const Ticket& ticket) {
            return ticket.kind == filter.kind.value_or(ticket.kind) &&
                   ticket.status == filter.status.value_or(ticket.status) &&
                   ticket.priority == filter.priority.value_or(ticket.priority) &&
                   ticket.customer == filter.customer.value_or(ticket.customer) &&
                   ((!filter.assigned_to && !filter.unassigned) ||
                    ticket.assigned_to == filter.assigned_to);
        };
        CHECK(desk.count(filter) ==
              std::ranges::count_if(views, fits, &store::ticket::View::ticket));
    };
    check({});
    for (const auto word : names<Priority>) check({.priority = from_name<Priority>(word)});
    for (const auto kind : {TicketKind::service_case, TicketKind::conversation}) {
        for (const auto word : names<TicketStatus>) {
            const auto status = from_name<TicketStatus>(word);
            check({.kind = kind, .status = status});
            check({.kind = kind, .status = status, .unassigned = true});
            for (const auto& actor : {desk.owner, desk.stranger, desk.support, desk.technician}) {
                check({.kind = kind, .status = status, .customer = actor.account});
                check({.kind = kind, .status = status, .assigned_to = actor.account});
            }
        }
    }
}

TEST_CASE_FIXTURE(TicketFixture, "kept counts of tickets equal a recount after anything") {
    std::mt19937 random(20261122);
    const auto pick = [&](std::size_t count) { return static_cast<std::size_t>(random()) % count; };
    const Actor customers[] = {owner, stranger};
    const std::optional<AccountId> assignees[] = {
        support.account, technician.account, std::nullopt};
    std::vector<TicketId> made;
    for (int step = 0; step < 250; ++step) {
        if (made.empty() || pick(3) == 0) {
            const auto& by = customers[pick(2)];
            made.push_back(pick(2) == 0 ? open_case(by) : begin(by).ticket);
            continue;
        }
        const auto at_index = pick(made.size());
        const auto id = made[at_index];
        // Refusals are part of the walk: they must change nothing.
        switch (pick(5)) {
            case 0:
                std::ignore =
                    edit_ticket(admin, id, {.status = static_cast<TicketStatus>(pick(4))});
                break;
            case 1:
                std::ignore = resolve(admin, id, pick(2) == 0 ? "" : "notes");
                break;
            case 2:
                std::ignore = assign(admin, id, assignees[pick(3)]);
                break;
            case 3:
                std::ignore = reply(customers[pick(2)], id);
                break;
            default:
                REQUIRE(remove_ticket(admin, id));
                made.erase(made.begin() + static_cast<std::ptrdiff_t>(at_index));
        }
    }
    check_counts(*this);
}

TEST_CASE_FIXTURE(TicketFixture, "a request has a hundred tickets and no more") {
    const auto request = open(owner);
    std::optional<TicketId> last;
    for (int i = 0; i < tickets_per_request_max; ++i) {
        const auto made = try_case(owner, request);
        REQUIRE(made);
        last = *made;
    }
    const auto refused = try_case(support, request);
    CHECK(code_of(refused) == Code::conflict);
    CHECK(refused.error().message == "A request has at most 100 tickets.");
    CHECK(try_case(owner, open(owner)));
    REQUIRE(in_tx([&](store::Tx& tx) { return ticket::remove(tx, admin, *last, {}, now); }));
    CHECK(try_case(owner, request));
    CHECK(code_of(try_case(owner, request)) == Code::conflict);
}

}  // namespace
}  // namespace pilotlight::service
