#include "service/account.hpp"

#include "service/api_token.hpp"
#include "service/desk_fixture.hpp"
#include "service/invitation.hpp"
#include "service/session.hpp"
#include "store/job.hpp"

namespace pilotlight::service {
namespace {

Code code_of(const auto& result) {
    return result ? Code::internal : result.error().code;
}

account::Registration person(std::string name, Role role = Role::customer) {
    return {.draft = {.username = name, .email = name + "@example.com", .role = role},
            .password_hash = "hash"};
}

/// A desk with tokens.
class TokenFixture : public DeskFixture {
public:
    Access access{
        *KeyRing::parse("0123456789abcdef0123456789abcdef"), {}, now - std::chrono::hours{1}};

    session::Opened log_in(const Actor& actor) {
        const auto account = account_of(actor);
        const auto opened = in_tx([&](store::Tx& tx) {
            return session::open(tx, access, account, {.created_at = now}, "");
        });
        REQUIRE(opened);
        return *opened;
    }
    Result<Account> administer(const Actor& by, const Actor& who, account::Administration change) {
        now += std::chrono::seconds{1};
        return in_tx([&](store::Tx& tx) {
            change.account = who.account;
            return account::administer(tx, access, by, change, now);
        });
    }
    Result<Account> enter(account::Registration registration) {
        return in_tx([&](store::Tx& tx) { return account::open(tx, registration, now); });
    }
};

TEST_CASE_FIXTURE(TokenFixture, "names and addresses are unique whatever their case") {
    const auto first = enter(person("anshu"));
    REQUIRE(first);
    CHECK(first->customer_number.starts_with("CUST"));
    CHECK(first->customer_number.size() == 12);
    const auto again = enter(person("ANSHU"));
    REQUIRE_FALSE(again);
    REQUIRE(again.error().fields.size() == 2);
    CHECK(again.error().fields[0].message == "A user with that username already exists.");
    CHECK(again.error().fields[1].message == "A user with this email already exists.");
}

TEST_CASE_FIXTURE(TokenFixture, "an address as the user name is the account's own") {
    auto squatter = person("meera@home.example");
    const auto refused = enter(squatter);
    REQUIRE(code_of(refused) == Code::invalid_input);
    CHECK(refused.error().fields[0].field == "username");
    squatter.draft.email = "Meera@Home.example";
    const auto own = enter(squatter);
    REQUIRE(own);
    Decoded<Account> change;
    change.value.email = "meera@work.example";
    change.mark("email");
    CHECK(in_tx([&](store::Tx& tx) {
        return account::edit(tx, {.account = own->id}, own->id, change, now);
    }));
    change.value.username = "ravi@home.example";
    change.mark("username");
    CHECK(code_of(in_tx([&](store::Tx& tx) {
              return account::edit(tx, {.account = own->id}, own->id, change, now);
          })) == Code::invalid_input);
}

TEST_CASE_FIXTURE(TokenFixture, "a customer number that is given is nobody else's") {
    auto anshu = person("anshu");
    anshu.draft.customer_number = "CUST001";
    REQUIRE(enter(anshu));
    auto ravi = person("ravi");
    ravi.draft.customer_number = "CUST001";
    const auto refused = enter(ravi);
    REQUIRE_FALSE(refused);
    REQUIRE(refused.error().fields.size() == 1);
    CHECK(refused.error().fields[0].field == "customer_number");
    ravi.draft.customer_number = "cust001";
    CHECK(enter(ravi));
}

TEST_CASE_FIXTURE(TokenFixture,
                  "staff needs an administrator, an invitation, or the open profile") {
    const auto admin = enrol("admin", Role::admin);
    CHECK(code_of(enter(person("s", Role::support))) == Code::forbidden);
    auto by_admin = person("a", Role::technician);
    by_admin.by = admin;
    CHECK(enter(by_admin));
    auto open_profile = person("o", Role::support);
    open_profile.open_staff = true;
    CHECK(enter(open_profile));
    auto boss = person("b", Role::admin);
    boss.open_staff = true;
    CHECK(code_of(enter(boss)) == Code::forbidden);
}

TEST_CASE_FIXTURE(TokenFixture, "an invitation works once, for its role, for a week") {
    const auto admin = enrol("admin", Role::admin);
    const auto issue = [&](Role role) {
        return in_tx([&](store::Tx& tx) { return invitation::issue(tx, admin, role, now); });
    };
    CHECK(code_of(issue(Role::admin)) == Code::invalid_input);
    CHECK(code_of(issue(Role::customer)) == Code::invalid_input);
    const auto issued = issue(Role::support);
    REQUIRE(issued);
    const auto with = [&](std::string name, Role role, std::string code) {
        auto registration = person(std::move(name), role);
        registration.invitation_code = std::move(code);
        return enter(registration);
    };
    CHECK(code_of(with("t", Role::technician, issued->code)) == Code::forbidden);
    CHECK(code_of(with("x", Role::support, "wrong")) == Code::forbidden);
    CHECK(with("s", Role::support, issued->code));
    CHECK(code_of(with("s2", Role::support, issued->code)) == Code::forbidden);
    const auto late = issue(Role::support);
    now += invitation_lifetime;
    CHECK(code_of(with("l", Role::support, late->code)) == Code::forbidden);
}

TEST_CASE_FIXTURE(TokenFixture, "an invitation ends with the right of who gave it") {
    const auto chief = enrol("chief", Role::admin);
    const auto invited = [&](std::string name, account::Administration change) {
        const auto giver = enrol("giver_of_" + name, Role::admin);
        const auto issued =
            in_tx([&](store::Tx& tx) { return invitation::issue(tx, giver, Role::support, now); });
        REQUIRE(issued);
        REQUIRE(administer(chief, giver, std::move(change)));
        auto registration = person(std::move(name), Role::support);
        registration.invitation_code = issued->code;
        return enter(registration);
    };
    CHECK(code_of(invited("a", {.is_active = false})) == Code::forbidden);
    CHECK(code_of(invited("b", {.role = Role::support})) == Code::forbidden);
    CHECK(invited("c", {.department = "Board"}));
}

TEST_CASE_FIXTURE(TokenFixture, "a token is trusted until something happens to its account") {
    const auto admin = enrol("admin", Role::admin);
    const auto user = enrol("user", Role::support);
    const auto tokens = log_in(user);
    const auto actor = access.authenticate(tokens.access, now, *store);
    REQUIRE(actor);
    CHECK(actor->account == user.account);
    CHECK(actor->role == Role::support);
    CHECK(actor->session == tokens.session.id.value);
    REQUIRE(administer(admin, user, {.role = Role::technician}));
    CHECK(code_of(access.authenticate(tokens.access, now, *store)) == Code::token_not_valid);
    const auto fresh = log_in(user);
    CHECK(access.authenticate(fresh.access, now, *store)->role == Role::technician);
    REQUIRE(administer(admin, user, {.is_active = false}));
    CHECK(code_of(access.authenticate(fresh.access, now, *store)) == Code::account_inactive);
}

TEST_CASE_FIXTURE(TokenFixture, "a restart forgets no doubt") {
    const auto admin = enrol("admin", Role::admin);
    const auto user = enrol("user", Role::customer);
    const auto other = enrol("other", Role::customer);
    const auto tokens = log_in(user);
    const auto others = log_in(other);
    REQUIRE(
        in_tx([&](store::Tx& tx) { return session::close(tx, access, others.session.id, now); }));
    REQUIRE(administer(admin, user, {.is_active = false}));
    const Access restarted(
        *KeyRing::parse("0123456789abcdef0123456789abcdef"), {}, now + std::chrono::seconds{1});
    CHECK(code_of(restarted.authenticate(tokens.access, now, *store)) == Code::account_inactive);
    CHECK(code_of(restarted.authenticate(others.access, now, *store)) == Code::token_not_valid);
}

TEST_CASE_FIXTURE(TokenFixture, "a new password ends the other sessions, and their refresh") {
    const auto user = enrol("user", Role::customer);
    const auto here = log_in(user);
    const auto there = log_in(user);
    const Actor me{user.account, Role::customer, here.session.id.value};
    REQUIRE(change_password(access, me));
    CHECK(access.authenticate(here.access, now, *store));
    CHECK(code_of(access.authenticate(there.access, now, *store)) == Code::token_not_valid);
    auto scope = store->read();
    REQUIRE(scope);
    CHECK(access.check_refresh(here.refresh, now, ***scope));
    CHECK_FALSE(access.check_refresh(there.refresh, now, ***scope));
    CHECK_FALSE(access.check_refresh(here.refresh, now + std::chrono::hours{25}, ***scope));
    CHECK_FALSE(access.check_refresh(here.access, now, ***scope));
}

TEST_CASE_FIXTURE(TokenFixture, "a new password comes too late after what ended the old one") {
    const auto admin = enrol("admin", Role::admin);
    const auto user = enrol("user", Role::customer);
    const auto opened = log_in(user);
    const Actor me{user.account, Role::customer, opened.session.id.value};
    const auto checked = account_of(user);
    SUBCASE("deactivation") {
        REQUIRE(administer(admin, user, {.is_active = false}));
    }
    SUBCASE("deactivation, also when the account is back") {
        REQUIRE(administer(admin, user, {.is_active = false}));
        REQUIRE(administer(admin, user, {.is_active = true}));
    }
    SUBCASE("another password") {
        REQUIRE(administer(admin, user, {.password_hash = "theirs"}));
    }
    SUBCASE("log-out") {
        REQUIRE(in_tx(
            [&](store::Tx& tx) { return session::close(tx, access, opened.session.id, now); }));
    }
    SUBCASE("the end of the API token that asked") {
        REQUIRE(
            in_tx([&](store::Tx& tx) { return api_token::issue(tx, access, user.account, now); }));
        REQUIRE(in_tx([&](store::Tx& tx) { return api_token::revoke_own(tx, user, now); }));
        CHECK(code_of(change_password(access, user, checked)) == Code::bad_credentials);
        REQUIRE(administer(admin, user, {.role = Role::support}));
    }
    const auto hash = account_of(user).password_hash;
    CHECK(code_of(change_password(access, me, checked)) == Code::bad_credentials);
    CHECK(account_of(user).password_hash == hash);
}

TEST_CASE_FIXTURE(TokenFixture, "the last administrator stays, and nobody demotes themselves") {
    const auto admin = enrol("admin", Role::admin);
    const auto second = enrol("second", Role::admin);
    CHECK(code_of(administer(admin, admin, {.role = Role::support})) == Code::conflict);
    CHECK(code_of(administer(admin, admin, {.is_active = false})) == Code::conflict);
    CHECK(administer(admin, second, {.role = Role::support}));
    CHECK(code_of(administer(second, admin, {.is_active = false})) == Code::conflict);
    CHECK(administer(admin, admin, {.department = "Office"})->department == "Office");
}

TEST_CASE_FIXTURE(TokenFixture, "who administers whom, whatever door they come by") {
    const auto admin = enrol("admin", Role::admin);
    const auto helper = enrol("helper", Role::support);
    const auto other = enrol("other", Role::support);
    const auto customer = enrol("customer", Role::customer);
    CHECK(administer(helper, helper, {.available = false}));
    CHECK_FALSE(account_of(helper).available);
    CHECK(code_of(administer(helper, other, {.available = false})) == Code::forbidden);
    CHECK(code_of(administer(customer, customer, {.available = false})) == Code::forbidden);
    account::Administration refused[] = {{.role = Role::admin},
                                         {.is_active = true},
                                         {.employee_id = "1"},
                                         {.department = "Board"},
                                         {.skills = Words::of({"leak"})},
                                         {.password_hash = "x"}};
    for (const auto& change : refused) {
        CHECK(code_of(administer(helper, helper, change)) == Code::forbidden);
    }
    CHECK(code_of(administer(admin, customer, {.available = true, .of_staff = true})) ==
          Code::not_found);
    CHECK(administer(admin, other, {.available = false, .of_staff = true}));
}

TEST_CASE_FIXTURE(TokenFixture, "a skill is the slug of a service type") {
    const auto admin = enrol("admin", Role::admin);
    const auto helper = enrol("helper", Role::support);
    const auto unknown = Words::of({"juggling"});
    CHECK(code_of(administer(admin, helper, {.skills = unknown})) == Code::invalid_input);
    CHECK(account_of(helper).skills == Words{});
    CHECK(administer(admin, helper, {.skills = Words::of({"repair"})}));
    auto juggler = person("juggler");
    juggler.draft.skills = unknown;
    CHECK(code_of(enter(juggler)) == Code::invalid_input);
}

TEST_CASE_FIXTURE(TokenFixture, "deactivation gives work back and calls for others") {
    const auto admin = enrol("admin", Role::admin);
    const auto customer = enrol("customer", Role::customer);
    const auto helper = enrol("helper", Role::support);
    const auto id = open(customer);
    REQUIRE(request(id).assigned_to == helper.account);
    const auto stopped = administer(admin, helper, {.is_active = false});
    REQUIRE(stopped);
    CHECK(stopped->open_work == 0);
    CHECK_FALSE(request(id).assigned_to);
    CHECK(account_of(helper).open_work == 0);
    const auto due = reading([](store::Read& read) { return store::job::next_due(read); });
    CHECK(due);
}

TEST_CASE_FIXTURE(TokenFixture, "only what nothing refers to can be removed") {
    const auto admin = enrol("admin", Role::admin);
    const auto busy = enrol("busy", Role::customer);
    const auto idle = enrol("idle", Role::customer);
    open(busy);
    const auto remove = [&](const Actor& who) {
        return in_tx(
            [&](store::Tx& tx) { return account::remove(tx, access, admin, who.account, now); });
    };
    const auto tokens = log_in(idle);
    CHECK(code_of(remove(busy)) == Code::conflict);
    CHECK(code_of(remove(admin)) == Code::conflict);
    CHECK(remove(idle));
    CHECK(code_of(remove(idle)) == Code::not_found);
    CHECK(code_of(access.authenticate(tokens.access, now, *store)) == Code::account_not_found);
    const auto count = reading(
        [](store::Read& read) { return store::account::count(read, {.role = Role::customer}); });
    CHECK(count == 1);
}

TEST_CASE_FIXTURE(TokenFixture, "editing checks what is unique and keeps what was not sent") {
    const auto user = enrol("user", Role::customer);
    enrol("other", Role::customer);
    const auto edit = [&](boost::json::object body) {
        FieldErrors faults;
        const auto changes = decode<Account>(body, Mode::patch, faults);
        REQUIRE(faults.empty());
        return in_tx(
            [&](store::Tx& tx) { return account::edit(tx, user, user.account, changes, now); });
    };
    const auto changed = edit({{"phone_number", "+91"}, {"username", "hacked"}});
    REQUIRE(changed);
    CHECK(changed->phone_number == "+91");
    CHECK(changed->username == "user");
    CHECK(code_of(edit({{"email", "OTHER@example.com"}})) == Code::invalid_input);
    CHECK(edit({{"email", "USER@example.com"}})->email == "USER@example.com");
}

}  // namespace
}  // namespace pilotlight::service
