#include "http/assets.hpp"

#include <doctest/doctest.h>

#include <string_view>

namespace pilotlight::http {

TEST_CASE("the API pages are embedded in both spellings, with every file they name") {
    for (const std::string_view path : {"/swagger",
                                        "/swagger/",
                                        "/swagger/swagger-init.js",
                                        "/swagger/swagger-ui-bundle.js",
                                        "/swagger/swagger-ui.css",
                                        "/swagger/favicon-32x32.png",
                                        "/redoc",
                                        "/redoc/",
                                        "/redoc/redoc.css",
                                        "/redoc/redoc-init.js",
                                        "/redoc/redoc.standalone.js"}) {
        CAPTURE(path);
        const Asset* const asset = find_asset(path);
        REQUIRE(asset != nullptr);
        CHECK(asset->path == path);
        CHECK_FALSE(asset->identity.empty());
        CHECK(asset->gzip.size() < asset->identity.size());
        CHECK(asset->brotli.size() < asset->identity.size());
        CHECK(asset->etag.starts_with("W/\""));
    }
    CHECK(find_asset("/swagger/")->media_type == "text/html; charset=utf-8");
    CHECK(find_asset("/swagger/")->identity.data() == find_asset("/swagger")->identity.data());
}

TEST_CASE("only exact paths find an embedded file") {
    for (const std::string_view path :
         {"", "/", "/swagge", "/swagger/nothing.js", "/swagger//", "/zzz", "/redoc/../swagger"}) {
        CAPTURE(path);
        CHECK(find_asset(path) == nullptr);
    }
}

TEST_CASE("the encodings carry their own marks") {
    const Asset* const bundle = find_asset("/swagger/swagger-ui-bundle.js");
    REQUIRE(bundle != nullptr);
    CHECK(bundle->gzip.starts_with("\x1f\x8b"));  // RFC 1952 §2.3.1
    CHECK(bundle->brotli.size() < bundle->gzip.size());
    CHECK(bundle->identity.find("SwaggerUIBundle") != std::string_view::npos);
}

}  // namespace pilotlight::http
