#include "http/credential.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "http/cookie.hpp"
#include "http/form.hpp"
#include "http/token.hpp"
#include "service/api_token.hpp"
#include "service/session.hpp"

namespace pilotlight::http {
namespace {

constexpr std::string_view form_token_name = "csrfmiddlewaretoken";

using Identified = Result<std::optional<Caller>>;

Error csrf_failed(std::string_view reason) {
    return {.code = Code::csrf_failed, .message = "CSRF Failed: " + std::string(reason)};
}

Error api_token_refused(std::string_view message) {
    return {.code = Code::api_token_not_valid, .message = std::string(message)};
}

/// contracts.md §1, JWT.
Identified by_access_token(std::string_view token, Desk& desk, Instant now) {
    if (token.empty() || token.find(' ') != std::string_view::npos) {
        return Error{.code = Code::bad_authorization,
                     .message = "Authorization header must contain two space-delimited values"};
    }
    const auto actor = TRY(desk.access.authenticate(token, now, desk.store));
    return std::optional(Caller{actor, Credential::access_token});
}

/// contracts.md §1, Token authentication.
Identified by_api_token(std::string_view token, Desk& desk, Instant now) {
    if (token.empty()) {
        return api_token_refused("Invalid token header. No credentials provided.");
    }
    if (token.find_first_of(" \t") != std::string_view::npos) {
        return api_token_refused("Invalid token header. Token string should not contain spaces.");
    }
    const auto actor = TRY(service::api_token::authenticate(token, now, desk.access, desk.store));
    return std::optional(Caller{actor, Credential::api_token});
}

Identified by_cookie(const RequestHead& head, Desk& desk, Instant now) {
    const auto key = head.cookie(session_cookie_name);
    if (key.empty()) return std::optional<Caller>{};
    const auto actor = TRY(service::session::find_web(key, now, desk.store));
    if (!actor) return std::optional<Caller>{};
    return std::optional(Caller{*actor, Credential::web_session});
}

std::string_view media_type(const RequestHead& head) {
    const auto type = head.header("Content-Type");
    return without_blanks(type.substr(0, type.find(';')));
}

std::string value_in(const Pairs& form) {
    const auto found = std::ranges::find(form, form_token_name, &Pairs::value_type::first);
    return found == form.end() ? std::string() : found->second;
}

/// "" also when the form cannot be read: then it proves nothing.
std::string form_token(const Request& request) {
    const auto type = media_type(request);
    if (equals_ignoring_case(type, "multipart/form-data")) return value_in(request.form);
    if (!equals_ignoring_case(type, "application/x-www-form-urlencoded")) return {};
    const auto form = parse_form(request.body);
    return form ? value_in(*form) : std::string();
}

/// "https://desk.example.org" of a URL.
std::string_view origin_of(std::string_view url) {
    const auto host = url.find("://");
    if (host == std::string_view::npos) return {};
    return url.substr(0, url.find_first_of("/?#", host + 3));
}

Error distrusted(std::string_view what, std::string_view origin) {
    return csrf_failed(std::string(what) + " checking failed - " + shown(origin, 100) +
                       " does not match any trusted origins.");
}

Result<void> check_origin(const RequestHead& head, const Settings& settings) {
    const auto origin = head.header("Origin");
    if (origin_is_trusted(head, origin, settings)) return {};
    return distrusted("Origin", origin);
}

/// For TLS: whoever can write on the plain connection may plant cookies, yet no Referer of ours.
Result<void> check_referer(const RequestHead& head, const Settings& settings) {
    const auto referer = head.header("Referer");
    const auto failed = [](std::string_view why) {
        return csrf_failed("Referer checking failed - " + std::string(why));
    };
    if (referer.empty()) return failed("no Referer.");
    const auto origin = origin_of(referer);
    if (origin.empty()) return failed("Referer is malformed.");
    if (origin_is_trusted(head, origin, settings)) return {};
    if (!equals_ignoring_case(origin.substr(0, origin.find(':')), "https")) {
        return failed("Referer is insecure while host is secure.");
    }
    return distrusted("Referer", referer);
}

bool is_safe(Method method) {
    return method == Method::get || method == Method::head || method == Method::options;
}

}  // namespace

Result<std::optional<Caller>> identify(const RequestHead& head, Desk& desk, Instant now) {
    const auto text = without_blanks(head.header("Authorization"));
    const auto blank = text.find_first_of(" \t");
    const auto scheme = text.substr(0, blank);
    const auto rest =
        blank == std::string_view::npos ? std::string_view() : without_blanks(text.substr(blank));
    if (scheme == "Bearer") return by_access_token(rest, desk, now);
    if (equals_ignoring_case(scheme, "Token")) return by_api_token(rest, desk, now);
    return by_cookie(head, desk, now);
}

Result<void> check_csrf(const Request& request, const Settings& settings) {
    if (is_safe(request.method)) return {};
    if (!request.header("Origin").empty()) {
        TRY(check_origin(request, settings));
    } else if (request.secure) {
        TRY(check_referer(request, settings));
    }
    const auto cookie = request.cookie(csrf_cookie_name);
    if (cookie.empty()) return csrf_failed("CSRF cookie not set.");
    if (const auto fault = csrf_token_fault(cookie); !fault.empty()) {
        return csrf_failed("CSRF cookie " + std::string(fault) + ".");
    }
    const auto field = form_token(request);
    const auto token = field.empty() ? request.header("X-CSRFToken") : std::string_view(field);
    if (token.empty()) return csrf_failed("CSRF token missing.");
    auto fault = csrf_token_fault(token);
    if (fault.empty() && !equal_constant_time(token, cookie)) fault = "incorrect";
    if (fault.empty()) return {};
    const std::string_view source = field.empty() ? "the 'X-Csrftoken' HTTP header" : "POST";
    return csrf_failed("CSRF token from " + std::string(source) + " " + std::string(fault) + ".");
}

Result<void> check_log_in_origin(const RequestHead& head, const Settings& settings) {
    if (equals_ignoring_case(media_type(head), "application/json")) return {};
    if (!head.header("Origin").empty()) return check_origin(head, settings);
    const bool tells_page = head.secure && !head.header("Referer").empty();
    return tells_page ? check_referer(head, settings) : Result<void>{};
}

bool origin_is_trusted(const RequestHead& head, std::string_view origin, const Settings& settings) {
    const auto is_origin = [&](std::string_view other) {
        return !other.empty() && equals_ignoring_case(origin, other);
    };
    if (settings.cors_credentials && std::ranges::any_of(settings.cors_origins, is_origin)) {
        return true;
    }
    if (is_origin(origin_of(settings.public_url))) return true;
    if (head.host.empty()) return false;
    // Behind a proxy that ends TLS unannounced, our own pages are https and the request is not.
    return is_origin("https://" + head.host) || (!head.secure && is_origin("http://" + head.host));
}

}  // namespace pilotlight::http
