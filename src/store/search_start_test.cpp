#include "store/search_start.hpp"

#include <doctest/doctest.h>

namespace pilotlight::store {
namespace {

using Words = std::vector<std::string>;

Words words_of(std::string_view start, const std::vector<std::string>& texts) {
    SearchStarts starts({start, "another"});
    for (const auto& text : texts) starts.note({"SR-000001", text});
    return starts.words_for(start);
}

std::vector<std::string> repeated(int times, std::string text) {
    return {static_cast<std::size_t>(times), std::move(text)};
}

std::vector<std::string> joined(std::vector<std::string> a, const std::vector<std::string>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

TEST_CASE("a start stands for itself and for what begins so") {
    CHECK(words_of("boiler", {}) == Words{"boiler"});
    CHECK(words_of("boiler", {"The BOILER, two Boilers; a boile"}) == Words{"boiler", "boilers"});
    CHECK(words_of("BOILER", {"boilers"}) == Words{"boiler", "boilers"});
    CHECK(words_of("000001", {}) == Words{"000001"});
    CHECK(SearchStarts({"boiler"}).words_for("kettle").empty());
}

TEST_CASE("what parts words to the index parts them here") {
    const std::string texts[] = {
        "\u201cboilers\u201d",  // quotes
        "l\u2019boilers",       // apostrophe
        "old\u2014boilers",     // dash
        "my\u00a0boilers\u00a0",
        "\u00abboilers\u00bb",
        "4\u00d7boilers\u2026",
        "<b>boilers</b>",
    };
    for (const auto& text : texts) {
        CAPTURE(text);
        CHECK(words_of("boiler", {text}) == Words{"boiler", "boilers"});
    }
}

TEST_CASE("where another spelling may be meant the texts do not tell") {
    const std::string texts[] = {
        "boil\u00e9r",
        "b\u00f6ilers",
        "\u00e9oilers",
        "boilers\u00e9",
        "boilersक",
        "boil\u1ebdr",
        "bo\u0131\u0301lers",
        "गैसboilers",
        "\u00bfBoilers?",
        "l\u00b4boilers",
        "\u3000boilers",
        "boi\u212aer",
    };
    for (const auto& text : texts) {
        CAPTURE(text);
        CHECK(words_of("boiler", {"boilers", text}).empty());
    }
    for (const std::string text :
         {"caf\u00e9", "\u00e0", "\u00e9tat", "boil\u00e9", "गैस", "boilकर", "東京"}) {
        CAPTURE(text);
        CHECK(words_of("boiler", {"boilers", text}) == Words{"boiler", "boilers"});
    }
}

TEST_CASE("beside many texts with the same letters in front, few do not tell") {
    constexpr int often = search_sample_rows / search_start_share_min;
    const auto others = repeated(search_sample_rows - often, "boiled");
    const auto some = repeated(often, "boilers boilers");
    const auto few = repeated(often - 1, "boilers boilers");
    CHECK(words_of("boiler", joined(some, others)) == Words{"boiler", "boilers"});
    CHECK(words_of("boiler", joined(joined(few, others), {"boiled"})).empty());
    CHECK(words_of("boiler", joined(few, others)) == Words{"boiler", "boilers"});  // they are all
}

TEST_CASE("a start that none of the first texts hold often is given up") {
    const auto first = repeated(search_glance_rows, "boiled");
    CHECK(words_of("boiler", joined(first, {"boilers"})).empty());
    SearchStarts starts({"boiler"});
    for (const auto& text : first) {
        CHECK_FALSE(starts.has_enough());
        starts.note({text});
    }
    CHECK(starts.has_enough());
    auto shorter = first;
    shorter.resize(search_glance_rows - 2);
    CHECK(words_of("boiler", joined(shorter, {"boilers"})) == Words{"boiler", "boilers"});
}

TEST_CASE("a start that is found early and hardly again is given up when the texts have doubled") {
    const auto others = repeated(search_glance_rows - 1, "boiled");
    const auto first = joined({"boilers"}, others);
    CHECK(words_of("boiler", joined(first, others)) == Words{"boiler", "boilers"});
    CHECK(words_of("boiler", joined(joined(first, others), {"boiled"})).empty());
}

TEST_CASE("many words do not tell, nor do texts beyond the bytes that are looked at") {
    std::string many;
    for (std::size_t i = 1; i < search_start_words_max; ++i)
        many += "boiler" + std::to_string(i) + " ";
    CHECK(words_of("boiler", {many}).size() == search_start_words_max);
    CHECK(words_of("boiler", {many + "boilers"}).empty());
    const std::string vast(search_sample_bytes_max, 'x');
    const auto others = repeated(search_start_share_min, "boiled");
    const auto rare = joined({"boilers"}, others);
    CHECK(words_of("boiler", rare) == Words{"boiler", "boilers"});
    CHECK(words_of("boiler", joined(rare, {vast})).empty());
    CHECK(words_of("boiler", {"boilers", vast}) == Words{"boiler", "boilers"});
}

}  // namespace
}  // namespace pilotlight::store
