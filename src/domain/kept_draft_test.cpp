#include "domain/kept_draft.hpp"

#include <doctest/doctest.h>

namespace pilotlight {
namespace {

TEST_CASE("a draft's slug is short and plain") {
    for (std::string_view good : {"a", "7", "request-42-reply", "a--b"}) CHECK(is_draft_slug(good));
    for (std::string_view bad : {"", "-", "-a", "a-", "A", "a b", "a_b", "a/b", "é", "a\n"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_draft_slug(bad));
    }
    CHECK(is_draft_slug(std::string(draft_slug_length_max, 'x')));
    CHECK_FALSE(is_draft_slug(std::string(draft_slug_length_max + 1, 'x')));
}

}  // namespace
}  // namespace pilotlight
