#include "service/session.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/crypto.hpp"
#include "service/desk_fixture.hpp"
#include "store/session.hpp"

namespace pilotlight::service {
namespace {

class SessionFixture : public DeskFixture {
public:
    Access access{*KeyRing::parse("0123456789abcdef0123456789abcdef"), {}, now};
    const Actor user = enrol("user", Role::customer);
    const Actor other = enrol("other", Role::customer);
    const Actor admin = enrol("admin", Role::admin);

    session::OpenedWeb open_web() {
        const auto account = account_of(user);
        const auto opened = in_tx([&](store::Tx& tx) {
            return session::open_web(tx, access, account, {.created_at = now}, "");
        });
        REQUIRE(opened);
        return *opened;
    }
    std::optional<Actor> find(std::string_view key) {
        const auto found = session::find_web(key, now, *store);
        REQUIRE(found);
        return *found;
    }
    Session row_of(SessionId id) {
        const auto row = reading([&](store::Read& read) { return store::session::find(read, id); });
        REQUIRE(row);
        return *row;
    }
    void administer(account::Administration change) {
        change.account = user.account;
        now += std::chrono::seconds{1};
        REQUIRE(in_tx(
            [&](store::Tx& tx) { return account::administer(tx, access, admin, change, now); }));
    }
};

TEST_CASE_FIXTURE(SessionFixture, "a cookie is 32 letters and digits, and the row has its digest") {
    const auto opened = open_web();
    CHECK(opened.key.size() == web_session_key_length);
    CHECK(std::ranges::all_of(opened.key, is_lower_alphanumeric));
    CHECK(row_of(opened.session.id).refresh_digest == token_digest(opened.key));
    CHECK(row_of(opened.session.id).kind == SessionKind::web);
    CHECK(opened.session.expires_at - now == std::chrono::days{14});
    const auto actor = find(opened.key);
    REQUIRE(actor);
    CHECK(actor->account == user.account);
    CHECK(actor->session == opened.session.id.value);
    CHECK_FALSE(find(""));
    CHECK_FALSE(find(std::string(32, 'a')));
    CHECK_FALSE(find(opened.key + "a"));
    CHECK(open_web().key != opened.key);
}

TEST_CASE_FIXTURE(SessionFixture, "what ends a cookie session") {
    const auto opened = open_web();
    SUBCASE("log-out") {
        CHECK(in_tx(
            [&](store::Tx& tx) { return session::close(tx, access, opened.session.id, now); }));
    }
    SUBCASE("its owner, an administrator, and nobody else") {
        const auto end = [&](const Actor& by) {
            return in_tx([&](store::Tx& tx) {
                return session::end(tx, access, by, opened.session.id, now);
            });
        };
        CHECK(end(other).error().code == Code::not_found);
        CHECK(find(opened.key));
        bool ended = false;
        SUBCASE("owner") {
            ended = static_cast<bool>(end(user));
        }
        SUBCASE("administrator") {
            ended = static_cast<bool>(end(admin));
        }
        CHECK(ended);
        CHECK(end(admin).error().code == Code::not_found);
    }
    SUBCASE("a password change elsewhere") {
        const auto elsewhere = find(open_web().key);
        REQUIRE(elsewhere);
        CHECK(change_password(access, *elsewhere));
    }
    SUBCASE("another role") {
        administer({.role = Role::technician});
    }
    SUBCASE("time") {
        now += std::chrono::days{14};
    }
    SUBCASE("deactivation, also when the account is back") {
        administer({.is_active = false});
        CHECK_FALSE(find(opened.key));
        administer({.is_active = true});
    }
    CHECK_FALSE(find(opened.key));
}

TEST_CASE_FIXTURE(SessionFixture, "a new password keeps the session that gave it") {
    const auto here = open_web();
    const auto there = open_web();
    const auto actor = find(here.key);
    REQUIRE(actor);
    CHECK(change_password(access, *actor));
    CHECK(find(here.key));
    CHECK_FALSE(find(there.key));
}

TEST_CASE_FIXTURE(SessionFixture, "a token's jti is no cookie, and a cookie is no jti") {
    const auto account = account_of(user);
    const auto opened = in_tx(
        [&](store::Tx& tx) { return session::open(tx, access, account, {.created_at = now}, ""); });
    REQUIRE(opened);
    const auto claims = verify_jwt(access.keys(), opened->refresh, TokenType::refresh, now);
    REQUIRE(claims);
    CHECK_FALSE(find(claims->jti));
    const auto web = open_web();
    const auto forged = access.issue_refresh(web.session, web.key);
    auto scope = store->read();
    REQUIRE(scope);
    CHECK(access.check_refresh(opened->refresh, now, ***scope));
    CHECK_FALSE(access.check_refresh(forged, now, ***scope));
}

TEST_CASE_FIXTURE(SessionFixture, "use is noted once an hour") {
    const auto opened = open_web();
    const auto begun = now;
    const auto noted = [&] {
        REQUIRE(find(opened.key));
        REQUIRE(store->write_and_wait([](store::Tx&) -> Result<void> { return {}; }));
        return row_of(opened.session.id).last_used_at;
    };
    now += std::chrono::minutes{59};
    CHECK(noted() == begun);
    now += std::chrono::minutes{1};
    CHECK(noted() == now);
}

}  // namespace
}  // namespace pilotlight::service
