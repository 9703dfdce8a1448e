#include "http/negotiation.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace pilotlight::http {
namespace {

RequestHead with(std::string name, std::string value) {
    RequestHead head;
    head.headers.push_back({std::move(name), std::move(value)});
    return head;
}

std::string header_of(const Response& response, std::string_view name) {
    const auto found = std::ranges::find(response.headers, name, &Header::name);
    return found == response.headers.end() ? std::string() : found->value;
}

constexpr Route plain{.method = Method::get,
                      .path = "/",
                      .permission = Permission::anyone,
                      .handler = nullptr,
                      .summary = ""};

TEST_CASE("Accept must leave room for JSON") {
    const std::pair<std::string, bool> rows[] = {
        {"", true},
        {"*/*", true},
        {"application/json", true},
        {"APPLICATION/JSON", true},
        {"application/problem+json", true},
        {"application/*;q=0.5", true},
        {"text/html, application/json;q=0.9", true},
        {"text/html,application/xhtml+xml,*/*;q=0.8", true},
        {"text/html", false},
        {"image/*", false},
        {"application/xml", false},
    };
    for (const auto& row : rows) {
        const auto& [accept, good] = row;
        CAPTURE(row.first);
        CHECK(static_cast<bool>(check_accept(with("Accept", accept), plain)) == good);
    }
    auto download = plain;
    download.is_download = true;
    CHECK(check_accept(with("Accept", "image/png"), download));
}

TEST_CASE("only the JSON format is there") {
    RequestHead head;
    head.query = {{"format", "json"}};
    CHECK(check_accept(head, plain));
    head.query = {{"format", "xml"}};
    const auto refused = check_accept(head, plain);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::not_found);
}

TEST_CASE("hosts are compared without their port and case") {
    Settings settings;
    RequestHead head;
    head.host = "anything:80";
    CHECK(host_is_allowed(head, settings));
    settings.allowed_hosts = {"desk.example.org", "[::1]"};
    const std::pair<std::string, bool> rows[] = {
        {"desk.example.org", true},
        {"Desk.Example.Org:8080", true},
        {"[::1]:8080", true},
        {"evil.example", false},
        {"desk.example.org.evil", false},
        {"", false},
    };
    for (const auto& row : rows) {
        const auto& [host, good] = row;
        CAPTURE(row.first);
        head.host = host;
        CHECK(host_is_allowed(head, settings) == good);
    }
}

TEST_CASE("only listed origins are let in") {
    Settings settings;
    settings.cors_origins = {"http://localhost:3000"};
    settings.cors_credentials = true;
    Response response;
    response.set("Vary", "Accept, Cookie");
    allow_origin(with("Origin", "http://localhost:3000"), settings, response);
    CHECK(header_of(response, "Access-Control-Allow-Origin") == "http://localhost:3000");
    CHECK(header_of(response, "Access-Control-Allow-Credentials") == "true");
    CHECK(header_of(response, "Vary") == "Accept, Cookie, Origin");
    Response other;
    allow_origin(with("Origin", "http://evil.example"), settings, other);
    CHECK(header_of(other, "Access-Control-Allow-Origin").empty());
    CHECK(header_of(other, "Vary") == "Origin");
    Response closed;
    closed.set("Vary", "Accept");
    allow_origin(with("Origin", "http://localhost:3000"), Settings{}, closed);
    CHECK(header_of(closed, "Vary") == "Accept");
}

TEST_CASE("a preflight is one only with its two headers") {
    Settings settings;
    settings.cors_origins = {"http://localhost:3000"};
    auto head = with("Origin", "http://localhost:3000");
    head.method = Method::options;
    CHECK_FALSE(preflight_answer(head, settings));
    head.headers.push_back({"Access-Control-Request-Method", "POST"});
    const auto answer = preflight_answer(head, settings);
    REQUIRE(answer);
    CHECK(answer->status == 204);
    CHECK(header_of(*answer, "Access-Control-Allow-Methods").find("PATCH") != std::string::npos);
    head.headers.front().value = "http://evil.example";
    CHECK(header_of(*preflight_answer(head, settings), "Access-Control-Allow-Methods").empty());
    head.method = Method::get;
    CHECK_FALSE(preflight_answer(head, settings));
}

TEST_CASE("loopback is this machine, unless a proxy on it passes on") {
    RequestHead head;
    for (std::string_view here : {"127.0.0.1", "127.1.2.3", "::1"}) {
        head.remote_address = here;
        CHECK(is_from_this_machine(head));
    }
    for (std::string_view there : {"10.0.0.1", "192.168.127.1", "::2", "unix"}) {
        head.remote_address = there;
        CHECK_FALSE(is_from_this_machine(head));
    }
    head.remote_address = "127.0.0.1";
    for (std::string_view name : {"Forwarded", "Via", "X-Forwarded-For", "x-real-ip"}) {
        head.headers = {{std::string(name), "203.0.113.9"}};
        CHECK_FALSE(is_from_this_machine(head));
    }
}

}  // namespace
}  // namespace pilotlight::http
