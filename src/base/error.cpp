#include "base/error.hpp"

#include <array>

namespace pilotlight {

std::string_view name_of(Code code) {
    static constexpr std::array<std::string_view, code_count> names{"invalid_input",
                                                                    "malformed_body",
                                                                    "unsupported_media_type",
                                                                    "not_acceptable",
                                                                    "unauthenticated",
                                                                    "bad_credentials",
                                                                    "bad_authorization",
                                                                    "token_not_valid",
                                                                    "token_wrong_type",
                                                                    "token_without_user",
                                                                    "account_not_found",
                                                                    "account_inactive",
                                                                    "api_token_not_valid",
                                                                    "csrf_failed",
                                                                    "forbidden",
                                                                    "not_found",
                                                                    "method_not_allowed",
                                                                    "conflict",
                                                                    "precondition_failed",
                                                                    "body_too_large",
                                                                    "head_too_large",
                                                                    "range_not_satisfiable",
                                                                    "throttled",
                                                                    "overloaded",
                                                                    "timed_out",
                                                                    "storage_full",
                                                                    "internal"};
    static_assert(names.back() == "internal", "a code without a name");
    return names[static_cast<std::size_t>(code)];
}

Error invalid(FieldErrors fields) {
    return {.code = Code::invalid_input, .message = "Invalid input.", .fields = std::move(fields)};
}

Error invalid(std::string_view field, std::string_view message) {
    return invalid(FieldErrors{{std::string(field), std::string(message)}});
}

Error not_found() {
    return {.code = Code::not_found, .message = "Not found."};
}

Error forbidden() {
    return {.code = Code::forbidden,
            .message = "You do not have permission to perform this action."};
}

Error unauthenticated() {
    return {.code = Code::unauthenticated,
            .message = "Authentication credentials were not provided."};
}

Error internal_error(std::string cause) {
    return {.code = Code::internal, .message = "Internal server error.", .cause = std::move(cause)};
}

}  // namespace pilotlight
