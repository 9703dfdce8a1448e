#include "http/server/target.hpp"

#include <doctest/doctest.h>

namespace pilotlight::http {
namespace {

TEST_CASE("targets: path and query, decoded once") {
    struct Row {
        std::string text;
        std::string path;
        Pairs query;
    };
    const Row rows[] = {
        {"/", "/", {}},
        {"/api/v1/requests/7/?q=a+b&x", "/api/v1/requests/7/", {{"q", "a b"}, {"x", ""}}},
        {"/a%20b+c", "/a b+c", {}},
        {"/%2525", "/%25", {}},
        {"/a%2Fb%2fc%20d", "/a%2Fb%2fc d", {}},
        {"/a%2520b/%2D", "/a%20b/-", {}},
        {"/caf%C3%A9", "/café", {}},
        {"/a..b/.c/...", "/a..b/.c/...", {}},
        {"/?", "/", {}},
        {"/a?b?c=d", "/a", {{"b?c", "d"}}},
        {"//double", "//double", {}},
        {"http://host", "/", {}},
        {"HTTP://host:80/a?b=c", "/a", {{"b", "c"}}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        const auto target = parse_target(row.text, false);
        REQUIRE(target);
        CHECK(target->path == row.path);
        CHECK(target->query == row.query);
    }
}

TEST_CASE("targets: what is refused") {
    for (const std::string_view text :
         {"",          "a",        "*",           "/a#b",       "/%",       "/%zz",     "/%00",
          "/a%0Ab",    "/%7f",     "/%ff",        "/../a",      "/a/..",    "/./a",     "/%2e%2e/a",
          "/..%2fa",   "/a?b=%zz", "/a?b=%00",    "/a?%00",     "/a?b=%ff", "host:443", "http://",
          "http:///a", "ftp://a/", "http://a b/", "http://u@h/"}) {
        CAPTURE(text);
        const auto target = parse_target(text, false);
        REQUIRE_FALSE(target);
        CHECK(target.error().code == Code::malformed_body);
    }
}

TEST_CASE("targets: the asterisk where it is allowed, the authority of the absolute form") {
    CHECK(parse_target("*", true)->path == "*");
    CHECK(parse_target("http://a.example:8080/x", false)->authority == "a.example:8080");
    CHECK(parse_target("/x", false)->authority.empty());
}

TEST_CASE("hosts") {
    for (const std::string_view good :
         {"", "localhost", "a.example:8080", "127.0.0.1", "[::1]:80", "a:"}) {
        CAPTURE(good);
        CHECK(is_host(good));
    }
    for (const std::string_view bad :
         {"a b", "a/b", "a@b", "a,b", "a:b", "a:123456", "[::1", "[]", "[::1]x", "a?b", "<a>"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_host(bad));
    }
}

}  // namespace
}  // namespace pilotlight::http
