#include "http/server/head.hpp"

#include <doctest/doctest.h>

namespace pilotlight::http {
namespace {

RequestHead head_of(std::vector<Header> headers) {
    RequestHead head;
    head.headers = std::move(headers);
    return head;
}

int status_of_head(std::vector<Header> headers, const HeadFacts& facts) {
    auto head = head_of(std::move(headers));
    const auto refusal = complete_head(facts, {.address = "192.0.2.1"}, {}, head);
    return refusal ? refusal->status : 200;
}

constexpr HeadFacts get{.method = "GET", .target = "/a"};
const Header host{"Host", "x"};

TEST_CASE("heads: what the parser lets pass and we do not") {
    CHECK(status_of_head({host}, get) == 200);
    CHECK(status_of_head({}, get) == 400);
    CHECK(status_of_head({}, {.method = "GET", .target = "/", .http_1_0 = true}) == 200);
    CHECK(status_of_head({host, {"host", "x"}}, get) == 400);
    CHECK(status_of_head({{"Host", "a b"}}, get) == 400);
    CHECK(status_of_head({host}, {.method = "GET", .target = "/", .folded = true}) == 400);
    CHECK(status_of_head({host}, {.method = "GET", .target = "/%"}) == 400);
    CHECK(status_of_head({host}, {.method = "BREW", .target = "/"}) == 501);
    CHECK(status_of_head({host}, {.method = "get", .target = "/"}) == 501);
    CHECK(status_of_head({host}, {.method = "CONNECT", .target = "x:443"}) == 501);
    CHECK(status_of_head({host}, {.method = "OPTIONS", .target = "*"}) == 200);
    CHECK(status_of_head({host}, {.method = "GET", .target = "*"}) == 400);
}

TEST_CASE("heads: one way to say where the body ends") {
    const Header length{"Content-Length", "5"};
    const Header chunked{"Transfer-Encoding", "chunked"};
    CHECK(status_of_head({host, length}, get) == 200);
    CHECK(status_of_head({host, chunked}, get) == 200);
    CHECK(status_of_head({host, length, length}, get) == 400);
    CHECK(status_of_head({host, length, chunked}, get) == 400);
    CHECK(status_of_head({host, chunked, chunked}, get) == 400);
    CHECK(status_of_head({host, {"content-length", "5, 5"}}, get) == 400);
    CHECK(status_of_head({host, {"content-length", "+5"}}, get) == 400);
    CHECK(status_of_head({host, {"content-length", ""}}, get) == 400);
    CHECK(status_of_head({host, {"transfer-encoding", "gzip, chunked"}}, get) == 501);
    CHECK(status_of_head({host, {"transfer-encoding", "CHUNKED"}}, get) == 200);
    CHECK(status_of_head({chunked}, {.method = "GET", .target = "/", .http_1_0 = true}) == 400);
    CHECK(status_of_head({host, {"Expect", "100-Continue"}}, get) == 200);
    CHECK(status_of_head({host, {"Expect", "tea"}}, get) == 417);
}

TEST_CASE("heads: who asks and what is sent are said once") {
    for (const std::string name : {"Authorization", "authorization", "Content-Type"}) {
        CAPTURE(name);
        CHECK(status_of_head({host, {name, "a"}}, get) == 200);
        CHECK(status_of_head({host, {name, "a"}, {name, "a"}}, get) == 400);
    }
    CHECK(status_of_head({host, {"Authorization", "a"}, {"AUTHORIZATION", "b"}}, get) == 400);
    CHECK(status_of_head({host, {"Cookie", "a=1"}, {"Cookie", "b=2"}}, get) == 200);
}

TEST_CASE("heads: packed bodies are refused before they are read") {
    CHECK(status_of_head({host, {"Content-Encoding", "gzip"}}, get) == 415);
    CHECK(status_of_head({host, {"content-encoding", "identity, br"}}, get) == 415);
    CHECK(status_of_head({host, {"Content-Encoding", "Identity"}}, get) == 200);
}

TEST_CASE("heads: the absolute form names the host") {
    auto head = head_of({{"Host", "other"}});
    CHECK_FALSE(complete_head({.method = "GET", .target = "http://a.example/x"}, {}, {}, head));
    CHECK(head.host == "a.example");
    CHECK(head.path == "/x");
}

TEST_CASE("heads: a plain request id is kept, any other replaced") {
    const std::pair<std::string, bool> rows[] = {
        {"abc-1.2_3", true},
        {std::string(64, 'a'), true},
        {"", false},
        {std::string(65, 'a'), false},
        {"a b", false},
        {"a\"b", false},
    };
    for (const auto& row : rows) {
        const auto& [sent, kept] = row;
        CAPTURE(row.first);
        auto head = head_of({host, {"X-Request-Id", sent}});
        CHECK_FALSE(complete_head(get, {}, {}, head));
        CHECK((head.id == sent) == kept);
        if (!kept) CHECK(head.id.size() == 32);
    }
}

struct Forwarded {
    std::string peer;
    std::vector<Header> headers;
    std::string remote;
    bool secure;
};

TEST_CASE("heads: forwarded addresses are believed of trusted peers only") {
    const auto proxies = TrustedProxies::parse({"10.0.0.0/8", "::1", "unix"});
    REQUIRE(proxies);
    const Header forged{"X-Forwarded-For", "1.1.1.1, 203.0.113.9, 10.1.2.3"};
    const Header https{"X-Forwarded-Proto", "https"};
    const Forwarded rows[] = {
        {"192.0.2.1", {forged, https}, "192.0.2.1", false},
        {"10.9.9.9", {forged, https}, "203.0.113.9", true},
        {"11.0.0.1", {forged}, "11.0.0.1", false},
        {"::1", {{"x-forwarded-for", "[2001:db8::1]:443"}}, "2001:db8::1", false},
        {"::1", {{"x-forwarded-for", "203.0.113.9:1234"}}, "203.0.113.9", false},
        {"::1", {{"x-forwarded-for", "203.0.113.9, nonsense"}}, "::1", false},
        {"::1", {{"x-forwarded-for", "::ffff:203.0.113.9"}}, "203.0.113.9", false},
        {"::1", {{"X-Forwarded-For", "1.1.1.1"}, {"X-Forwarded-For", "2.2.2.2"}}, "2.2.2.2", false},
        {"unix", {{"X-Forwarded-For", "10.1.1.1"}}, "10.1.1.1", false},
        {"10.9.9.9", {}, "10.9.9.9", false},
        {"10.9.9.9", {{"X-Forwarded-Proto", "https, http"}}, "10.9.9.9", false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.peer);
        CAPTURE(row.remote);
        auto head = head_of(row.headers);
        head.remote_address = row.peer;
        proxies->apply(head);
        CHECK(head.remote_address == row.remote);
        CHECK(head.secure == row.secure);
    }
}

TEST_CASE("trusted proxies are addresses or networks") {
    for (const std::string bad : {"x", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "::1/129", ""}) {
        CAPTURE(bad);
        CHECK_FALSE(TrustedProxies::parse({bad}));
    }
    CHECK(TrustedProxies::parse({"192.168.1.0/23"})->contains("192.168.1.255"));
    CHECK_FALSE(TrustedProxies::parse({"192.168.1.0/23"})->contains("192.168.2.1"));
    CHECK(TrustedProxies::parse({"0.0.0.0/0"})->contains("1.2.3.4"));
    CHECK_FALSE(TrustedProxies::parse({"0.0.0.0/0"})->contains("::1"));
}

}  // namespace
}  // namespace pilotlight::http
