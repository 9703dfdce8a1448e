#pragma once

#include "base/settings.hpp"

namespace pilotlight {

/// Runs the desk until SIGTERM or SIGINT, then drains and returns 0; 1 when it cannot start, with
/// the reason on standard error. Call before any other thread runs.
int serve(const LoadedSettings& loaded);

/// The canonical API's document, as /api/openapi.json serves it.
std::string canonical_openapi_document();

}  // namespace pilotlight
