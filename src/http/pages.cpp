#include "http/pages.hpp"

#include "base/log.hpp"
#include "http/assets.hpp"
#include "http/openapi.hpp"
#include "http/surface.hpp"
#include "http/token.hpp"
#include "http/web_app.hpp"

namespace pilotlight::http {
namespace {

// Only what the API pages need, and nothing from anywhere else. Their bundles style elements
// from script, so styles may be inline; scripts may not.
constexpr std::string_view api_pages_policy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

// The web app is ours and brings its styles as files. blob: shows a photo before it is sent.
constexpr std::string_view web_app_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";

Response plain(int status, std::string text) {
    Response response{.status = status, .body = std::move(text)};
    response.set("Content-Type", "text/plain; charset=utf-8");
    return response;
}

bool accepts(std::string_view header, std::string_view coding) {
    bool found = false;
    for_each_item(header, [&](std::string_view item) {
        const auto semicolon = item.find(';');
        if (!equals_ignoring_case(without_blanks(item.substr(0, semicolon)), coding)) return;
        const auto weight = semicolon == std::string_view::npos
                                ? std::string_view()
                                : without_blanks(item.substr(semicolon + 1));
        found = weight != "q=0" && weight != "q=0.0" && weight != "q=0.00" && weight != "q=0.000";
    });
    return found;
}

std::string_view policy_of(std::string_view path) {
    const bool is_api_page = path.starts_with("/swagger") || path.starts_with("/redoc");
    return is_api_page ? api_pages_policy : web_app_policy;
}

/// How long a browser may use its copy unasked.
std::string_view caching_of(std::string_view path) {
    return path.starts_with(web_app_hashed_folder) ? "public, max-age=31536000, immutable"
                                                   : "no-cache";
}

const Asset* asset_of(const std::string& path) {
    if (is_web_app_screen(path)) return find_asset(web_app_document);
    const auto* asset = find_asset(path);
    const bool may_be_folder = !path.empty() && path.back() != '/';
    return asset == nullptr && may_be_folder ? find_asset(path + "/") : asset;
}

Response asset_response(const Asset& asset, const RequestHead& head) {
    Response response{.compressible = false};
    response.set("ETag", asset.etag);
    response.set("Cache-Control", caching_of(asset.path));
    response.set("Vary", "Accept-Encoding");
    response.set("Content-Security-Policy", policy_of(asset.path));
    if (head.header("If-None-Match") == asset.etag) {
        response.status = 304;
        return response;
    }
    response.set("Content-Type", asset.media_type);
    const auto codings = head.header("Accept-Encoding");
    if (!asset.brotli.empty() && accepts(codings, "br")) {
        response.set("Content-Encoding", "br");
        response.body = StaticBody{asset.brotli};
    } else if (!asset.gzip.empty() && accepts(codings, "gzip")) {
        response.set("Content-Encoding", "gzip");
        response.body = StaticBody{asset.gzip};
    } else {
        response.body = StaticBody{asset.identity};
    }
    return response;
}

}  // namespace

Response health_page() {
    return plain(200, "ok\n");
}

Response ready_page(store::Store& store) {
    const auto version = store.schema_version();
    if (version) return plain(200, "ready\n");
    log_error("not_ready", {{"cause", version.error().cause}});
    return plain(503, "the database does not answer\n");
}

std::string surface_openapi(const Router& router, const Surface& surface) {
    std::vector<const Route*> rows;
    for (const auto* route : router.routes()) {
        if (route->surface == &surface) rows.push_back(route);
    }
    return openapi_document(
        {.title = surface.title, .version = "1", .description = surface.description}, rows);
}

std::string openapi_path(const Surface& surface) {
    if (&surface == &canonical) return "/api/openapi.json";
    return "/api/compat/" + std::string(surface.name) + ".json";
}

OpenApiPages::OpenApiPages(const Router& router) {
    for (const auto* route : router.routes()) {
        auto& text = pages_[openapi_path(*route->surface)];
        if (text.empty()) text = surface_openapi(router, *route->surface);
    }
}

std::optional<Response> OpenApiPages::find(std::string_view path) const {
    const auto found = pages_.find(path);
    if (found == pages_.end()) return std::nullopt;
    Response response{.body = StaticBody{found->second}};
    response.set("Content-Type", "application/json");
    return response;
}

std::optional<Response> asset_page(const RequestHead& head) {
    const auto* asset = asset_of(head.path);
    if (asset == nullptr) return std::nullopt;
    return asset_response(*asset, head);
}

}  // namespace pilotlight::http
