#include "service/access.hpp"

#include "service/desk_fixture.hpp"

namespace pilotlight::service {
namespace {

class AccessFixture : public DeskFixture {
public:
    Access access{*KeyRing::parse("0123456789abcdef0123456789abcdef"), {}, now};
    const Actor user = enrol("user", Role::customer);

    std::string issue() {
        auto account = account_of(user);
        return access.issue_access(account, SessionId{7}, now);
    }
    bool authenticates(std::string_view token) {
        return static_cast<bool>(access.authenticate(token, now, *store));
    }
    static std::string seconds(Instant instant) {
        const auto whole = std::chrono::floor<std::chrono::seconds>(instant);
        return std::to_string(whole.time_since_epoch().count());
    }
    std::string signed_by_us(std::string_view claims) const {
        const auto text =
            to_base64url(R"({"alg":"HS256","typ":"JWT"})") + "." + to_base64url(claims);
        const auto digest = access.keys().signing()(text);
        return text + "." +
               to_base64url({reinterpret_cast<const char*>(digest.data()), digest.size()});
    }
    /// Nothing when the token is good.
    std::optional<Code> fault(std::string_view token) {
        const auto actor = access.authenticate(token, now, *store);
        if (!actor) return actor.error().code;
        CHECK(actor->account == user.account);
        CHECK(actor->session == 7);
        return std::nullopt;
    }
};

TEST_CASE_FIXTURE(AccessFixture, "a token that was good is good until it expires") {
    const auto token = issue();
    CHECK_FALSE(fault(token));
    CHECK_FALSE(fault(token));
    now += access.lifetimes().access - std::chrono::seconds{1};
    CHECK_FALSE(fault(token));
    now += std::chrono::seconds{1};
    CHECK(fault(token) == Code::token_not_valid);
}

TEST_CASE_FIXTURE(AccessFixture, "a token that was good is not good before its time") {
    const auto claims = R"({"token_type":"access","exp":)" + seconds(now + std::chrono::hours{1}) +
                        R"(,"nbf":)" + seconds(now) + R"(,"user_id":)" +
                        std::to_string(user.account.value) + "}";
    const auto token = signed_by_us(claims);
    CHECK(authenticates(token));
    now -= std::chrono::seconds{1};
    CHECK_FALSE(authenticates(token));
    now += std::chrono::seconds{1};
    CHECK(authenticates(token));
}

TEST_CASE_FIXTURE(AccessFixture, "what was known of a token does not outlive a doubt") {
    const auto token = issue();
    CHECK_FALSE(fault(token));
    access.doubt(SessionId{7}, now);
    CHECK(fault(token) == Code::token_not_valid);
}

TEST_CASE_FIXTURE(AccessFixture, "one good token makes no other good") {
    const auto token = issue();
    CHECK_FALSE(fault(token));
    for (std::size_t at = 0; at < token.size(); ++at) {
        auto other = token;
        other[at] = other[at] == 'x' ? 'y' : 'x';
        CAPTURE(at);
        CHECK(fault(other) == Code::token_not_valid);
    }
    CHECK(fault(token.substr(0, token.size() - 1)) == Code::token_not_valid);
    CHECK(fault(token + "x") == Code::token_not_valid);
    CHECK(fault("") == Code::token_not_valid);
    Access stranger{*KeyRing::parse("fedcba9876543210fedcba9876543210"), {}, now};
    CHECK_FALSE(stranger.authenticate(token, now, *store));
}

}  // namespace
}  // namespace pilotlight::service
