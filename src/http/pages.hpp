#pragma once
// What is served beside the APIs: health, the API document, and the embedded pages.

#include <map>
#include <optional>
#include <string>

#include "http/response.hpp"
#include "http/router.hpp"
#include "store/store.hpp"

namespace pilotlight::http {

/// The process runs.
Response health_page();
/// The database answers; 503 when it does not.
Response ready_page(store::Store& store);
/// The surface's document, as `pilotlight openapi` prints it.
std::string surface_openapi(const Router& router, const Surface& surface);
/// "/api/openapi.json", or "/api/compat/token.json" of another surface.
std::string openapi_path(const Surface& surface);

/// The documents of all surfaces of a router, made once. Outlives the answers; const use from any
/// thread.
class OpenApiPages {
public:
    explicit OpenApiPages(const Router& router);
    /// None when it is no document's path.
    std::optional<Response> find(std::string_view path) const;

private:
    std::map<std::string, std::string, std::less<>> pages_{};
};

/// An embedded page, script or screen of the web app, with validators and a strict content policy;
/// none when there is no such path. Redirects nothing.
std::optional<Response> asset_page(const RequestHead& head);

}  // namespace pilotlight::http
