#include "base/json_parse.hpp"

#include <doctest/doctest.h>

#include <boost/json/object.hpp>

namespace pilotlight {
namespace {

TEST_CASE("refusals are worded as Python's json module words them") {
    // The texts of json.loads() of Python 3.11.
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"", "Expecting value: line 1 column 1 (char 0)"},
        {"{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"},
        {"{x", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"},
        {"[1,", "Expecting value: line 1 column 4 (char 3)"},
        {"[1 2]", "Expecting ',' delimiter: line 1 column 4 (char 3)"},
        {R"({"a"})", "Expecting ':' delimiter: line 1 column 5 (char 4)"},
        {R"({"a":})", "Expecting value: line 1 column 6 (char 5)"},
        {R"({"a":1,})",
         "Expecting property name enclosed in double quotes: line 1 column 8 (char 7)"},
        {R"({"a" 1})", "Expecting ':' delimiter: line 1 column 6 (char 5)"},
        {R"("abc)", "Unterminated string starting at: line 1 column 1 (char 0)"},
        {R"("a\qb")", "Invalid \\escape: line 1 column 3 (char 2)"},
        {R"("a\u12")", "Invalid \\uXXXX escape: line 1 column 4 (char 3)"},
        {"nul", "Expecting value: line 1 column 1 (char 0)"},
        {"[1]x", "Extra data: line 1 column 4 (char 3)"},
        {R"({"a":1} {)", "Extra data: line 1 column 9 (char 8)"},
        {"-", "Expecting value: line 1 column 1 (char 0)"},
        {"01", "Extra data: line 1 column 2 (char 1)"},
        {"1.", "Extra data: line 1 column 2 (char 1)"},
        {"1e", "Extra data: line 1 column 2 (char 1)"},
        {"[,]", "Expecting value: line 1 column 2 (char 1)"},
        {R"({"a":1 "b":2})", "Expecting ',' delimiter: line 1 column 8 (char 7)"},
        {"{\n  \"a\": 1\n  \"b\": 2\n}", "Expecting ',' delimiter: line 3 column 3 (char 13)"},
        {"{\"a\":\"x\ny\"}", "Invalid control character at: line 1 column 8 (char 7)"},
        {"{,}", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"},
        {"{'a':1}", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"},
        {"[1,2", "Expecting ',' delimiter: line 1 column 5 (char 4)"},
        {R"({"a":[1,{"b":}]})", "Expecting value: line 1 column 14 (char 13)"},
        {"+1", "Expecting value: line 1 column 1 (char 0)"},
        {".5", "Expecting value: line 1 column 1 (char 0)"},
    };
    for (const auto& row : rows) {
        const auto& [text, fault] = row;
        CAPTURE(row.first);
        const auto refused = parse_json(text);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == Code::malformed_body);
        CHECK(refused.error().message == "JSON parse error - " + std::string(fault));
    }
}

TEST_CASE("columns count characters, not bytes") {
    const auto refused = parse_json("{\"\xC3\xA4\" 1}");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.ends_with("line 1 column 6 (char 5)"));
}

TEST_CASE("what Python lets pass and no store can hold is refused") {
    for (std::string_view text : {"NaN",
                                  "Infinity",
                                  "-Infinity",
                                  "1e999",
                                  "[1e999]",
                                  "{\"a\":-1e999}",
                                  "\"\\ud800\"",
                                  "\"\\udc00x\"",
                                  "\"\xFF\"",
                                  "\"\xED\xA0\x80\"",
                                  "\xEF\xBB\xBF{}"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_json(text));
    }
}

TEST_CASE("depth is bounded") {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    CHECK(parse_json(nested(json_depth_max)));
    CHECK_FALSE(parse_json(nested(json_depth_max + 1)));
    CHECK_FALSE(parse_json(std::string(100'000, '[')));
    CHECK_FALSE(parse_json(std::string(100'000, '{')));
}

TEST_CASE("good texts keep their values") {
    const auto value =
        parse_json(R"( {"a":1,"a":2,"b":"\u00e4\ud83d\udd25\u0000","c":[true,null]} )");
    REQUIRE(value);
    const auto& object = value->as_object();
    CHECK(object.at("a") == 2);
    CHECK(object.at("b").as_string() == std::string_view("\xC3\xA4\xF0\x9F\x94\xA5\0", 7));
    CHECK(object.at("c").as_array().size() == 2);
    CHECK(parse_json("5")->as_int64() == 5);
}

}  // namespace
}  // namespace pilotlight
