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
    for (const std::string text :
         {"boil\u00e9r", "b\u00f6ilers", "\u00e9tat", "boilers\u00e9", "boilersक", "boil\u1ebdr"}) {
        CAPTURE(text);
        CHECK(words_of("boiler", {"boilers", text}).empty());
    }
    for (const std::string text : {"caf\u00e9", "गैस", "गैसboilers", "boilकर", "東京"}) {
        CAPTURE(text);
        CHECK(words_of("boiler", {"boilers", text}) == Words{"boiler", "boilers"});
    }
}

TEST_CASE("beside many texts with the same letters in front, few do not tell") {
    const auto others = repeated(search_sample_rows - search_start_rows_min, "boiled");
    const auto some = repeated(search_start_rows_min, "boilers boilers");
    const auto few = repeated(search_start_rows_min - 1, "boilers boilers");
    CHECK(words_of("boiler", joined(others, some)) == Words{"boiler", "boilers"});
    CHECK(words_of("boiler", joined(joined(others, few), {"boiled"})).empty());
    CHECK(words_of("boiler", joined(others, few)) == Words{"boiler", "boilers"});  // they are all
}

TEST_CASE("many words do not tell, nor do texts beyond the bytes that are looked at") {
    std::string many;
    for (std::size_t i = 1; i < search_start_words_max; ++i)
        many += "boiler" + std::to_string(i) + " ";
    CHECK(words_of("boiler", {many}).size() == search_start_words_max);
    CHECK(words_of("boiler", {many + "boilers"}).empty());
    const std::string vast(search_sample_bytes_max, 'x');
    CHECK(words_of("boiler", {"boilers", vast}).empty());
    const auto enough = repeated(search_start_rows_min, "boilers");
    CHECK(words_of("boiler", joined(enough, {vast})) == Words{"boiler", "boilers"});
}

}  // namespace
}  // namespace pilotlight::store
