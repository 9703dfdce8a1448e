#pragma once

#include <optional>
#include <string>

#include "base/settings.hpp"

namespace pilotlight {

/// Runs the desk until SIGTERM or SIGINT, then drains and returns 0; 1 when it cannot start, with
/// the reason on standard error. Call before any other thread runs.
int serve(const LoadedSettings& loaded);

/// The API document of a surface ("canonical", "token", ...), as it is served; none when there is
/// no such surface.
std::optional<std::string> openapi_document(std::string_view surface);
/// The names of the surfaces, "canonical" first, with ", " between them.
std::string surface_names();

}  // namespace pilotlight
