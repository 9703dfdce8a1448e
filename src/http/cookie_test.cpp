#include "http/cookie.hpp"

#include <doctest/doctest.h>

namespace pilotlight::http {
namespace {

RequestHead sending(std::string cookies) {
    RequestHead head;
    head.headers = {{"Cookie", std::move(cookies)}};
    return head;
}

TEST_CASE("what a browser is told to keep (contracts.md §1)") {
    const std::string key(32, 'k');
    CHECK(session_cookie(key, std::chrono::days{14}, false) ==
          "sessionid=" + key + "; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax");
    CHECK(csrf_cookie("t", false) == "csrftoken=t; Max-Age=31449600; Path=/; SameSite=Lax");
    CHECK(session_cookie(key, std::chrono::hours{1}, true).ends_with("; SameSite=Lax; Secure"));
    CHECK(csrf_cookie("t", true).ends_with("; SameSite=Lax; Secure"));
    CHECK(expired_cookie(session_cookie_name, false) ==
          "sessionid=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax");
}

TEST_CASE("a token is 32 letters and digits, another each time") {
    const auto token = new_csrf_token();
    CHECK(token.size() == csrf_token_length);
    CHECK(csrf_token_fault(token) == "");
    CHECK(new_csrf_token() != token);
}

TEST_CASE("what can be no token") {
    const std::string good(csrf_token_length, 'a');
    const std::pair<std::string, std::string_view> rows[] = {
        {good, ""},
        {std::string(csrf_token_length_old, 'Z'), ""},
        {"", "has incorrect length"},
        {good + "a", "has incorrect length"},
        {good.substr(1), "has incorrect length"},
        {std::string(100'000, 'a'), "has incorrect length"},
        {good.substr(1) + "-", "has invalid characters"},
        {good.substr(1) + "\n", "has invalid characters"},
        {good.substr(1) + std::string(1, '\0'), "has invalid characters"},
        {good.substr(2) + "\u00e9", "has invalid characters"},
    };
    for (const auto& row : rows) {
        const auto& [token, fault] = row;
        CAPTURE(row.first.size());
        CHECK(csrf_token_fault(token) == fault);
    }
}

TEST_CASE("a hostile Cookie header names nothing but what it names") {
    const std::string key(32, 'k');
    const std::pair<std::string, std::string> rows[] = {
        {"sessionid=" + key, key},
        {"a=1; sessionid=" + key + "; b=2", key},
        {"a=1;sessionid=" + key, key},
        {";;; ; sessionid=" + key + ";", key},
        {"\tsessionid=" + key + "\t", key},
        {"sessionid=\"" + key + "\"", key},
        {"sessionid=first; sessionid=second", "first"},
        {"SESSIONID=" + key, ""},
        {"xsessionid=" + key, ""},
        {"sessionid2=" + key, ""},
        {"a=sessionid=" + key, ""},
        {"sessionid", ""},
        {"sessionid=", ""},
        {"sessionid=\"", "\""},
        {"sessionid=\"\"", ""},
        {"sessionid=a=b", "a=b"},
        {"", ""},
        {"=", ""},
        {"====;;;;", ""},
        {std::string(60'000, ';') + "sessionid=" + key, key},
        {"a=" + std::string(60'000, 'x'), ""},
    };
    for (const auto& row : rows) {
        const auto& [cookies, value] = row;
        CAPTURE(row.first.substr(0, 80));
        CHECK(sending(cookies).cookie(session_cookie_name) == value);
    }
}

TEST_CASE("a page that is about to send a form keeps its token, if it is one") {
    const std::string known(csrf_token_length, 'a');
    Response kept;
    keep_csrf_cookie(sending("csrftoken=" + known), kept);
    REQUIRE(kept.headers.size() == 1);
    CHECK(kept.headers.front().value == csrf_cookie(known, false));
    Response fresh;
    auto secure = sending("csrftoken=chosen by somebody else");
    secure.secure = true;
    keep_csrf_cookie(secure, fresh);
    REQUIRE(fresh.headers.size() == 1);
    const auto& cookie = fresh.headers.front().value;
    const auto token = cookie.substr(cookie.find('=') + 1, csrf_token_length);
    CHECK(csrf_token_fault(token) == "");
    CHECK(cookie == csrf_cookie(token, true));
}

}  // namespace
}  // namespace pilotlight::http
