#pragma once

#include <string>
#include <utility>

#include "base/error.hpp"

namespace pilotlight::http {

/// Why a request is not handed to the application: the status and what Application::refuse is told.
/// What the application itself refuses is a Refusal (http/surface.hpp), with a status_of() its own.
struct EarlyRefusal {
    int status = 400;
    Error error{};
};

inline EarlyRefusal bad_request(std::string message) {
    return {400, {.code = Code::malformed_body, .message = std::move(message)}};
}

/// The status of a failure met while a body is read.
constexpr int early_status_of(Code code) {
    switch (code) {
        case Code::malformed_body:
            return 400;
        case Code::body_too_large:
            return 413;
        case Code::unsupported_media_type:
            return 415;
        case Code::head_too_large:
            return 431;
        case Code::storage_full:
            return 507;
        default:
            return 500;
    }
}

}  // namespace pilotlight::http
