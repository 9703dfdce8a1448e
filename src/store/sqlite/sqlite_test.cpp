// How the database goes about each list: through an index in the order shown, never by reading a
// table whole or by sorting its matches.
#include "store/account.hpp"
#include "store/attachment.hpp"
#include "store/audit_log.hpp"
#include "store/comment.hpp"
#include "store/dashboard.hpp"
#include "store/interaction.hpp"
#include "store/request_event.hpp"
#include "store/service_request.hpp"
#include "store/service_request_whole.hpp"
#include "store/sqlite/plan_ground.hpp"
#include "store/ticket.hpp"

namespace pilotlight::store::sqlite {
namespace {

using namespace conformance;

std::vector<ServiceRequestId> page_ids() {
    std::vector<ServiceRequestId> ids;
    for (int i = 1; i <= page_rows_max; ++i) ids.push_back(ServiceRequestId{i});
    return ids;
}

bool has(std::string_view plan, std::string_view words) {
    return plan.find(words) != std::string_view::npos;
}

void check_list(const std::string& plan, bool is_filtered) {
    CAPTURE(plan);
    CHECK_FALSE(has(plan, "TEMP B-TREE"));
    if (is_filtered) CHECK_FALSE(has(plan, "SCAN"));
}

TEST_CASE("each filter of requests lists in each order without sorting") {
    using service_request::Filter;
    using enum service_request::Sort;
    const AccountId someone{2};
    const Filter filters[] = {
        {},
        {.customer = someone},
        {.assigned_to = someone},
        {.unassigned = true},
        {.status = Status::pending},
        {.service_type = ServiceTypeId{1}},
        {.priority = Priority::urgent},
        {.assigned_to = someone, .status = Status::pending},
        {.unassigned = true, .status = Status::pending},
        {.customer = someone, .service_type = ServiceTypeId{1}},
        {.assigned_to = someone, .priority = Priority::urgent},
        {.status = Status::pending, .service_type = ServiceTypeId{1}},
        {.status = Status::resolved, .service_type = ServiceTypeId{1}},
        {.service_type = ServiceTypeId{1}, .priority = Priority::urgent},
    };
    on_new_and_filled([&](const Ground& ground) {
        for (const auto& filter : filters) {
            CAPTURE(&filter - filters);
            for (const auto sort : {newest, oldest, updated_newest, updated_oldest}) {
                for (const auto& page : {Page{}, Page{.after = Cursor{1, 1}}, Page{.offset = 9}}) {
                    const bool is_filtered = &filter != filters;
                    const auto list = [&](Read& read) {
                        return service_request::list(read, filter, sort, page);
                    };
                    const auto list_whole = [&](Read& read) {
                        return service_request::list_whole(read, filter, sort, page);
                    };
                    check_list(ground.plan_of(list), is_filtered);
                    check_list(ground.plan_of(list_whole), is_filtered);
                }
            }
        }
    });
}

TEST_CASE("a range of time lists in the order of that time without sorting") {
    using enum service_request::Sort;
    const service_request::Filter filters[] = {
        {}, {.customer = AccountId{2}}, {.assigned_to = AccountId{2}}, {.status = Status::pending}};
    on_new_and_filled([&](const Ground& ground) {
        for (const auto& given : filters) {
            for (const auto sort : {newest, oldest, updated_newest, updated_oldest}) {
                auto filter = given;
                const bool by_update = sort == updated_newest || sort == updated_oldest;
                (by_update ? filter.updated_from : filter.created_from) = Instant{};
                check_list(ground.plan_of([&](Read& read) {
                    return service_request::list(read, filter, sort, {});
                }),
                           true);
            }
        }
    });
}

TEST_CASE("of several filters, the one that few rows pass is walked") {
    using service_request::Filter;
    const AccountId someone{2};
    struct Row {
        Filter filter;
        std::string_view index;
    };
    const Row rows[] = {
        {{.customer = someone, .status = Status::pending, .service_type = ServiceTypeId{1}},
         "service_request_customer (customer=?)"},
        {{.assigned_to = someone, .status = Status::resolved, .priority = Priority::urgent},
         "service_request_assigned_status (assigned_to=? AND status=?)"},
        {{.unassigned = true, .service_type = ServiceTypeId{1}},
         "service_request_assigned_to (assigned_to=?)"},
        {{.status = Status::pending, .service_type = ServiceTypeId{1}},
         "service_request_status (status=?)"},
        {{.status = Status::resolved, .service_type = ServiceTypeId{1}},
         "service_request_service_type (service_type=?)"},
        {{.status = Status::resolved, .priority = Priority::urgent},
         "service_request_priority (priority=?)"},
    };
    on_new_and_filled([&](const Ground& ground) {
        for (const auto& row : rows) {
            const auto plan = ground.plan_of([&](Read& read) {
                return service_request::list(read, row.filter, service_request::Sort::newest, {});
            });
            CAPTURE(plan);
            CHECK(has(plan, "SEARCH r USING INDEX " + std::string(row.index)));
        }
    });
}

/// How many times a page of the database was looked at.
template <class Work>
int pages_of(const Ground& ground, const Work& work) {
    const auto connection = good(SqliteConnection::open(ground.file(), Role::reader));
    Read read(*connection);
    const auto looked = [&](int what) {
        int now = 0;
        int most = 0;
        REQUIRE(sqlite3_db_status(connection->handle(), what, &now, &most, 0) == SQLITE_OK);
        return now;
    };
    good(work(read));
    return looked(SQLITE_DBSTATUS_CACHE_HIT) + looked(SQLITE_DBSTATUS_CACHE_MISS);
}

TEST_CASE("rows that another filter turns down, or that a page passes over, are not looked up") {
    using enum service_request::Sort;
    using service_request::Filter;
    const Ground ground(Ground::Rows::many);
    const int few = pages_of(
        ground, [](Read& read) { return service_request::list(read, {}, newest, {.limit = 1}); });
    // No request is urgent, or of a sixth type: what leads is walked to its end.
    const ServiceTypeId absent{6};
    const Filter filters[] = {
        {.service_type = ServiceTypeId{1}, .priority = Priority::urgent},
        {.status = Status::pending, .service_type = absent},
        {.assigned_to = AccountId{18}, .service_type = absent},
        {.unassigned = true, .service_type = absent},
        {.assigned_to = AccountId{18}, .status = Status::pending, .priority = Priority::urgent},
    };
    const int allowed = few + 20;  // those of the index; each of its hundreds of rows has three
    for (const auto& filter : filters) {
        CAPTURE(&filter - filters);
        for (const auto sort : {newest, oldest, updated_newest, updated_oldest}) {
            CHECK(pages_of(ground, [&](Read& read) {
                      return service_request::list(read, filter, sort, {});
                  }) < allowed);
        }
    }
    for (const auto& filter : {Filter{}, Filter{.status = Status::pending}}) {
        for (const auto sort : {newest, updated_newest}) {
            CHECK(pages_of(ground, [&](Read& read) {
                      return service_request::list(read, filter, sort, {.limit = 1, .offset = 400});
                  }) < allowed);
        }
    }
}

TEST_CASE("totals add up cells that are found by their keys") {
    using service_request::Filter;
    on_new_and_filled([&](const Ground& ground) {
        const auto plan_of = [&](const Filter& filter) {
            return ground.plan_of([&](Read& read) { return service_request::count(read, filter); });
        };
        CHECK(has(plan_of({}), "SCAN service_request_type_count"));
        CHECK(has(plan_of({.status = Status::pending}), "SEARCH service_request_type_count"));
        CHECK(has(plan_of({.unassigned = true}),
                  "SEARCH service_request_load_count USING PRIMARY KEY"));
        const Filter of_one{.assigned_to = AccountId{2}, .service_type = ServiceTypeId{1}};
        CHECK(has(
            plan_of(of_one),
            "SEARCH service_request_count USING PRIMARY KEY (assigned_to=? AND service_type=?)"));
        const auto of_everything = ground.plan_of(
            [](Read& read) { return service_request::counts_of(read, AccountId{2}); });
        CHECK(has(of_everything, "SEARCH service_request_count USING PRIMARY KEY"));
        for (const auto& sums : {ground.plan_of(service_request::counts_by_assignee),
                                 ground.plan_of(service_request::open_counts_by_assignee)}) {
            CHECK(has(sums, "SCAN service_request_load_count"));
            CHECK(!has(sums, "TEMP B-TREE"));
        }
        const auto of_nobody = ground.plan_of(
            [](Read& read) { return service_request::status_counts_of(read, AccountId{}); });
        CHECK(has(of_nobody, "SEARCH service_request_load_count USING PRIMARY KEY"));
        const auto of_tickets = [&](const ticket::Filter& filter) {
            return ground.plan_of([&](Read& read) { return ticket::count(read, filter); });
        };
        CHECK(
            has(of_tickets({.kind = TicketKind{}}), "SEARCH ticket_kind_count USING PRIMARY KEY"));
        CHECK(has(of_tickets({.unassigned = true}), "SEARCH ticket_count USING PRIMARY KEY"));
    });
}

TEST_CASE("each filter of accounts lists by id without sorting") {
    using account::Filter;
    const Filter filters[] = {
        {},
        {.role = pilotlight::Role::customer},
        {.role = pilotlight::Role::customer, .is_active = true},
        {.role = pilotlight::Role::customer, .is_active = false},
        {.is_active = false},
        {.available = true},
    };
    on_new_and_filled([&](const Ground& ground) {
        for (const auto& filter : filters) {
            CAPTURE(&filter - filters);
            for (const auto& page : {Page{}, Page{.after = Cursor{0, 1}}}) {
                const auto list = [&](Read& read) { return account::list(read, filter, page); };
                const auto plan = ground.plan_of(list);
                check_list(plan, filter.is_active.has_value());
                if (filter.is_active) CHECK(has(plan, "account_active (is_active=?"));
            }
        }
    });
}

TEST_CASE("a search for accounts walks the names, then the addresses, without sorting") {
    using account::Filter;
    const Filter filters[] = {
        {.search = "a"},
        {.role = pilotlight::Role::customer, .search = "a"},
        {.is_active = true, .search = "a"},
    };
    on_new_and_filled([&](const Ground& ground) {
        for (const auto& filter : filters) {
            CAPTURE(&filter - filters);
            const auto plan =
                ground.plan_of([&](Read& read) { return account::list(read, filter, {}); });
            check_list(plan, true);
            CHECK(has(plan, "(username_key>? AND username_key<?)"));
            CHECK(has(plan, "(email_key>? AND email_key<?)"));
        }
    });
}

TEST_CASE("each filter of tickets lists in each order without sorting") {
    using ticket::Filter;
    const AccountId someone{2};
    const Filter filters[] = {
        {},
        {.kind = TicketKind{}},
        {.status = TicketStatus{}},
        {.priority = Priority::urgent},
        {.customer = someone},
        {.assigned_to = someone},
        {.unassigned = true},
        {.kind = TicketKind{}, .status = TicketStatus{}},
        {.status = TicketStatus{}, .priority = Priority::urgent},
        {.status = TicketStatus{}, .assigned_to = someone},
        {.status = TicketStatus{}, .customer = someone},
    };
    on_new_and_filled([&](const Ground& ground) {
        for (const auto& filter : filters) {
            CAPTURE(&filter - filters);
            for (const auto sort :
                 {ticket::Sort::newest, ticket::Sort::oldest, ticket::Sort::activity_newest}) {
                const auto list = [&](Read& read) {
                    return ticket::list(read, filter, sort, {.offset = 9});
                };
                check_list(ground.plan_of(list), &filter != filters);
            }
        }
        // Those of a request are few, and sorted by their latest activity.
        for (const auto sort : {ticket::Sort::newest, ticket::Sort::oldest}) {
            check_list(ground.plan_of([&](Read& read) {
                return ticket::list(read, {.service_request = ServiceRequestId{1}}, sort, {});
            }),
                       true);
        }
    });
}

TEST_CASE("each filter of interactions lists in each order without sorting") {
    using interaction::Filter;
    const AccountId someone{2};
    const Filter filters[] = {
        {},
        {.ticket = TicketId{1}},
        {.customer = someone},
        {.representative = someone},
        {.type = InteractionType{}},
    };
    on_new_and_filled([&](const Ground& ground) {
        for (const auto& filter : filters) {
            CAPTURE(&filter - filters);
            for (const auto sort : {interaction::Sort::newest, interaction::Sort::oldest}) {
                const auto list = [&](Read& read) {
                    return interaction::list(read, filter, sort, {.offset = 9});
                };
                check_list(ground.plan_of(list), &filter != filters);
            }
        }
    });
}

TEST_CASE("a search begins with the words and fetches only what a filter or the page asks for") {
    const AccountId someone{2};
    on_new_and_filled([&](const Ground& ground) {
        const auto requests = ground.plan_of([&](Read& read) {
            using enum service_request::Sort;
            return service_request::list(
                read, {.assigned_to = someone, .search = "valve"}, newest, {});
        });
        CHECK(has(requests, "SEARCH r USING INTEGER PRIMARY KEY"));
        const auto tickets = ground.plan_of([&](Read& read) {
            return ticket::list(
                read, {.customer = someone, .search = "valve"}, ticket::Sort::newest, {});
        });
        CHECK(has(tickets, "SEARCH t USING INTEGER PRIMARY KEY"));
        const auto counted = ground.plan_of(
            [](Read& read) { return service_request::search_count(read, {.search = "valve"}); });
        CHECK_FALSE(has(counted, "SEARCH r"));
        const auto tickets_counted = ground.plan_of(
            [](Read& read) { return ticket::search_count(read, {.search = "valve"}); });
        CHECK_FALSE(has(tickets_counted, "SEARCH t"));
    });
}

TEST_CASE("requests changed in a time are counted without their rows") {
    using service_request::Filter;
    const Instant then{};
    const Filter filters[] = {
        {},
        {.customer = AccountId{2}},
        {.assigned_to = AccountId{2}},
        {.assigned_to = AccountId{2}, .status = Status::pending},
        {.status = Status::pending},
        {.service_type = ServiceTypeId{1}},
        {.priority = Priority::urgent},
    };
    on_new_and_filled([&](const Ground& ground) {
        for (auto filter : filters) {
            filter.updated_from = then;
            const auto plan =
                ground.plan_of([&](Read& read) { return service_request::count(read, filter); });
            CAPTURE(plan);
            CHECK(has(plan, "SEARCH r USING COVERING INDEX"));
        }
    });
}

TEST_CASE("each filter of the audit list finds the newest lines without sorting") {
    using audit_log::Filter;
    const Instant then{};
    struct Row {
        Filter filter;
        std::string_view index;
    };
    const Row rows[] = {
        {{}, "request_event_created"},
        {{.kind = "opened"}, "request_event_kind (kind=?"},
        {{.kind = "opened"}, "audit_event_action (action=?"},
        {{.kind = "opened", .from = then}, "request_event_kind (kind=?"},
        {{.object_kind = "account"}, "audit_event_kind (subject_kind=?"},
        {{.object_kind = std::string(audited_request), .from = then}, "request_event_created ("},
        {{.until = then}, "request_event_created ("},
        {{.from = then, .until = then}, "request_event_created ("},
        {{.actor = AccountId{2}}, "request_event_actor_created (actor=?"},
        {{.actor = AccountId{2}, .from = then}, "request_event_actor_created (actor=?"},
        {{.actor = AccountId{2}}, "audit_event_actor (actor=?"},
    };
    on_new_and_filled([&](const Ground& ground) {
        for (const auto& row : rows) {
            CAPTURE(row.index);
            for (const auto& page : {Page{}, Page{.after = Cursor{1, 1}}}) {
                const auto list = [&](Read& read) {
                    return audit_log::list(read, row.filter, page);
                };
                const auto plan = ground.plan_of(list);
                check_list(plan, false);
                CHECK_FALSE(has(plan, "SCAN l\n"));
                CHECK(has(plan, "INDEX " + std::string(row.index)));
            }
        }
    });
}

TEST_CASE("the dashboard's figures are found by their keys") {
    on_new_and_filled([&](const Ground& ground) {
        const auto ages = [](Read& read) { return dashboard::open_by_age(read, {}); };
        const auto times = [](Read& read) {
            return dashboard::times(read, Measure::resolution, {}, {});
        };
        check_list(ground.plan_of(ages), true);
        check_list(ground.plan_of(times), true);
    });
}

TEST_CASE("what a page of requests shows with each is found by request") {
    const auto ids = page_ids();
    on_new_and_filled([&](const Ground& ground) {
        const auto updates =
            ground.plan_of([&](Read& read) { return request_event::updates_of(read, ids, false); });
        CHECK(has(updates, "SEARCH e USING INDEX request_event_update (service_request=?"));
        const auto of_one = ground.plan_of(
            [&](Read& read) { return request_event::updates_of(read, ids.front(), false); });
        CHECK(has(of_one, "SEARCH e USING INDEX request_event_update (service_request=?"));
        CHECK_FALSE(has(of_one, "TEMP B-TREE"));
        const auto comments =
            ground.plan_of([&](Read& read) { return comment::newest_of(read, ids, false); });
        CHECK(has(comments, "SEARCH c USING INDEX comment_service_request (service_request=?"));
    });
}

TEST_CASE("whether a stored file has a row is asked of an index") {
    on_new_and_filled([](const Ground& ground) {
        const auto asked =
            ground.plan_of([](Read& read) { return attachment::is_stored(read, "0123"); });
        CHECK(has(asked, "SEARCH attachment USING"));
    });
}

TEST_CASE("whether an account can go is asked of indexes alone, and so it goes") {
    on_new_and_filled([&](const Ground& ground) {
        const auto asked =
            ground.plan_of([](Read& read) { return account::is_referenced(read, AccountId{1}); });
        CAPTURE(asked);
        CHECK_FALSE(has(asked, "SCAN "));
        const auto done =
            ground.plan_of([](Tx& tx) { return account::remove(tx, {.id = AccountId{1}}); });
        CAPTURE(done);
        CHECK_FALSE(has(done, "SCAN "));
    });
}

TEST_CASE("a table is read through its index before it grew and after") {
    const Ground ground(Ground::Rows::few);
    Planner planner(ground.file());
    const auto text = "SELECT id FROM request_event WHERE service_request IN (" +
                      placeholders(page_rows_max) + ") AND is_update = 1 ORDER BY id DESC LIMIT 9";
    const Query newest_of_many{"newest_of_many", text};
    const auto plan = [&] {
        planner.plan.clear();
        Read read(planner);
        good(read.each(newest_of_many, {}, [](const Row&) {}));
        return planner.plan;
    };
    CHECK(has(plan(), "SEARCH request_event"));
    ground.grow();
    CHECK(has(plan(), "SEARCH request_event"));
}

}  // namespace
}  // namespace pilotlight::store::sqlite
