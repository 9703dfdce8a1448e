#pragma once

#include <span>
#include <string>

#include "http/route.hpp"

namespace pilotlight::http {

struct OpenApiInfo {
    std::string_view title{};
    std::string_view version{};
    std::string_view description{};
};

/// The OpenAPI 3.1 document of the rows: compact JSON, the same text for the same rows.
std::string openapi_document(const OpenApiInfo& info, std::span<const Route* const> routes);

}  // namespace pilotlight::http
