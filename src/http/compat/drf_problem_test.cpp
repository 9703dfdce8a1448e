#include "http/compat/drf_problem.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace pilotlight::http::compat {
namespace {

constexpr Wording surface_words[] = {
    {.code = Code::bad_credentials, .status = 401, .key = "error"}};
constexpr Surface challenging{.name = "a",
                              .title = "A",
                              .description = "",
                              .problem = drf_problem,
                              .challenge = "Token",
                              .wordings = surface_words};
constexpr Surface quiet{.name = "b", .title = "B", .description = "", .problem = drf_problem};

std::string body_of(const Response& response) {
    return std::get<std::string>(response.body);
}

bool has_header(const Response& response, std::string_view name) {
    return std::ranges::find(response.headers, name, &Header::name) != response.headers.end();
}

TEST_CASE("an error without fields is a detail") {
    const auto response = drf_problem(challenging, {.error = not_found()});
    CHECK(response.status == 404);
    CHECK(body_of(response) == R"({"detail":"Not found."})");
}

TEST_CASE("faults stand under their fields, nested where the name has dots") {
    const auto error = invalid({{"user.username", "taken"},
                                {"customer_id", "required"},
                                {"user.username", "short"},
                                {"files.0", "empty"}});
    CHECK(body_of(drf_problem(challenging, {.error = error})) ==
          R"({"user":{"username":["taken","short"]},"customer_id":["required"],)"
          R"("files":{"0":["empty"]}})");
}

TEST_CASE("strangers get a challenge, or 403 where the surface has none") {
    const auto challenged = drf_problem(challenging, {.error = unauthenticated()});
    CHECK(challenged.status == 401);
    CHECK(has_header(challenged, "WWW-Authenticate"));
    const auto refused = drf_problem(quiet, {.error = unauthenticated()});
    CHECK(refused.status == 403);
    CHECK_FALSE(has_header(refused, "WWW-Authenticate"));
}

TEST_CASE("the route's wording comes before the surface's, and both before the table") {
    const Wording own[] = {{.code = Code::bad_credentials, .status = 400, .text = "No."}};
    const Route route{.method = Method::post,
                      .path = "/",
                      .permission = Permission::anyone,
                      .handler = nullptr,
                      .summary = "",
                      .wordings = own};
    const Error error{.code = Code::bad_credentials, .message = "Wrong."};
    const auto by_route = drf_problem(challenging, {.error = error, .route = &route});
    CHECK(by_route.status == 400);
    CHECK(body_of(by_route) == R"({"detail":"No."})");
    const auto by_surface = drf_problem(challenging, {.error = error});
    CHECK(by_surface.status == 401);
    CHECK(body_of(by_surface) == R"({"error":"Wrong."})");
    CHECK_FALSE(has_header(by_surface, "WWW-Authenticate"));
}

TEST_CASE("a conflict is 400: these contracts have no 409") {
    const Error error{.code = Code::conflict, .message = "Later."};
    CHECK(drf_problem(quiet, {.error = error}).status == 400);
}

TEST_CASE("a refused access token is said as simplejwt says it, at the door only") {
    const Error error{.code = Code::token_not_valid, .message = "Token is invalid or expired"};
    CHECK(body_of(drf_problem(challenging, {.error = error, .at_door = true})) ==
          R"({"detail":"Given token not valid for any token type","code":"token_not_valid",)"
          R"("messages":[{"token_class":"AccessToken","token_type":"access",)"
          R"("message":"Token is invalid or expired"}]})");
    CHECK(body_of(drf_problem(challenging, {.error = error})) ==
          R"({"detail":"Token is invalid or expired","code":"token_not_valid"})");
}

TEST_CASE("a fault that another layer found is said in the contract's words") {
    static constexpr FaultWording words[] = {
        {"email", "It is taken.", "This field must be unique."}};
    static constexpr Surface worded{.name = "c",
                                    .title = "C",
                                    .description = "",
                                    .problem = drf_problem,
                                    .fault_wordings = words};
    const auto error = invalid({{"email", "It is taken."}, {"username", "It is taken."}});
    CHECK(body_of(drf_problem(worded, {.error = error})) ==
          R"({"email":["This field must be unique."],"username":["It is taken."]})");
}

TEST_CASE("a fault moves to the contract's name of its field, and what has no field is an array") {
    static constexpr FaultWording words[] = {
        {"username", "It is taken.", "Somebody has it.", "user.username"}};
    static constexpr Wording log_in[] = {{Code::bad_credentials, 400, "non_field_errors", "No."}};
    static constexpr Surface nested{.name = "c",
                                    .title = "C",
                                    .description = "",
                                    .problem = drf_problem,
                                    .wordings = log_in,
                                    .fault_wordings = words};
    const auto taken = invalid({{"username", "It is taken."}, {"user.email", "Bad."}});
    CHECK(body_of(drf_problem(nested, {.error = taken})) ==
          R"({"user":{"username":["Somebody has it."],"email":["Bad."]}})");
    const Error refused{.code = Code::bad_credentials, .message = "ours"};
    CHECK(body_of(drf_problem(nested, {.error = refused})) == R"({"non_field_errors":["No."]})");
}

TEST_CASE("a route's failure wraps its field errors, and may keep them beside it") {
    Route route{.method = Method::post,
                .path = "/",
                .permission = Permission::anyone,
                .handler = nullptr,
                .summary = "",
                .failure = "Invalid data"};
    CHECK(body_of(drf_problem(quiet, {.error = invalid("a", "bad"), .route = &route})) ==
          R"({"error":"Invalid data","details":{"a":["bad"]}})");
    route.failure_repeats = true;
    CHECK(body_of(drf_problem(quiet, {.error = invalid("a", "bad"), .route = &route})) ==
          R"({"error":"Invalid data","details":{"a":["bad"]},"a":["bad"]})");
}

}  // namespace
}  // namespace pilotlight::http::compat
