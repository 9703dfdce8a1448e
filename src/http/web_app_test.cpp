#include "http/web_app.hpp"

#include <doctest/doctest.h>

#include "http/assets.hpp"
#include "http/pages.hpp"

namespace pilotlight::http {
namespace {

std::string header_of(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
        if (key == name) return std::string(value);
    }
    return {};
}

RequestHead get(std::string_view path) {
    RequestHead head;
    head.method = Method::get;
    head.method_text = "GET";
    head.path = path;
    return head;
}

}  // namespace

TEST_CASE("the screens of the app are its sections and what is below them, nothing else") {
    for (const std::string_view path : {"/", "/desk", "/desk/", "/requests/7", "/manage/users"}) {
        CAPTURE(path);
        CHECK(is_web_app_screen(path));
        REQUIRE(asset_page(get(path)).has_value());
        CHECK(header_of(*asset_page(get(path)), "Content-Type") == "text/html; charset=utf-8");
    }
    for (const std::string_view path : {"",
                                        "/desks",
                                        "/api/v1/requests/",
                                        "/accounts/api/",
                                        "/admin/",
                                        "/nothing",
                                        "/assets/nothing.js"}) {
        CAPTURE(path);
        CHECK_FALSE(is_web_app_screen(path));
        CHECK_FALSE(asset_page(get(path)).has_value());
    }
}

TEST_CASE("the app's document is asked for anew each time and runs no inline text") {
    const auto page = asset_page(get("/requests/new"));
    REQUIRE(page.has_value());
    CHECK(header_of(*page, "Cache-Control") == "no-cache");
    CHECK(header_of(*page, "ETag") == find_asset(web_app_document)->etag);
    const auto policy = header_of(*page, "Content-Security-Policy");
    CHECK(policy.find("script-src 'self';") != std::string::npos);
    CHECK(policy.find("unsafe") == std::string::npos);
    CHECK(header_of(*asset_page(get("/swagger/")), "Cache-Control") == "no-cache");
}

TEST_CASE("what has a hash in its name is kept for ever") {
    const auto document = find_asset(web_app_document)->identity;
    const auto begin = document.find(web_app_hashed_folder);
    REQUIRE(begin != std::string_view::npos);
    const auto path = document.substr(begin, document.find('"', begin) - begin);
    const auto file = asset_page(get(path));
    REQUIRE(file.has_value());
    CHECK(header_of(*file, "Cache-Control") == "public, max-age=31536000, immutable");
}

}  // namespace pilotlight::http
