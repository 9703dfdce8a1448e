#include "service/interaction.hpp"

#include "service/desk_fixture.hpp"
#include "service/ticket.hpp"
#include "store/audit_event.hpp"

namespace pilotlight::service {
namespace {

using store::interaction::Filter;
using store::interaction::Sort;

Code code_of(const auto& result) {
    return result ? Code::internal : result.error().code;
}

class InteractionFixture : public DeskFixture {
public:
    const Actor owner = enrol("owner", Role::customer);
    const Actor stranger = enrol("stranger", Role::customer);
    const Actor support = enrol("support", Role::support);
    const Actor second = enrol("second", Role::support);
    const Actor technician = enrol("technician", Role::technician);
    const Actor admin = enrol("admin", Role::admin);

    TicketId begin(const Actor& by) {
        const auto begun = in_tx([&](store::Tx& tx) {
            return ticket::open_conversation(tx, by, {.subject = "s", .message = "m"}, now);
        });
        REQUIRE(begun);
        return begun->ticket;
    }
    Result<InteractionId> try_record(const Actor& by,
                                     TicketId ticket,
                                     InteractionType type = InteractionType::call,
                                     std::optional<std::int64_t> minutes = 5) {
        return in_tx([&](store::Tx& tx) {
            return interaction::record(
                tx,
                by,
                {.ticket = ticket, .type = type, .notes = "n", .duration_minutes = minutes},
                now);
        });
    }
    InteractionId record(const Actor& by,
                         TicketId ticket,
                         InteractionType type = InteractionType::call,
                         std::optional<std::int64_t> minutes = 5) {
        const auto id = try_record(by, ticket, type, minutes);
        REQUIRE(id);
        return *id;
    }
    auto edit_minutes(const Actor& by, InteractionId id, std::int64_t minutes) {
        FieldErrors faults;
        const auto changes = decode<Interaction>(
            boost::json::object{{"duration_minutes", minutes}}, Mode::patch, faults);
        REQUIRE(faults.empty());
        return in_tx([&](store::Tx& tx) { return interaction::edit(tx, by, id, changes, now); });
    }
    auto remove(const Actor& by, InteractionId id) {
        return in_tx([&](store::Tx& tx) { return interaction::remove(tx, by, id, now); });
    }
    struct Sums {
        std::int64_t n = 0;
        std::int64_t minutes = 0;
        bool operator==(const Sums&) const = default;
    };
    Sums stats_of(const Actor& actor) {
        Sums sums;
        for (const auto& cell :
             reading([&](store::Read& read) { return interaction::stats(read, actor); })) {
            sums.n += cell.n;
            sums.minutes += cell.minutes;
        }
        return sums;
    }
    /// The same, counted anew from what the list shows the actor.
    Sums recount(const Actor& actor) {
        Filter filter;
        interaction::restrict_to(actor, filter);
        Sums sums;
        for (const auto& view : reading([&](store::Read& read) {
                 return store::interaction::list(read, filter, Sort::oldest, {.limit = 1000});
             })) {
            ++sums.n;
            sums.minutes += view.interaction.duration_minutes.value_or(0);
        }
        const auto total =
            reading([&](store::Read& read) { return store::interaction::count(read, filter); });
        CHECK(total == sums.n);
        return sums;
    }
};

TEST_CASE("a filter for somebody else's contacts finds nobody's") {
    Filter asked{.customer = AccountId{9}, .representative = AccountId{9}};
    interaction::restrict_to({.account = {7}, .role = Role::customer}, asked);
    CHECK(asked.customer == AccountId{});
    CHECK(asked.representative == AccountId{9});
    interaction::restrict_to({.account = {7}, .role = Role::technician}, asked);
    CHECK(asked.representative == AccountId{});
    Filter own{.customer = AccountId{7}};
    interaction::restrict_to({.account = {7}, .role = Role::customer}, own);
    CHECK(own.customer == AccountId{7});
}

TEST_CASE_FIXTURE(InteractionFixture, "staff write down contacts, customers do not") {
    const auto ticket = begin(owner);
    CHECK(code_of(try_record(owner, ticket)) == Code::forbidden);
    CHECK(code_of(try_record(technician, ticket)) == Code::not_found);
    CHECK(code_of(try_record(support, {999})) == Code::not_found);
    CHECK(code_of(try_record(support, ticket, InteractionType::call, 1441)) == Code::invalid_input);
    CHECK(code_of(try_record(support, ticket, InteractionType::call, -1)) == Code::invalid_input);
    const auto id = record(support, ticket, InteractionType::visit, std::nullopt);
    const auto view =
        reading([&](store::Read& read) { return store::interaction::view(read, id); });
    REQUIRE(view);
    CHECK(view->customer.username == "owner");
    CHECK(view->representative.username == "support");
    CHECK(view->interaction.type == InteractionType::visit);
    CHECK_FALSE(view->interaction.duration_minutes);
}

TEST_CASE_FIXTURE(InteractionFixture, "who wrote it down corrects it, and so do administrators") {
    const auto id = record(support, begin(owner));
    CHECK(code_of(edit_minutes(owner, id, 9)) == Code::forbidden);
    CHECK(code_of(edit_minutes(stranger, id, 9)) == Code::not_found);
    CHECK(code_of(edit_minutes(second, id, 9)) == Code::forbidden);
    CHECK(code_of(edit_minutes(technician, id, 9)) == Code::not_found);
    CHECK(code_of(edit_minutes(support, id, 2000)) == Code::invalid_input);
    CHECK(edit_minutes(support, id, 9));
    CHECK(stats_of(owner) == Sums{1, 9});
    CHECK(edit_minutes(admin, id, 7));
    CHECK(edit_minutes(admin, id, 7));
    CHECK(stats_of(support) == Sums{1, 7});
    CHECK(code_of(remove(second, id)) == Code::forbidden);
    CHECK(code_of(remove(owner, id)) == Code::forbidden);
    CHECK(remove(support, id));
    CHECK(code_of(remove(support, id)) == Code::not_found);
    CHECK(stats_of(admin) == Sums{});
    CHECK(reading([&](store::Read& read) {
              return store::audit_event::count_of(read, "interaction", id.value);
          }) == 3);
}

TEST_CASE_FIXTURE(InteractionFixture, "statistics are of what one sees, and equal a recount") {
    const auto mine = begin(owner);
    const auto other = begin(stranger);
    REQUIRE(in_tx([&](store::Tx& tx) {
        return ticket::assign(tx, support, mine, {technician.account}, now);
    }));
    record(support, mine);
    record(support, other, InteractionType::email, std::nullopt);
    record(second, mine, InteractionType::email, 12);
    record(technician, mine, InteractionType::visit, 60);
    const auto gone = record(technician, mine, InteractionType::visit, 33);
    REQUIRE(remove(technician, gone));
    CHECK(stats_of(owner) == Sums{3, 77});
    CHECK(stats_of(technician) == Sums{1, 60});
    for (const auto& actor : {owner, stranger, support, second, technician, admin}) {
        CAPTURE(actor.account.value);
        CHECK(stats_of(actor) == recount(actor));
    }
    const std::vector tickets{mine, other};
    const auto minutes =
        reading([&](store::Read& read) { return store::interaction::minutes_of(read, tickets); });
    REQUIRE(minutes.size() == 2);
    CHECK(minutes[0].minutes == 77);
    CHECK(minutes[1].minutes == 0);
    REQUIRE(in_tx([&](store::Tx& tx) { return ticket::remove(tx, admin, mine, {}, now); }));
    CHECK(stats_of(admin) == Sums{1, 0});
    for (const auto& actor : {owner, stranger, support, second, technician, admin}) {
        CAPTURE(actor.account.value);
        CHECK(stats_of(actor) == recount(actor));
    }
}

TEST_CASE_FIXTURE(InteractionFixture, "interactions are filtered, ordered and paged") {
    const auto mine = begin(owner);
    const auto other = begin(stranger);
    std::vector<InteractionId> made;
    for (int i = 0; i < 5; ++i) made.push_back(record(support, i == 0 ? other : mine));
    made.push_back(record(second, mine, InteractionType::chat));
    const auto ids = [&](const Filter& filter, Sort sort, const store::Page& page = {}) {
        std::vector<InteractionId> list;
        for (const auto& view : reading([&](store::Read& read) {
                 return store::interaction::list(read, filter, sort, page);
             })) {
            list.push_back(view.interaction.id);
        }
        return list;
    };
    CHECK(ids({}, Sort::oldest) == made);
    CHECK(ids({.ticket = other}, Sort::newest) == std::vector{made[0]});
    CHECK(ids({.type = InteractionType::chat}, Sort::newest) == std::vector{made[5]});
    CHECK(ids({.representative = second.account}, Sort::newest) == std::vector{made[5]});
    CHECK(ids({}, Sort::newest, {.limit = 2}) == std::vector{made[5], made[4]});
    CHECK(ids({}, Sort::newest, {.limit = 2, .after = store::Cursor{0, made[4].value}}) ==
          std::vector{made[3], made[2]});
    CHECK(ids({}, Sort::oldest, {.limit = 2, .offset = 1}) == std::vector{made[1], made[2]});
    CHECK(ids({}, Sort::newest, {.limit = 2, .offset = 4, .total = 6}) ==
          std::vector{made[1], made[0]});
    const auto count = [&](const Filter& filter, std::int64_t rows_max) {
        return reading(
            [&](store::Read& read) { return store::interaction::count(read, filter, rows_max); });
    };
    CHECK(count({.ticket = mine}, 1000) == 5);
    CHECK(count({.ticket = mine}, 4) == std::nullopt);
    CHECK(count({.customer = owner.account, .type = InteractionType::call}, 1) == 4);
}

}  // namespace
}  // namespace pilotlight::service
