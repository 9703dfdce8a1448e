#include "service/verified_tokens.hpp"

#include <doctest/doctest.h>

#include <string>

namespace pilotlight::service {
namespace {

TEST_CASE("a text too long for a token is not looked at") {
    VerifiedTokens tokens;
    const std::string longest(jwt_bytes_max, 'a');
    tokens.keep(longest, {.user_id = 1});
    CHECK(tokens.find(longest));
    tokens.keep(longest + "a", {.user_id = 2});
    CHECK_FALSE(tokens.find(longest + "a"));
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
