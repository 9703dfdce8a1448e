#pragma once
// What is served beside the APIs: health, the API document, and the embedded pages.

#include <optional>

#include "http/response.hpp"
#include "http/router.hpp"
#include "store/store.hpp"

namespace pilotlight::http {

/// The process runs.
Response health_page();
/// The database answers; 503 when it does not.
Response ready_page(store::Store& store);
/// /api/openapi.json of the canonical surface; made once.
Response openapi_page(const Router& router);
/// The text of that document, as `pilotlight openapi` prints it.
std::string canonical_openapi(const Router& router);
/// An embedded page or script, with validators and a strict content policy; none when there is no
/// such path. Redirects nothing.
std::optional<Response> asset_page(const RequestHead& head);

}  // namespace pilotlight::http
