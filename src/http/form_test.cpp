#include "http/form.hpp"

#include <doctest/doctest.h>

namespace pilotlight::http {
namespace {

TEST_CASE("forms: pairs in order, decoded once") {
    const std::pair<std::string, Pairs> rows[] = {
        {"", {}},
        {"a=1&b=2&a=3", {{"a", "1"}, {"b", "2"}, {"a", "3"}}},
        {"q=gas+leak%21", {{"q", "gas leak!"}}},
        {"flag", {{"flag", ""}}},
        {"=v", {{"", "v"}}},
        {"&&a=b&", {{"a", "b"}}},
        {"a=b=c", {{"a", "b=c"}}},
        {"%61=%2541", {{"a", "%41"}}},
        {"stadt=K%C3%B6ln", {{"stadt", "Köln"}}},
    };
    for (const auto& row : rows) {
        const auto& [text, expected] = row;
        CAPTURE(row.first);
        const auto pairs = parse_form(text);
        REQUIRE(pairs);
        CHECK(*pairs == expected);
    }
}

TEST_CASE("forms: what cannot be read is refused") {
    for (const std::string_view text : {"a=%", "a=%4", "a=%zz", "%g0=1", "a=%ff", "a=%C3"}) {
        CAPTURE(text);
        const auto pairs = parse_form(text);
        REQUIRE_FALSE(pairs);
        CHECK(pairs.error().code == Code::malformed_body);
    }
}

TEST_CASE("forms: the number of pairs is bounded") {
    std::string text;
    for (std::size_t i = 0; i < form_pairs_max; ++i) text += "a=b&";
    CHECK(parse_form(text));
    CHECK_FALSE(parse_form(text + "a=b"));
}

TEST_CASE("a plus is a blank in forms only") {
    CHECK(percent_decoded("a+b", true) == "a b");
    CHECK(percent_decoded("a+b%20", false) == "a+b ");
}

}  // namespace
}  // namespace pilotlight::http
