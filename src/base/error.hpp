#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pilotlight {

/// Everything that can go wrong on purpose. The set is closed: each surface turns a code into a
/// status and a shape in exactly one table (http/problem.cpp for /api/v1), and docs/errors.md
/// explains every row.
enum class Code : std::uint8_t {
    invalid_input,           // field errors, or one message about the whole
    malformed_body,          // the body is not what its media type says
    unsupported_media_type,  // 415
    not_acceptable,          // 406
    unauthenticated,         // no credentials
    bad_credentials,         // log-in failed; the same for an unknown and a known account
    bad_authorization,       // an Authorization header that cannot be read
    token_not_valid,         // signature, form or expiry
    token_wrong_type,        // a refresh token where an access token belongs, or the reverse
    token_without_user,      // no user_id claim
    account_not_found,       // a valid token of an account that is gone
    account_inactive,        // a valid token of a deactivated account
    api_token_not_valid,     // a Token header that cannot be read, or an unknown or ended token
    csrf_failed,             // a cookie session without the proof that its own page asks
    forbidden,               // known caller, not allowed
    not_found,               // absent, or not the caller's to see
    method_not_allowed,      // 405
    conflict,                // the state does not allow it, or a key is used twice
    precondition_failed,     // If-Match did not match
    body_too_large,          // 413
    head_too_large,          // 431
    range_not_satisfiable,   // 416
    throttled,               // 429, retry_after_s is set
    overloaded,              // a bounded queue is full: 503, retry_after_s is set
    timed_out,               // a deadline passed: 503
    storage_full,            // 507
    internal,                // a fault of ours; the log has the cause, the client does not
};
inline constexpr std::size_t code_count = static_cast<std::size_t>(Code::internal) + 1;

/// The stable lower-case name of a code, as docs/errors.md lists it and logs show it.
std::string_view name_of(Code code);

/// One fault of one field of the input. `field` is the wire name ("user.username" for a nested
/// one, "non_field_errors" for the whole); `message` is for people.
struct FieldError {
    std::string field{};
    std::string message{};
};
using FieldErrors = std::vector<FieldError>;

/// A failure as a value. `message` may be shown to clients, so it never holds database text, paths
/// or stacks; `cause` is for the log only.
struct Error {
    Code code = Code::internal;
    std::string message{};
    FieldErrors fields{};
    std::string cause{};
    int retry_after_s = 0;
};

/// Errors of the most common kinds, with the texts of contracts.md §1.
Error invalid(FieldErrors fields);
Error invalid(std::string_view field, std::string_view message);
Error not_found();
Error forbidden();
Error unauthenticated();
Error internal_error(std::string cause);

}  // namespace pilotlight
