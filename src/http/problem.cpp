#include "http/problem.hpp"

#include <algorithm>
#include <array>

#include "http/surface.hpp"

namespace pilotlight::http {
namespace {

constexpr std::string_view problem_media_type = "application/problem+json";

struct Row {
    int status;
    std::string_view wire_code;  // what clients of simplejwt read; otherwise the code's own name
};

/// In the order of Code.
constexpr std::array<Row, code_count> rows{{
    {400, ""},  // invalid_input
    {400, ""},  // malformed_body
    {415, ""},  // unsupported_media_type
    {406, ""},  // not_acceptable
    {401, ""},  // unauthenticated
    {401, ""},  // bad_credentials
    {401, "bad_authorization_header"},
    {401, "token_not_valid"},
    {401, "token_not_valid"},  // token_wrong_type
    {401, "token_not_valid"},  // token_without_user
    {401, "user_not_found"},
    {401, "user_inactive"},
    {401, ""},  // api_token_not_valid
    {403, ""},  // csrf_failed
    {403, ""},  // forbidden
    {404, ""},  // not_found
    {405, ""},  // method_not_allowed
    {409, ""},  // conflict
    {412, ""},  // precondition_failed
    {413, ""},  // body_too_large
    {431, ""},  // head_too_large
    {416, ""},  // range_not_satisfiable
    {429, ""},  // throttled
    {503, ""},  // overloaded
    {503, ""},  // timed_out
    {507, ""},  // storage_full
    {500, ""},  // internal
}};

/// The members that no faulty field has taken.
void write_members(JsonWriter& out, int status, const Error& error, std::string_view failure) {
    const auto is_free = [&](std::string_view name) {
        return std::ranges::find(error.fields, name, &FieldError::field) == error.fields.end();
    };
    if (is_free("type")) {
        out.member("type", "urn:pilotlight:error:" + std::string(name_of(error.code)));
    }
    if (is_free("title")) out.member("title", reason_of(status));
    if (is_free("status")) out.member("status", status);
    if (is_free("code")) out.member("code", wire_code(error.code));
    if (error.fields.empty()) {
        out.member("detail", error.message);
        return;
    }
    if (!failure.empty()) {
        out.member("error", failure).key("detail").begin_object();
        write_faults(out, error.fields);
        out.end_object();
    }
    if (is_free("errors")) {
        out.key("errors").begin_object();
        write_faults(out, error.fields);
        out.end_object();
    }
}

Response response_of(int status, const Error& error, std::string body) {
    Response response{.status = status, .body = std::move(body)};
    response.set("Content-Type", problem_media_type);
    if (status == 401) response.set("WWW-Authenticate", "Bearer realm=\"api\"");
    if (error.retry_after_s > 0) {
        response.set("Retry-After", std::to_string(error.retry_after_s));
    }
    return response;
}

}  // namespace

std::string_view wire_code(Code code) {
    const auto& row = rows[static_cast<std::size_t>(code)];
    return row.wire_code.empty() ? name_of(code) : row.wire_code;
}

void write_faults(JsonWriter& out, const FieldErrors& fields) {
    for (auto at = fields.begin(); at != fields.end(); ++at) {
        const auto same = [&](const FieldError& other) { return other.field == at->field; };
        if (std::any_of(fields.begin(), at, same)) continue;
        out.key(at->field).begin_array();
        for (auto fault = at; fault != fields.end(); ++fault) {
            if (same(*fault)) out.value(fault->message);
        }
        out.end_array();
    }
}

int status_of(Code code) {
    return rows[static_cast<std::size_t>(code)].status;
}

std::string_view reason_of(int status) {
    switch (status) {
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 416:
            return "Range Not Satisfiable";
        case 417:
            return "Expectation Failed";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        case 507:
            return "Insufficient Storage";
        default:
            return "Error";
    }
}

Response problem(int status, const Error& error, const Route* route) {
    const auto failure = route == nullptr ? std::string_view() : route->failure;
    const bool repeats = failure.empty() || (route != nullptr && route->failure_repeats);
    JsonWriter out;
    out.begin_object();
    write_members(out, status, error, failure);
    if (repeats) write_faults(out, error.fields);
    out.end_object();
    return response_of(status, error, out.take());
}

Response problem(const Error& error, const Route* route) {
    return problem(status_of(error.code), error, route);
}

Response token_problem(const Error& error) {
    const bool names_token =
        error.code == Code::token_not_valid || error.code == Code::token_wrong_type;
    if (!names_token) return problem(error, nullptr);
    JsonWriter out;
    out.begin_object();
    auto shown = error;
    shown.message = "Given token not valid for any token type";
    write_members(out, status_of(error.code), shown, {});
    out.key("messages").begin_array().begin_object();
    out.member("token_class", "AccessToken").member("token_type", "access");
    out.member("message", error.message).end_object().end_array();
    out.end_object();
    return response_of(status_of(error.code), error, out.take());
}

namespace {

Response canonical_problem(const Surface&, const Refusal& refusal) {
    return refusal.at_door ? token_problem(refusal.error) : problem(refusal.error, refusal.route);
}

}  // namespace

constinit const Surface canonical{
    .name = "canonical",
    .title = "Pilotlight",
    .description = "The customer-service desk of a gas utility: the canonical API.",
    .problem = canonical_problem,
    .problem_type = problem_media_type};

}  // namespace pilotlight::http
