#include "service/api_token.hpp"

#include <algorithm>

#include "service/desk_fixture.hpp"
#include "service/session.hpp"
#include "store/api_token.hpp"

namespace pilotlight::service {
namespace {

constexpr std::string_view old_key = "0123456789abcdef0123456789abcdef";
constexpr std::string_view new_key = "fedcba9876543210fedcba9876543210";

Access access_with(const std::string& keys, Instant now, std::chrono::seconds idle = {}) {
    return {*KeyRing::parse(keys), {.api_token_idle = idle}, now};
}

class ApiTokenFixture : public DeskFixture {
public:
    Access access = access_with(std::string(old_key), now);
    const Actor user = enrol("user", Role::customer);
    const Actor other = enrol("other", Role::customer);
    const Actor admin = enrol("admin", Role::admin);

    api_token::Issued issue(const Access& with, const Actor& who) {
        const auto issued =
            in_tx([&](store::Tx& tx) { return api_token::issue(tx, with, who.account, now); });
        REQUIRE(issued);
        return *issued;
    }
    api_token::Issued issue() { return issue(access, user); }
    /// "" when the token is good, else why not.
    std::string fault(std::string_view token, const Access& with) {
        const auto actor = api_token::authenticate(token, now, with, *store);
        if (actor) return actor->account == user.account ? "" : "somebody else";
        CHECK(actor.error().code == Code::api_token_not_valid);
        return actor.error().message;
    }
    std::string fault(std::string_view token) { return fault(token, access); }
    Result<void> revoke(const Actor& by, ApiTokenId id) {
        return in_tx([&](store::Tx& tx) { return api_token::revoke(tx, access, by, id, now); });
    }
    void administer(account::Administration change) {
        change.account = user.account;
        now += std::chrono::seconds{1};
        REQUIRE(in_tx(
            [&](store::Tx& tx) { return account::administer(tx, access, admin, change, now); }));
    }
    ApiToken row_of(ApiTokenId id) {
        const auto row =
            reading([&](store::Read& read) { return store::api_token::find(read, id); });
        REQUIRE(row);
        return *row;
    }
};

TEST_CASE_FIXTURE(ApiTokenFixture, "the same token every time, and only its digest in the row") {
    const auto first = issue();
    CHECK(first.created);
    CHECK(first.token.size() == api_token_length);
    CHECK(std::ranges::all_of(first.token, [](char c) {
        return std::string_view("0123456789abcdef").find(c) != std::string_view::npos;
    }));
    const auto again = issue();
    CHECK_FALSE(again.created);
    CHECK(again.token == first.token);
    CHECK(issue(access, other).token != first.token);
    CHECK(row_of(first.row.id).digest == token_digest(first.token));
    CHECK(row_of(first.row.id).nonce.find(first.token) == std::string::npos);
    CHECK(fault(first.token) == "");
}

TEST_CASE_FIXTURE(ApiTokenFixture, "a rotation keeps tokens until their key has gone") {
    const auto before = issue();
    const auto rotated = access_with(std::string(new_key) + "," + std::string(old_key), now);
    CHECK(issue(rotated, user).token == before.token);
    CHECK(fault(before.token, rotated) == "");
    const auto retired = access_with(std::string(new_key), now);
    CHECK(fault(before.token, retired) == "");
    const auto after = issue(retired, user);
    CHECK(after.created);
    CHECK(after.token != before.token);
    CHECK(fault(before.token, retired) == "Invalid token.");
    CHECK(fault(after.token, retired) == "");
}

TEST_CASE_FIXTURE(ApiTokenFixture, "what ends a token, and what does not") {
    auto issued = issue();
    SUBCASE("its owner") {
        CHECK(revoke(user, issued.row.id));
    }
    SUBCASE("an administrator") {
        CHECK(revoke(admin, issued.row.id));
    }
    SUBCASE("log-out") {
        CHECK(in_tx([&](store::Tx& tx) { return api_token::revoke_own(tx, user, now); }));
    }
    SUBCASE("a new password") {
        CHECK(change_password(access, user));
    }
    SUBCASE("a password that an administrator gave") {
        administer({.password_hash = "new"});
    }
    CHECK(fault(issued.token) == "Invalid token.");
    const auto next = issue();
    CHECK(next.created);
    CHECK(next.token != issued.token);
    CHECK(revoke(user, issued.row.id).error().code == Code::not_found);
    CHECK(revoke(other, next.row.id).error().code == Code::not_found);
    administer({.role = Role::technician});
    CHECK(fault(next.token) == "");
    CHECK(api_token::authenticate(next.token, now, access, *store)->role == Role::technician);
}

TEST_CASE_FIXTURE(ApiTokenFixture, "a deactivated account has no token, also not when it is back") {
    const auto issued = issue();
    administer({.is_active = false});
    CHECK(fault(issued.token) == "User inactive or deleted.");
    CHECK(in_tx([&](store::Tx& tx) { return api_token::issue(tx, access, user.account, now); })
              .error()
              .code == Code::not_found);
    administer({.is_active = true});
    CHECK(fault(issued.token) == "Invalid token.");
    CHECK(issue().token != issued.token);
    CHECK(in_tx(
        [&](store::Tx& tx) { return account::remove(tx, access, admin, user.account, now); }));
    CHECK(fault(issued.token) == "Invalid token.");
}

TEST_CASE_FIXTURE(ApiTokenFixture, "an unused token ends, when the settings say so") {
    const auto strict = access_with(std::string(old_key), now, std::chrono::hours{48});
    const auto issued = issue();
    now += std::chrono::hours{48};
    CHECK(fault(issued.token, strict) == "");
    // The use is written behind the request's back, in order with what comes after.
    REQUIRE(store->write_and_wait([](store::Tx&) -> Result<void> { return {}; }));
    CHECK(row_of(issued.row.id).last_used_at == now);
    now += std::chrono::minutes{59};
    CHECK(fault(issued.token, strict) == "");
    REQUIRE(store->write_and_wait([](store::Tx&) -> Result<void> { return {}; }));
    CHECK(row_of(issued.row.id).last_used_at == now - std::chrono::minutes{59});
    now += std::chrono::hours{48};
    CHECK(fault(issued.token, strict) == "Invalid token.");
    CHECK(fault(issued.token) == "");
    now += std::chrono::hours{49};
    CHECK(issue(strict, user).created);
}

TEST_CASE_FIXTURE(ApiTokenFixture, "what is no token") {
    issue();
    CHECK(fault("") == "Invalid token.");
    CHECK(fault(std::string(40, '0')) == "Invalid token.");
    CHECK(fault(std::string(100'000, 'a')) == "Invalid token.");
}

}  // namespace
}  // namespace pilotlight::service
