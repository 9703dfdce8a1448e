#include "http/problem.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace pilotlight::http {
namespace {

std::string body_of(const Response& response) {
    return std::get<std::string>(response.body);
}

std::string header_of(const Response& response, std::string_view name) {
    const auto found = std::ranges::find(response.headers, name, &Header::name);
    return found == response.headers.end() ? std::string() : found->value;
}

TEST_CASE("every code has a status and a phrase") {
    for (std::size_t i = 0; i < code_count; ++i) {
        const auto code = static_cast<Code>(i);
        CAPTURE(name_of(code));
        const int status = status_of(code);
        CHECK(status >= 400);
        CHECK(status < 600);
        CHECK(reason_of(status) != "Error");
    }
}

TEST_CASE("a problem has the members of RFC 9457 and DRF's detail") {
    const auto response = problem(not_found(), nullptr);
    CHECK(response.status == 404);
    CHECK(header_of(response, "Content-Type") == "application/problem+json");
    CHECK(body_of(response) ==
          R"({"type":"urn:pilotlight:error:not_found","title":"Not Found","status":404,)"
          R"("code":"not_found","detail":"Not found."})");
}

TEST_CASE("faulty fields stand beside the members, each once with all its faults") {
    const auto response = problem(invalid({{"a", "one"}, {"b", "two"}, {"a", "three"}}), nullptr);
    CHECK(response.status == 400);
    CHECK(body_of(response) ==
          R"({"type":"urn:pilotlight:error:invalid_input","title":"Bad Request","status":400,)"
          R"("code":"invalid_input","errors":{"a":["one","three"],"b":["two"]},)"
          R"("a":["one","three"],"b":["two"]})");
}

TEST_CASE("a field called like a member takes its place") {
    const auto text = body_of(problem(invalid("status", "bad"), nullptr));
    CHECK(text.find(R"("status":["bad"])") != std::string::npos);
    CHECK(text.find(R"("status":400)") == std::string::npos);
    const auto errors = body_of(problem(invalid("errors", "bad"), nullptr));
    CHECK(errors.find(R"("errors":["bad"])") != std::string::npos);
    CHECK(errors.find(R"("errors":{)") == std::string::npos);
}

TEST_CASE("seed 001 wraps field errors, at register repeated, at profile not") {
    const Route repeated{.method = Method::post,
                         .path = "/",
                         .permission = Permission::anyone,
                         .handler = nullptr,
                         .summary = "",
                         .failure = "Registration failed",
                         .failure_repeats = true};
    auto once = repeated;
    once.failure_repeats = false;
    const auto error = invalid("email", "taken");
    const auto first = body_of(problem(error, &repeated));
    CHECK(first.find(R"("error":"Registration failed","detail":{"email":["taken"]})") !=
          std::string::npos);
    CHECK(first.ends_with(R"("email":["taken"]})"));
    const auto second = body_of(problem(error, &once));
    CHECK(second.find(R"("detail":{"email":["taken"]})") != std::string::npos);
    CHECK(second.ends_with(R"("errors":{"email":["taken"]}})"));
    CHECK(body_of(problem(not_found(), &repeated)).find("Registration") == std::string::npos);
}

TEST_CASE("a refused token is told as simplejwt tells it") {
    const Error expired{.code = Code::token_not_valid, .message = "Token is invalid or expired"};
    const auto response = token_problem(expired);
    CHECK(response.status == 401);
    CHECK(header_of(response, "WWW-Authenticate") == "Bearer realm=\"api\"");
    const auto text = body_of(response);
    CHECK(text.find(R"("detail":"Given token not valid for any token type")") != std::string::npos);
    CHECK(text.find(R"("messages":[{"token_class":"AccessToken","token_type":"access",)"
                    R"("message":"Token is invalid or expired"}])") != std::string::npos);
    const Error inactive{.code = Code::account_inactive, .message = "User is inactive"};
    CHECK(body_of(token_problem(inactive)).find(R"("code":"user_inactive")") != std::string::npos);
}

TEST_CASE("what is to be waited for says how long") {
    const Error busy{.code = Code::throttled, .message = "later", .retry_after_s = 17};
    const auto response = problem(busy, nullptr);
    CHECK(response.status == 429);
    CHECK(header_of(response, "Retry-After") == "17");
    CHECK(header_of(problem(not_found(), nullptr), "Retry-After").empty());
}

TEST_CASE("causes never reach the body") {
    const auto text = body_of(problem(internal_error("sqlite 11: /secret/path"), nullptr));
    CHECK(text.find("sqlite") == std::string::npos);
    CHECK(text.find("/secret") == std::string::npos);
    CHECK(text.find("Internal server error.") != std::string::npos);
}

}  // namespace
}  // namespace pilotlight::http
