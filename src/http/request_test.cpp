#include "http/request.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "http/response.hpp"

namespace pilotlight::http {
namespace {

TEST_CASE("headers are found in any case, the first of several") {
    RequestHead head;
    head.headers = {{"Content-Type", "text/plain"}, {"content-type", "second"}};
    CHECK(head.header("CONTENT-TYPE") == "text/plain");
    CHECK(head.header("content").empty());
}

TEST_CASE("the last of several query parameters counts") {
    RequestHead head;
    head.query = {{"a", "1"}, {"b", "2"}, {"a", "3"}};
    REQUIRE(head.parameter("a") != nullptr);
    CHECK(*head.parameter("a") == "3");
    CHECK(head.parameter("c") == nullptr);
}

TEST_CASE("cookies are found among others, whole names only") {
    RequestHead head;
    head.headers = {{"Cookie", "xsession=1; session=two; quoted=\"three\"; bare"},
                    {"cookie", "later=4; empty="}};
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"session", "two"},
        {"quoted", "three"},
        {"later", "4"},
        {"empty", ""},
        {"bare", ""},
        {"sess", ""},
        {"ession", ""},
        {"absent", ""},
    };
    for (const auto& row : rows) {
        const auto& [name, value] = row;
        CAPTURE(row.first);
        CHECK(head.cookie(name) == value);
    }
}

TEST_CASE("a set header replaces its like, but each cookie is one of its own") {
    Response response;
    response.set("ETag", "1").set("etag", "2").set("Set-Cookie", "a=1").set("Set-Cookie", "b=2");
    REQUIRE(response.headers.size() == 3);
    CHECK(response.headers[0].value == "2");
    CHECK(response.headers[2].value == "b=2");
}

TEST_CASE("an uploaded file goes with its last owner unless kept") {
    const auto folder = std::filesystem::temp_directory_path();
    const auto path = folder / "pilotlight-request-test";
    std::ofstream(path) << "x";
    { const UploadedFile file(path); }
    CHECK_FALSE(std::filesystem::exists(path));
    std::ofstream(path) << "x";
    {
        UploadedFile file(path);
        CHECK(file.keep() == path);
    }
    CHECK(std::filesystem::exists(path));
    std::filesystem::remove(path);
}

}  // namespace
}  // namespace pilotlight::http
