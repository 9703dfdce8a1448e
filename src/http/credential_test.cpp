#include "http/credential.hpp"

#include <doctest/doctest.h>

#include "http/cookie.hpp"

namespace pilotlight::http {
namespace {

const std::string token(csrf_token_length, 'a');
const std::string other(csrf_token_length, 'b');

Request post(std::vector<Header> headers, std::string cookie = "csrftoken=" + token) {
    Request request;
    request.method = Method::post;
    request.host = "desk.example.org";
    request.headers = std::move(headers);
    if (!cookie.empty()) request.headers.push_back({"Cookie", std::move(cookie)});
    return request;
}

/// "" when it passes, else what follows "CSRF Failed: ".
std::string fault(const Result<void>& checked) {
    if (checked) return "";
    CHECK(checked.error().code == Code::csrf_failed);
    constexpr std::string_view before = "CSRF Failed: ";
    CHECK(checked.error().message.starts_with(before));
    return checked.error().message.substr(before.size());
}
std::string fault(const Request& request, const Settings& settings = {}) {
    return fault(check_csrf(request, settings));
}

TEST_CASE("a change by cookie needs the cookie's token twice") {
    struct Row {
        std::string cookie, header;
        std::string_view fault;
    };
    const Row rows[] = {
        {token, token, ""},
        {token, "", "CSRF token missing."},
        {token, other, "CSRF token from the 'X-Csrftoken' HTTP header incorrect."},
        {token, "a", "CSRF token from the 'X-Csrftoken' HTTP header has incorrect length."},
        {token,
         token.substr(1) + "-",
         "CSRF token from the 'X-Csrftoken' HTTP header has invalid characters."},
        {"", token, "CSRF cookie not set."},
        {"", "", "CSRF cookie not set."},
        {"a", "a", "CSRF cookie has incorrect length."},
        {token.substr(1) + "-", token.substr(1) + "-", "CSRF cookie has invalid characters."},
        {token + token, token + token, ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.cookie);
        CAPTURE(row.header);
        CHECK(fault(post({{"X-CSRFToken", row.header}}, "csrftoken=" + row.cookie)) == row.fault);
    }
}

TEST_CASE("safe methods need no proof, all others do") {
    const std::pair<Method, bool> rows[] = {
        {Method::get, true},
        {Method::head, true},
        {Method::options, true},
        {Method::post, false},
        {Method::put, false},
        {Method::patch, false},
        {Method::del, false},
    };
    for (const auto& row : rows) {
        const auto& [method, is_safe] = row;
        CAPTURE(name_of(row.first));
        auto request = post({{"Origin", "https://evil.example"}});
        request.method = method;
        CHECK(static_cast<bool>(check_csrf(request, Settings{})) == is_safe);
    }
}

TEST_CASE("a form may carry the token in a field") {
    const std::string form = "application/x-www-form-urlencoded";
    struct Row {
        std::string type, body;
        std::string_view fault;
    };
    const Row rows[] = {
        {form, "a=1&csrfmiddlewaretoken=" + token, ""},
        {form + "; charset=utf-8", "csrfmiddlewaretoken=" + token, ""},
        {form, "csrfmiddlewaretoken=" + other, "CSRF token from POST incorrect."},
        {form, "csrfmiddlewaretoken=%zz", "CSRF token missing."},
        {form, "csrfmiddlewaretoken=", "CSRF token missing."},
        {"application/json", "{\"csrfmiddlewaretoken\":\"" + token + "\"}", "CSRF token missing."},
        {"text/plain", "csrfmiddlewaretoken=" + token, "CSRF token missing."},
    };
    for (const auto& row : rows) {
        CAPTURE(row.type);
        CAPTURE(row.body);
        auto request = post({{"Content-Type", row.type}});
        request.body = row.body;
        CHECK(fault(request) == row.fault);
    }
    auto multipart = post({{"Content-Type", "multipart/form-data; boundary=x"}});
    multipart.form = {{"a", "1"}, {"csrfmiddlewaretoken", token}};
    CHECK(fault(multipart) == "");
    multipart.form.back().second = other;
    CHECK(fault(multipart) == "CSRF token from POST incorrect.");
}

TEST_CASE("an Origin must be ours, token or not") {
    struct Row {
        std::string_view origin;
        bool secure;
        bool good;
    };
    const Row rows[] = {
        {"http://desk.example.org", false, true},
        {"HTTP://DESK.example.org", false, true},
        {"https://desk.example.org", false, true},
        {"https://desk.example.org", true, true},
        {"http://desk.example.org", true, false},
        {"https://evil.example", true, false},
        {"http://desk.example.org.evil.example", false, false},
        {"http://desk.example.org:81", false, false},
        {"http://desk.example.org/", false, false},
        {"null", false, false},
        {"https://", false, false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.origin);
        CAPTURE(row.secure);
        auto request = post({{"Origin", std::string(row.origin)}, {"X-CSRFToken", token}});
        request.secure = row.secure;
        const auto text = "Origin checking failed - " + std::string(row.origin) +
                          " does not match any trusted origins.";
        CHECK(fault(request) == (row.good ? "" : text));
    }
    const auto endless = post({{"Origin", "https://" + std::string(50'000, 'e')}});
    CHECK(fault(endless).size() < 200);
}

TEST_CASE("other origins are trusted when the settings say so") {
    Settings settings;
    settings.cors_origins = {"http://localhost:3000"};
    settings.public_url = "https://public.example.org/desk/";
    const auto from = [&](std::string origin) {
        return fault(post({{"Origin", std::move(origin)}, {"X-CSRFToken", token}}), settings);
    };
    CHECK(from("http://localhost:3000") != "");
    settings.cors_credentials = true;
    CHECK(from("http://localhost:3000") == "");
    CHECK(from("https://public.example.org") == "");
    CHECK(from("http://public.example.org") != "");
    settings.public_url = "no url";
    CHECK(from("no url") != "");
}

TEST_CASE("without Host no origin is ours") {
    RequestHead head;
    CHECK_FALSE(origin_is_trusted(head, "http://", {}));
    CHECK_FALSE(origin_is_trusted(head, "https://", {}));
    CHECK_FALSE(origin_is_trusted(head, "", {}));
}

TEST_CASE("over TLS a change without Origin needs a Referer of ours") {
    const std::pair<std::string, std::string_view> rows[] = {
        {"https://desk.example.org/page?a=b", ""},
        {"https://desk.example.org", ""},
        {"", "Referer checking failed - no Referer."},
        {"desk.example.org", "Referer checking failed - Referer is malformed."},
        {"http://desk.example.org/",
         "Referer checking failed - Referer is insecure while host is secure."},
        {"https://evil.example/https://desk.example.org/",
         "Referer checking failed - https://evil.example/https://desk.example.org/ does not match "
         "any trusted origins."},
        {"https://desk.example.org@evil.example/",
         "Referer checking failed - https://desk.example.org@evil.example/ does not match any "
         "trusted origins."},
    };
    for (const auto& row : rows) {
        const auto& [referer, expected] = row;
        CAPTURE(row.first);
        auto request = post({{"Referer", referer}, {"X-CSRFToken", token}});
        request.secure = true;
        CHECK(fault(request) == expected);
        request.secure = false;
        CHECK(fault(request) == "");
    }
}

TEST_CASE("a log-in by form from a page elsewhere is refused (contracts.md S14)") {
    struct Row {
        std::string_view type, origin, referer;
        bool good;
    };
    const Row rows[] = {
        {"application/x-www-form-urlencoded", "", "", true},
        {"application/x-www-form-urlencoded", "https://desk.example.org", "", true},
        {"application/x-www-form-urlencoded", "https://evil.example", "", false},
        {"application/x-www-form-urlencoded", "null", "", false},
        {"application/x-www-form-urlencoded", "", "https://evil.example/", false},
        {"application/x-www-form-urlencoded", "", "https://desk.example.org/", true},
        {"multipart/form-data; boundary=x", "https://evil.example", "", false},
        {"text/plain", "https://evil.example", "", false},
        {"", "https://evil.example", "", false},
        {"application/json", "https://evil.example", "", true},
        {"Application/JSON; charset=utf-8", "https://evil.example", "", true},
    };
    for (const auto& row : rows) {
        CAPTURE(row.type);
        CAPTURE(row.origin);
        CAPTURE(row.referer);
        auto request = post({{"Content-Type", std::string(row.type)},
                             {"Origin", std::string(row.origin)},
                             {"Referer", std::string(row.referer)}});
        request.secure = true;
        CHECK((fault(check_log_in_origin(request, {})) == "") == row.good);
    }
}

}  // namespace
}  // namespace pilotlight::http
