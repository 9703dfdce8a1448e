#include "service/verified_tokens.hpp"

#include "service/access.hpp"
#include "service/desk_fixture.hpp"

namespace pilotlight::service {
namespace {

class VerifiedTokensFixture : public DeskFixture {
public:
    Access access{*KeyRing::parse("0123456789abcdef0123456789abcdef"), {}, now};
    const Actor user = enrol("user", Role::customer);

    std::string issue() {
        auto account = account_of(user);
        return access.issue_access(account, SessionId{7}, now);
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

TEST_CASE_FIXTURE(VerifiedTokensFixture, "a token that was good is good until it expires") {
    const auto token = issue();
    CHECK_FALSE(fault(token));
    CHECK_FALSE(fault(token));
    now += access.lifetimes().access - std::chrono::seconds{1};
    CHECK_FALSE(fault(token));
    now += std::chrono::seconds{1};
    CHECK(fault(token) == Code::token_not_valid);
}

TEST_CASE_FIXTURE(VerifiedTokensFixture, "what was known of a token does not outlive a doubt") {
    const auto token = issue();
    CHECK_FALSE(fault(token));
    access.doubt(SessionId{7}, now);
    CHECK(fault(token) == Code::token_not_valid);
}

TEST_CASE_FIXTURE(VerifiedTokensFixture, "one good token makes no other good") {
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

TEST_CASE("each of more tokens than there is room for is found or gone, never another's") {
    VerifiedTokens tokens;
    constexpr std::int64_t count = 4 * VerifiedTokens::tokens_max;
    for (std::int64_t number = 1; number <= count; ++number) {
        tokens.keep(std::to_string(number), {.user_id = number});
    }
    std::size_t known = 0;
    for (std::int64_t number = 1; number <= count; ++number) {
        const auto found = tokens.find(std::to_string(number));
        if (!found) continue;
        CHECK(found->user_id == number);
        ++known;
    }
    CHECK(known > VerifiedTokens::tokens_max / 2);
    CHECK(known <= VerifiedTokens::tokens_max);
}

}  // namespace
}  // namespace pilotlight::service
