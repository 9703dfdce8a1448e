#include "base/text.hpp"

#include <doctest/doctest.h>

#include <string>

#include "base/instant.hpp"
#include "base/json_writer.hpp"

namespace pilotlight {
namespace {

using namespace std::string_view_literals;

TEST_CASE("UTF-8 is what RFC 3629 says") {
    const std::pair<std::string_view, bool> rows[] = {
        {"", true},
        {"plain", true},
        {"\xC3\xA4", true},
        {"\xE2\x82\xAC", true},
        {"\xF0\x9F\x94\xA5", true},
        {"\xF4\x8F\xBF\xBF", true},
        {"a\0b"sv, true},
        {"\x80", false},
        {"\xC3", false},
        {"\xC0\x80", false},          // overlong
        {"\xE0\x80\x80", false},      // overlong
        {"\xF0\x80\x80\x80", false},  // overlong
        {"\xED\xA0\x80", false},      // surrogate
        {"\xF4\x90\x80\x80", false},  // beyond Unicode
        {"\xFF", false},
        {"ok\xE2\x82", false},
    };
    const std::string filling(20, 'a');
    for (const auto& [bytes, good] : rows) {
        CHECK(is_utf8(bytes) == good);
        for (std::size_t at = 0; at <= filling.size(); ++at) {
            CHECK(is_utf8(filling.substr(at) + std::string(bytes)) == good);
        }
    }
}

TEST_CASE("characters are counted, cut and trimmed as characters") {
    CHECK(character_count("") == 0);
    CHECK(character_count("a\xC3\xA4\xF0\x9F\x94\xA5") == 3);
    CHECK(truncated("a\xC3\xA4z", 2) == "a\xC3\xA4");
    CHECK(truncated("abc", 3) == "abc");
    CHECK(truncated("abc", 0).empty());
    CHECK(trimmed(" \t\r\n a b \xC2\xA0\xE2\x80\x83\xE3\x80\x80") == "a b");
    CHECK(trimmed("   ").empty());
    CHECK(trimmed("\xE2\x82\xAC") == "\xE2\x82\xAC");
}

TEST_CASE("names that fold alike are the same") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"MiXed", "mixed"},
        {"\xC3\x84\xC3\x96", "\xC3\xA4\xC3\xB6"},                  // Latin-1
        {"\xC3\x97", "\xC3\x97"},                                  // the multiplication sign stays
        {"\xCE\x91\xCE\xA9", "\xCE\xB1\xCF\x89"},                  // Greek
        {"\xD0\x90\xD0\xAF\xD0\x81", "\xD0\xB0\xD1\x8F\xD1\x91"},  // Cyrillic
        {"\xC5\xA0", "\xC5\xA1"},                                  // S with caron
        {"\xC5\xBB", "\xC5\xBC"},                                  // Z with dot, the odd pairs
        {"\xF0\x9F\x94\xA5", "\xF0\x9F\x94\xA5"},
        {"A\xFFZ", "a\xFFz"},  // not UTF-8 passes through
    };
    for (const auto& [given, expected] : rows) CHECK(folded(given) == expected);
}

TEST_CASE("email addresses") {
    for (std::string_view good : {"a@example.com",
                                  "first.last+tag@sub.example.co.in",
                                  "x@localhost",
                                  "o'neil@example.ie",
                                  "a@xn--bcher-kva.example"}) {
        CAPTURE(good);
        CHECK(is_email(good));
    }
    for (std::string_view bad : {"",
                                 "a",
                                 "@example.com",
                                 "a@",
                                 "a@example",
                                 "a b@example.com",
                                 ".a@example.com",
                                 "a.@example.com",
                                 "a..b@example.com",
                                 "a@-example.com",
                                 "a@example-.com",
                                 "a@example..com",
                                 "a@.com",
                                 "a@exa mple.com",
                                 "a@b@"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_email(bad));
    }
    CHECK_FALSE(is_email(std::string(65, 'a') + "@example.com"));
    CHECK_FALSE(is_email("a@" + std::string(250, 'b') + ".com"));
}

TEST_CASE("user names and telephone numbers") {
    for (std::string_view good : {"anshu_singh", "a@b.c", "x+y-z", "\xE0\xA4\x85", "1"}) {
        CHECK(is_username(good));
    }
    for (std::string_view good :
         {"José", "Дмитрий", "अनिल", "王伟", "ß", "asha_अनिल", "Ελένη", "dev-2"}) {
        CAPTURE(good);
        CHECK(is_username(good));
    }
    for (std::string_view bad : {"", "two words", "a/b", "a!", "a\n"})
        CHECK_FALSE(is_username(bad));
    // Each of these would pass for "asha" on a page; the last is no UTF-8.
    for (std::string_view bad : {"asha\u200B",
                                 "\u202Easha",
                                 "as\u00ADha",
                                 "asha\u3164",
                                 "\uFF41sha",
                                 "asha\u00A0",
                                 "asha\uFEFF",
                                 "asha\U0001F600",
                                 "asha\xFF"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_username(bad));
    }
    // Letters of two scripts that look alike, accents apart, and doubles that NFKC undoes.
    for (std::string_view bad : {"\u0430dmin",
                                 "adm\u0131\u03BD",
                                 "Jose\u0301",
                                 "\uFB01ona",
                                 "\u212Aarl",
                                 "\u1D43sha",
                                 "\u00AAsha",
                                 "\u2160van"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_username(bad));
    }
    CHECK(is_phone("+917890123456"));
    CHECK(is_phone(""));
    CHECK_FALSE(is_phone("0123-456"));
}

TEST_CASE("instants are shown and read as ISO 8601") {
    struct Row {
        std::string_view text;
        std::string_view shown;
    };
    const Row rows[] = {
        {"2026-11-20T23:15:33.945029Z", "2026-11-20T23:15:33.945029Z"},
        {"2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"},
        {"2026-01-02T03:04:05.5Z", "2026-01-02T03:04:05.500000Z"},
        {"2026-01-02 03:04", "2026-01-02T03:04:00Z"},
        {"2026-01-02", "2026-01-02T00:00:00Z"},
        {"2026-01-02T03:04:05+05:30", "2026-01-01T21:34:05Z"},
        {"2026-01-02T03:04:05-0700", "2026-01-02T10:04:05Z"},
        {"2024-02-29T00:00:00z", "2024-02-29T00:00:00Z"},
        {"1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        const auto instant = parse_iso8601(row.text);
        REQUIRE(instant);
        CHECK(to_iso8601(*instant) == row.shown);
    }
    for (std::string_view bad : {"",
                                 "2026",
                                 "2026-13-01",
                                 "2026-02-30",
                                 "2026-1-1",
                                 "2026-01-02T24:00",
                                 "2026-01-02T1:00",
                                 "2026-01-02T03:60",
                                 "2026-01-02T03:04:60Z",
                                 "2026-01-02T03:04:05.Z",
                                 "2026-01-02T03:04:05.1234567Z",
                                 "2026-01-02T03:04:05+5",
                                 "2026-01-02T03:04:05Zx",
                                 "x2026-01-02"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_iso8601(bad));
    }
}

TEST_CASE("clocks") {
    ManualClock clock(Instant{});
    clock.advance(std::chrono::seconds{5});
    CHECK(to_iso8601(clock.now()) == "1970-01-01T00:00:05Z");
    CHECK(SystemClock().now() > *parse_iso8601("2020-01-01"));
}

TEST_CASE("JSON text is escaped as DRF escapes it") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"plain", R"("plain")"},
        {"a\"b\\c", R"("a\"b\\c")"},
        {"\b\f\n\r\t", R"("\b\f\n\r\t")"},
        {"\x01\x1f", R"("\u0001\u001f")"},
        {"a\0b"sv, R"("a\u0000b")"},
        {"\xC3\xA4\xE2\x82\xAC", "\"\xC3\xA4\xE2\x82\xAC\""},
        {"\xE2\x80\xA8|\xE2\x80\xA9", R"("\u2028|\u2029")"},
        {"\x7F", "\"\x7F\""},
        {"</script>", R"("</script>")"},
    };
    for (const auto& [given, expected] : rows) {
        std::string out;
        append_json_string(out, given);
        CHECK(out == expected);
    }
}

TEST_CASE("what a JSON string escapes, and what only looks like it, wherever it stands") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"\xE2\x80\xA8", "\\u2028"},
        {"\xE2\x80\xA9", "\\u2029"},
        {"\xE2\x82\xAC", "\xE2\x82\xAC"},
        {"\xE0\xA4\x97", "\xE0\xA4\x97"},
        {"\x1f", "\\u001f"},
        {"\"", "\\\""},
        {"\\", "\\\\"},
        {"!#[]\x7f", "!#[]\x7f"},
    };
    const std::string filling(20, 'a');
    for (const auto& [given, expected] : rows) {
        for (std::size_t at = 0; at <= filling.size(); ++at) {
            const auto before = filling.substr(at);
            std::string out;
            append_json_string(out, before + std::string(given) + filling);
            CHECK(out == "\"" + before + std::string(expected) + filling + "\"");
        }
    }
}

TEST_CASE("a JSON string escapes each byte alike wherever it stands") {
    const std::string filling(20, 'a');
    for (int byte = 0; byte < 256; ++byte) {
        const std::string alone(1, static_cast<char>(byte));
        std::string quoted;
        append_json_string(quoted, alone);
        const auto inner = quoted.substr(1, quoted.size() - 2);
        for (std::size_t at = 0; at <= filling.size(); ++at) {
            const auto before = filling.substr(at);
            const auto after = filling.substr(0, at);
            std::string out;
            append_json_string(out, before + alone + after);
            REQUIRE(out == "\"" + before + inner + after + "\"");
        }
    }
}

TEST_CASE("JSON is compact, nulls are there, containers balance") {
    JsonWriter out;
    out.begin_object().member("a", 1).key("b").begin_array();
    out.value(true).null().value("x").value(std::optional<std::string>{}).end_array();
    out.key("c").begin_object().end_object().member("d", Instant{}).end_object();
    CHECK(out.text() == R"({"a":1,"b":[true,null,"x",null],"c":{},"d":"1970-01-01T00:00:00Z"})");
    CHECK(to_json(std::vector<std::string>{}) == "[]");
    CHECK(to_json(std::optional<std::int64_t>{-5}) == "-5");
}

TEST_CASE("what is shown of foreign bytes is text") {
    CHECK(shown("text/\u00e4", 100) == "text/\u00e4");
    CHECK(shown("text/\u00e4\u00e4", 6) == "text/\u00e4");
    CHECK(shown("text/\xde\xff", 100) == "text/??");
    CHECK(shown("text/\xde\xff", 6) == "text/?");
}

}  // namespace
}  // namespace pilotlight
