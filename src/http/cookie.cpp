#include "http/cookie.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "http/token.hpp"

namespace pilotlight::http {
namespace {

/// Lax: a link from elsewhere finds its reader logged in, a form from elsewhere does not.
std::string with_attributes(std::string cookie, std::chrono::seconds lifetime, bool secure) {
    cookie += "; Max-Age=" + std::to_string(lifetime.count()) + "; Path=/; SameSite=Lax";
    if (secure) cookie += "; Secure";
    return cookie;
}

std::string pair_of(std::string_view name, std::string_view value) {
    return std::string(name) + "=" + std::string(value);
}

}  // namespace

std::string new_csrf_token() {
    return random_text(csrf_token_length,
                       "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
}

std::string session_cookie(std::string_view key, std::chrono::seconds lifetime, bool secure) {
    return with_attributes(pair_of(session_cookie_name, key) + "; HttpOnly", lifetime, secure);
}

std::string csrf_cookie(std::string_view token, bool secure) {
    return with_attributes(pair_of(csrf_cookie_name, token), csrf_cookie_lifetime, secure);
}

std::string expired_cookie(std::string_view name, bool secure) {
    return with_attributes(
        pair_of(name, "") + "; Expires=Thu, 01 Jan 1970 00:00:00 GMT", {}, secure);
}

std::string_view csrf_token_fault(std::string_view token) {
    const bool has_length =
        token.size() == csrf_token_length || token.size() == csrf_token_length_old;
    if (!has_length) return "has incorrect length";
    return std::ranges::all_of(token, is_alphanumeric) ? "" : "has invalid characters";
}

void keep_csrf_cookie(const RequestHead& head, Response& response) {
    const auto known = head.cookie(csrf_cookie_name);
    const auto token = csrf_token_fault(known).empty() ? std::string(known) : new_csrf_token();
    response.set("Set-Cookie", csrf_cookie(token, head.secure));
}

}  // namespace pilotlight::http
