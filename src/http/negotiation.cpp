#include "http/negotiation.hpp"

#include <algorithm>

#include "base/json_writer.hpp"
#include "http/token.hpp"

namespace pilotlight::http {
namespace {

constexpr std::string_view preflight_age_s = "600";
constexpr std::string_view proxy_headers[] = {
    "forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"};

bool names(const std::vector<std::string>& list, std::string_view word) {
    return std::ranges::any_of(
        list, [&](const std::string& item) { return equals_ignoring_case(item, word); });
}

std::string_view host_name(std::string_view host) {
    if (!host.empty() && host.front() == '[') return host.substr(0, host.find(']') + 1);
    return host.substr(0, host.find(':'));
}

bool takes_json(std::string_view accept) {
    bool taken = accept.empty();
    for_each_item(accept, [&](std::string_view item) {
        const auto type = without_blanks(item.substr(0, item.find(';')));
        for (std::string_view good :
             {"*/*", "application/*", "application/json", "application/problem+json"}) {
            taken = taken || equals_ignoring_case(type, good);
        }
    });
    return taken;
}

}  // namespace

Result<void> check_accept(const RequestHead& head, const Route& route) {
    const auto* format = head.parameter("format");
    if (format != nullptr && *format != "json") return not_found();
    if (route.is_download || route.is_stream || takes_json(head.header("Accept"))) return {};
    return Error{.code = Code::not_acceptable,
                 .message = "Could not satisfy the request Accept header."};
}

bool host_is_allowed(const RequestHead& head, const Settings& settings) {
    return settings.allowed_hosts.empty() || names(settings.allowed_hosts, host_name(head.host));
}

std::optional<Response> preflight_answer(const RequestHead& head, const Settings& settings) {
    if (head.method != Method::options || head.header("Origin").empty() ||
        head.header("Access-Control-Request-Method").empty()) {
        return std::nullopt;
    }
    Response response{.status = 204};
    if (names(settings.cors_origins, head.header("Origin"))) {
        response.set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS");
        response.set("Access-Control-Allow-Headers",
                     "authorization, content-type, idempotency-key, if-match, last-event-id, "
                     "x-csrftoken, x-request-id");
        response.set("Access-Control-Max-Age", preflight_age_s);
    }
    return response;
}

void allow_origin(const RequestHead& head, const Settings& settings, Response& response) {
    if (settings.cors_origins.empty()) return;
    const auto vary = std::ranges::find(response.headers, "Vary", &Header::name);
    const bool varies = vary != response.headers.end();
    response.set("Vary", varies ? vary->value + ", Origin" : std::string("Origin"));
    const auto origin = head.header("Origin");
    if (!names(settings.cors_origins, origin)) return;
    response.set("Access-Control-Allow-Origin", origin);
    response.set("Access-Control-Expose-Headers",
                 "ETag, Link, Retry-After, X-Request-Id, X-Total-Count");
    if (settings.cors_credentials) response.set("Access-Control-Allow-Credentials", "true");
}

Response describe(const Resource& resource) {
    JsonWriter out;
    out.begin_object();
    out.member("name", resource.path);
    out.member("description", resource.routes.front()->summary);
    out.key("renders").begin_array().value("application/json").end_array();
    out.key("parses").begin_array().value("application/json");
    out.value("application/x-www-form-urlencoded").value("multipart/form-data").end_array();
    out.end_object();
    Response response{.body = out.take()};
    response.set("Content-Type", "application/json");
    return response;
}

bool is_from_this_machine(const RequestHead& head) {
    const auto& address = head.remote_address;
    if (!address.starts_with("127.") && address != "::1" && !address.empty()) return false;
    const auto is_passed_on = [](const Header& header) {
        return std::ranges::any_of(proxy_headers, [&](std::string_view name) {
            return equals_ignoring_case(header.name, name);
        });
    };
    return std::ranges::none_of(head.headers, is_passed_on);
}

}  // namespace pilotlight::http
