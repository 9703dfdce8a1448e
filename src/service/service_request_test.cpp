#include "service/service_request.hpp"

#include <map>
#include <random>
#include <tuple>

#include "service/assignment.hpp"
#include "service/desk_fixture.hpp"

namespace pilotlight::service {
namespace {

Code code_of(const auto& result) {
    return result ? Code::internal : result.error().code;
}

TEST_CASE_FIXTURE(DeskFixture, "work goes to whoever has the least, then to the one idle longest") {
    const auto customer = enrol("customer", Role::customer);
    const auto first = enrol("first", Role::support);
    const auto second = enrol("second", Role::support);
    const auto away = enrol("away", Role::support, {}, false);
    const auto a = request(open(customer)).assigned_to;
    const auto b = request(open(customer)).assigned_to;
    CHECK(a != b);
    CHECK(request(open(customer)).assigned_to == a);
    CHECK(request(open(customer)).assigned_to == b);
    CHECK(account_of(first).open_work == 2);
    CHECK(account_of(second).open_work == 2);
    CHECK(account_of(away).open_work == 0);
}

TEST_CASE_FIXTURE(DeskFixture, "skills are respected, none means any") {
    const auto customer = enrol("customer", Role::customer);
    const auto biller = enrol("biller", Role::support, Words::of({"billing"}));
    CHECK_FALSE(request(open(customer, "repair")).assigned_to);
    CHECK(request(open(customer, "billing")).assigned_to == biller.account);
    const auto any = enrol("any", Role::support);
    CHECK(request(open(customer, "repair")).assigned_to == any.account);
}

TEST_CASE_FIXTURE(DeskFixture, "what nobody could take waits, emergencies go first") {
    const auto customer = enrol("customer", Role::customer);
    const auto early = open(customer, "repair");
    const auto leak = open(customer, "leak");
    CHECK_FALSE(request(early).assigned_to);
    const auto waiting = reading(
        [](store::Read& read) { return store::service_request::list_waiting(read, {}, 10); });
    REQUIRE(waiting.size() == 2);
    CHECK(waiting.front().id == leak);
    const auto rest = reading([&](store::Read& read) {
        return store::service_request::list_waiting(read, waiting.front(), 10);
    });
    REQUIRE(rest.size() == 1);
    CHECK(rest.front().id == early);
    const auto helper = enrol("helper", Role::support);
    const auto assigned = in_tx([&](store::Tx& tx) { return assignment::assign_waiting(tx, now); });
    REQUIRE(assigned);
    CHECK(assigned->given == 2);
    CHECK_FALSE(assigned->last);
    CHECK(request(early).assigned_to == helper.account);
    CHECK(account_of(helper).open_work == 2);
}

TEST_CASE_FIXTURE(DeskFixture, "resolving lightens, reopening burdens, giving back empties") {
    const auto customer = enrol("customer", Role::customer);
    const auto helper = enrol("helper", Role::support);
    const auto id = open(customer);
    CHECK(account_of(helper).open_work == 1);
    REQUIRE(edit(helper, id, {.status = Status::resolved, .notes = "done"}));
    CHECK(account_of(helper).open_work == 0);
    CHECK(request(id).resolution == "done");
    REQUIRE(edit(helper, id, {.status = Status::in_progress}));
    CHECK(account_of(helper).open_work == 1);
    REQUIRE(in_tx([&](store::Tx& tx) { return assignment::give_back(tx, helper.account, now); }));
    CHECK(account_of(helper).open_work == 0);
    CHECK_FALSE(request(id).assigned_to);
}

TEST_CASE_FIXTURE(DeskFixture, "work that somebody had begun is given out again as it stands") {
    const auto customer = enrol("customer", Role::customer);
    const auto leaver = enrol("leaver", Role::support);
    const auto id = open(customer);
    REQUIRE(edit(leaver, id, {.status = Status::in_progress}));
    const auto done = open(customer);
    REQUIRE(edit(leaver, done, {.status = Status::resolved}));
    REQUIRE(in_tx([&](store::Tx& tx) { return assignment::give_back(tx, leaver.account, now); }));
    CHECK_FALSE(request(id).assigned_to);
    const auto heir = enrol("heir", Role::support);
    REQUIRE(in_tx([&](store::Tx& tx) { return assignment::assign_waiting(tx, now); }));
    CHECK(request(id).status == Status::in_progress);
    CHECK(request(id).assigned_to == heir.account);
    CHECK(request(done).assigned_to == leaver.account);
}

TEST_CASE_FIXTURE(DeskFixture, "an idempotency key makes one request a day") {
    const auto customer = enrol("customer", Role::customer);
    const auto send = [&](std::string digest) {
        auto repeat = draft();
        repeat.idempotency_key = "key";
        repeat.digest = std::move(digest);
        return in_tx([&](store::Tx& tx) {
            return service_request::open(tx, customer, repeat, std::chrono::hours{24}, now);
        });
    };
    const auto first = send("a");
    REQUIRE(first);
    CHECK_FALSE(first->repeated);
    const auto again = send("a");
    REQUIRE(again);
    CHECK(again->repeated);
    CHECK(again->id == first->id);
    CHECK(code_of(send("b")) == Code::conflict);
    now += std::chrono::hours{25};
    const auto later = send("b");
    REQUIRE(later);
    CHECK(later->id != first->id);
}

TEST_CASE_FIXTURE(DeskFixture, "who may edit what") {
    const auto owner = enrol("owner", Role::customer);
    const auto stranger = enrol("stranger", Role::customer);
    const auto support = enrol("support", Role::support);
    const auto technician = enrol("technician", Role::technician);
    const auto id = open(owner);
    CHECK(code_of(edit(stranger, id, {})) == Code::not_found);
    CHECK(code_of(edit(technician, id, {})) == Code::not_found);
    CHECK(code_of(edit(owner, id, {.status = Status::resolved})) == Code::forbidden);
    CHECK(code_of(edit(owner, id, {.notes = "x"})) == Code::forbidden);
    CHECK(code_of(edit(owner, id, {.resolution = "x"})) == Code::forbidden);
    CHECK(edit(owner, id, {}));
    CHECK(edit(support, id, {.status = Status::in_progress}));
    CHECK(edit(owner, id, {}));
    CHECK(code_of(edit(owner, id, {.type = draft("leak").type})) == Code::conflict);
    REQUIRE(in_tx([&](store::Tx& tx) {
        return service_request::assign(tx, support, id, {technician.account}, now);
    }));
    CHECK(edit(technician, id, {.notes = "on my way"}));
    CHECK(code_of(edit(support, id, {.version = 1})) == Code::precondition_failed);
    CHECK(edit(support, id, {.notes = "fine", .version = request(id).version}));
}

TEST_CASE_FIXTURE(DeskFixture, "the type is what it is when the request is written") {
    const auto owner = enrol("owner", Role::customer);
    const auto kept = open(owner, "billing");
    const auto id = open(owner, "repair");
    const auto stale = draft("billing");
    const auto save_type = [&](auto change) {
        auto after = stale.type;
        change(after);
        REQUIRE(in_tx([&](store::Tx& tx) { return store::service_type::update(tx, after); }));
    };
    const auto send = [&] {
        return in_tx([&](store::Tx& tx) {
            return service_request::open(tx, owner, stale, std::chrono::hours{24}, now);
        });
    };
    save_type([](ServiceType& type) { type.default_priority = Priority::low; });
    const auto low = send();
    REQUIRE(low);
    CHECK(request(low->id).priority == Priority::low);
    save_type([](ServiceType& type) { type.is_active = false; });
    CHECK(code_of(send()) == Code::invalid_input);
    CHECK(code_of(edit(owner, id, {.type = stale.type})) == Code::invalid_input);
    CHECK(request(id).service_type != stale.type.id);
    CHECK(edit(owner, kept, {.type = stale.type}));
}

TEST_CASE_FIXTURE(DeskFixture, "nothing changed is no change") {
    const auto owner = enrol("owner", Role::customer);
    const auto support = enrol("support", Role::support);
    const auto id = open(owner);
    const auto before = request(id);
    REQUIRE(edit(support, id, {.status = Status::pending}));
    CHECK(request(id).version == before.version);
    CHECK(request(id).updated_at == before.updated_at);
}

TEST_CASE_FIXTURE(DeskFixture, "assignment is for the desk, and to staff") {
    const auto owner = enrol("owner", Role::customer);
    const auto support = enrol("support", Role::support);
    const auto technician = enrol("technician", Role::technician);
    const auto id = open(owner);
    const auto assign = [&](const Actor& by, std::optional<AccountId> to) {
        return in_tx([&](store::Tx& tx) { return service_request::assign(tx, by, id, {to}, now); });
    };
    CHECK(code_of(assign(owner, support.account)) == Code::forbidden);
    CHECK(code_of(assign(support, owner.account)) == Code::invalid_input);
    CHECK(code_of(assign(support, AccountId{999})) == Code::invalid_input);
    CHECK(assign(support, technician.account));
    CHECK(code_of(assign(technician, support.account)) == Code::forbidden);
    CHECK(account_of(technician).open_work == 1);
    CHECK(assign(support, std::nullopt));
    CHECK(account_of(technician).open_work == 0);
}

TEST_CASE_FIXTURE(DeskFixture, "cancelling and removing") {
    const auto owner = enrol("owner", Role::customer);
    const auto support = enrol("support", Role::support);
    const auto admin = enrol("admin", Role::admin);
    const auto cancel = [&](const Actor& by, ServiceRequestId id) {
        return in_tx(
            [&](store::Tx& tx) { return service_request::cancel(tx, by, id, {"why"}, now); });
    };
    const auto remove = [&](const Actor& by, ServiceRequestId id) {
        return in_tx([&](store::Tx& tx) { return service_request::remove(tx, by, id, {}, now); });
    };
    const auto mine = open(owner);
    CHECK(cancel(owner, mine));
    CHECK(request(mine).status == Status::cancelled);
    CHECK(code_of(remove(owner, mine)) == Code::conflict);
    const auto busy = open(owner);
    REQUIRE(edit(support, busy, {.status = Status::in_progress}));
    CHECK(code_of(cancel(owner, busy)) == Code::conflict);
    CHECK(code_of(remove(owner, busy)) == Code::conflict);
    CHECK(code_of(remove(support, busy)) == Code::forbidden);
    CHECK(cancel(support, busy));
    CHECK(remove(admin, busy));
    CHECK(code_of(edit(admin, busy, {})) == Code::not_found);
    const auto pending = open(owner);
    CHECK(remove(owner, pending));
    CHECK(account_of(support).open_work == 0);
}

TEST_CASE_FIXTURE(DeskFixture, "the history tells everything, and internal lines to staff only") {
    const auto owner = enrol("owner", Role::customer);
    const auto support = enrol("support", Role::support);
    const auto id = open(owner);
    REQUIRE(edit(support, id, {.status = Status::in_progress, .notes = "on our way"}));
    REQUIRE(in_tx([&](store::Tx& tx) {
        return service_request::comment(
            tx, support, id, {.text = "dog", .visibility = Visibility::internal}, now);
    }));
    CHECK(code_of(in_tx([&](store::Tx& tx) {
              return service_request::comment(
                  tx, owner, id, {.text = "x", .visibility = Visibility::internal}, now);
          })) == Code::forbidden);
    const auto kinds = [&](bool internal) {
        std::vector<EventKind> list;
        for (const auto& view : reading([&](store::Read& read) {
                 return store::request_event::list(read, id, internal, {});
             })) {
            list.push_back(view.event.kind);
        }
        return list;
    };
    using enum EventKind;
    CHECK(kinds(true) == std::vector{opened, assigned, status_changed, commented});
    CHECK(kinds(false) == std::vector{opened, assigned, status_changed});
}

TEST_CASE_FIXTURE(DeskFixture, "the history keeps a type in the word that it had") {
    const auto owner = enrol("owner", Role::customer);
    auto opening = draft("billing");
    opening.type_text = "My bill";
    const auto opened = in_tx([&](store::Tx& tx) {
        return service_request::open(tx, owner, opening, std::chrono::hours{24}, now);
    });
    REQUIRE(opened);
    const auto id = opened->id;
    REQUIRE(edit(owner, id, {.type = opening.type, .type_text = "The bill"}));
    REQUIRE(edit(owner, id, {.type = draft("repair").type}));
    std::vector<std::string> former;
    for (const auto& view : reading(
             [&](store::Read& read) { return store::request_event::list(read, id, false, {}); })) {
        if (view.event.to_value == "request_type") former.push_back(view.event.note);
    }
    CHECK(former == std::vector<std::string>{"My bill", "billing"});
}

TEST_CASE_FIXTURE(DeskFixture, "a request holds so many files and no more") {
    const auto owner = enrol("owner", Role::customer);
    const auto id = open(owner);
    const auto attach = [&](int count, std::string prefix) {
        std::vector<Attachment> files;
        for (int i = 0; i < count; ++i) {
            files.push_back({.name = "f", .storage_key = prefix + std::to_string(i)});
        }
        return in_tx([&](store::Tx& tx) {
            return service_request::attach(tx, owner, id, {files, 3}, now);
        });
    };
    CHECK(attach(2, "a"));
    CHECK(code_of(attach(2, "b")) == Code::invalid_input);
    CHECK(attach(1, "c"));
    CHECK(code_of(attach(1, "d")) == Code::invalid_input);
}

TEST_CASE_FIXTURE(DeskFixture, "files come while a request is open, from who works on it always") {
    const auto owner = enrol("owner", Role::customer);
    const auto support = enrol("support", Role::support);
    const auto id = open(owner);
    int made = 0;
    const auto files = [&] {
        const auto key = std::to_string(++made);
        return service_request::NewFiles{{{.name = "f", .storage_key = key}}, 100};
    };
    const auto outcome = [&](const Actor& who, bool by_edit) {
        if (by_edit) return code_of(edit(who, id, {.files = files()}));
        return code_of(in_tx(
            [&](store::Tx& tx) { return service_request::attach(tx, who, id, files(), now); }));
    };
    struct Row {
        Status status;
        Code owner;
    };
    constexpr auto done = Code::internal;
    for (const auto& row : {Row{Status::pending, done},
                            Row{Status::in_progress, done},
                            Row{Status::resolved, Code::conflict},
                            Row{Status::pending, done},
                            Row{Status::cancelled, Code::conflict}}) {
        CAPTURE(name_of(row.status));
        REQUIRE(edit(support, id, {.status = row.status}));
        for (const bool by_edit : {false, true}) {
            CAPTURE(by_edit);
            CHECK(outcome(owner, by_edit) == row.owner);
            CHECK(outcome(support, by_edit) == done);
        }
    }
}

TEST_CASE_FIXTURE(DeskFixture, "to send what stands already is no edit") {
    const auto owner = enrol("owner", Role::customer);
    const auto support = enrol("support", Role::support);
    const auto id = open(owner);
    REQUIRE(edit(support, id, {.status = Status::in_progress}));
    service_request::Edit same;
    same.fields.value.description = request(id).description;
    same.fields.mark("description");
    const auto version = request(id).version;
    CHECK(edit(owner, id, same));
    CHECK(request(id).version == version);
    same.fields.value.description = "something else";
    CHECK(code_of(edit(owner, id, same)) == Code::conflict);
    CHECK(code_of(edit(owner, id, {.notes = "hurry"})) == Code::forbidden);
}

TEST_CASE_FIXTURE(DeskFixture, "administrators read the history of what was deleted") {
    const auto owner = enrol("owner", Role::customer);
    const auto support = enrol("support", Role::support);
    const auto admin = enrol("admin", Role::admin);
    const auto id = open(owner);
    const auto read = [&](const Actor& who, ServiceRequestId which) {
        const auto scope = store->read();
        REQUIRE(scope);
        return code_of(service_request::with_history(***scope, who, which));
    };
    for (const auto& who : {owner, support, admin}) CHECK(read(who, id) == Code::internal);
    REQUIRE(in_tx([&](store::Tx& tx) { return service_request::remove(tx, owner, id, {}, now); }));
    CHECK(read(owner, id) == Code::not_found);
    CHECK(read(support, id) == Code::not_found);
    CHECK(read(admin, id) == Code::internal);
    CHECK(read(admin, ServiceRequestId{9'999}) == Code::not_found);
}

/// What the kept counts and loads must equal, counted anew.
void check_counts(DeskFixture& desk, const std::vector<Actor>& staff) {
    const auto views = desk.reading([](store::Read& read) {
        return store::service_request::list(
            read, {}, store::service_request::Sort::oldest, {.limit = 10'000});
    });
    using Key = std::tuple<Status, std::int64_t, std::optional<Priority>, std::int64_t>;
    using Sums = std::map<Key, std::int64_t>;
    Sums expected;
    std::map<std::int64_t, std::int64_t> loads;
    for (const auto& view : views) {
        const auto& request = view.request;
        const auto assignee = request.assigned_to.value_or(AccountId{}).value;
        ++expected[{request.status, request.service_type.value, request.priority, assignee}];
        if (is_open(request.status)) ++loads[assignee];
    }
    const auto keyed = [](const std::vector<store::service_request::CountCell>& cells) {
        Sums sums;
        for (const auto& cell : cells) {
            sums[{cell.status, cell.service_type.value, cell.priority, cell.assigned_to.value}] =
                cell.n;
        }
        return sums;
    };
    std::vector<AccountId> assignees{AccountId{}};
    for (const auto& member : staff) assignees.push_back(member.account);
    for (const auto id : assignees) {
        auto own = expected;
        std::erase_if(own, [&](const auto& sum) { return std::get<3>(sum.first) != id.value; });
        CHECK(keyed(desk.reading([&](store::Read& read) {
                  return store::service_request::counts_of(read, id);
              })) == own);
        Sums by_status;
        for (const auto& [key, n] : own) by_status[{std::get<0>(key), 0, {}, id.value}] += n;
        CHECK(keyed(desk.reading([&](store::Read& read) {
                  return store::service_request::status_counts_of(read, id);
              })) == by_status);
    }
    Sums by_type;
    std::map<std::int64_t, std::int64_t> by_assignee;
    Sums open_by_assignee;
    for (const auto& [key, n] : expected) {
        const auto& [status, type, priority, assignee] = key;
        by_type[{status, type, priority, 0}] += n;
        by_assignee[assignee] += n;
        if (is_open(status)) open_by_assignee[{status, 0, priority, assignee}] += n;
    }
    CHECK(keyed(desk.reading(store::service_request::counts_by_type)) == by_type);
    std::map<std::int64_t, std::int64_t> sums;
    for (const auto& sum : desk.reading(store::service_request::counts_by_assignee)) {
        sums[sum.assigned_to.value] = sum.n;
    }
    CHECK(sums == by_assignee);
    CHECK(keyed(desk.reading(store::service_request::open_counts_by_assignee)) == open_by_assignee);
    for (const auto& member : staff) {
        CHECK(desk.account_of(member).open_work == loads[member.account.value]);
    }
}

TEST_CASE_FIXTURE(DeskFixture, "what has no kept count is counted up to a limit") {
    const auto owner = enrol("owner", Role::customer);
    for (int i = 0; i < 3; ++i) open(owner, "repair");
    const auto counted = [&](std::int64_t rows_max) {
        return reading([&](store::Read& read) {
            return store::service_request::count(read, {.created_from = Instant{}}, rows_max);
        });
    };
    CHECK(counted(2) == std::nullopt);
    CHECK(counted(3) == 3);
    CHECK(counted(4) == 3);
}

TEST_CASE_FIXTURE(DeskFixture, "kept counts and loads equal a recount after anything") {
    std::mt19937 random(20261121);
    const auto pick = [&](auto count) { return static_cast<std::size_t>(random()) % count; };
    const std::vector<Actor> customers{enrol("c1", Role::customer), enrol("c2", Role::customer)};
    const std::vector<Actor> staff{enrol("s1", Role::support),
                                   enrol("s2", Role::support, Words::of({"leak"})),
                                   enrol("t1", Role::technician),
                                   enrol("boss", Role::admin)};
    const auto& boss = staff.back();
    const char* const slugs[] = {"leak", "repair", "billing"};
    std::vector<ServiceRequestId> open_ids;
    for (int step = 0; step < 300; ++step) {
        if (open_ids.empty() || pick(3U) == 0) {
            open_ids.push_back(open(customers[pick(2U)], slugs[pick(3U)]));
            continue;
        }
        const auto at = pick(open_ids.size());
        const auto id = open_ids[at];
        const auto to = pick(5U);
        // Refusals are part of the walk: they must change nothing.
        switch (pick(4U)) {
            case 0:
                std::ignore = edit(boss, id, {.status = static_cast<Status>(pick(4U))});
                break;
            case 1:
                std::ignore = in_tx([&](store::Tx& tx) {
                    const auto assignee = to < 4 ? std::optional(staff[to].account) : std::nullopt;
                    return service_request::assign(tx, boss, id, {assignee}, now);
                });
                break;
            case 2:
                std::ignore = edit(boss, id, {.type = draft(slugs[pick(3U)]).type});
                break;
            default:
                REQUIRE(in_tx(
                    [&](store::Tx& tx) { return service_request::remove(tx, boss, id, {}, now); }));
                open_ids.erase(open_ids.begin() + static_cast<std::ptrdiff_t>(at));
        }
    }
    check_counts(*this, staff);
}

TEST_CASE("a list shows customers their own, technicians what is theirs, the desk everything") {
    const auto narrowed = [](Role role) {
        store::service_request::Filter filter{.assigned_to = AccountId{9}, .unassigned = true};
        service_request::restrict_to({.account = {7}, .role = role}, filter);
        return filter;
    };
    CHECK(narrowed(Role::customer).customer == AccountId{7});
    CHECK(narrowed(Role::technician).assigned_to == AccountId{7});
    CHECK(narrowed(Role::technician).unassigned);
    for (const auto role : {Role::support, Role::admin}) {
        CHECK_FALSE(narrowed(role).customer.has_value());
        CHECK(narrowed(role).assigned_to == AccountId{9});
    }
}

}  // namespace
}  // namespace pilotlight::service
