#pragma once
// The two cookies of a browser's session (contracts.md §1, Session + CSRF; RFC 6265).

#include <chrono>
#include <string>

#include "http/response.hpp"

namespace pilotlight::http {

inline constexpr std::string_view session_cookie_name = "sessionid";
inline constexpr std::string_view csrf_cookie_name = "csrftoken";
inline constexpr std::chrono::seconds csrf_cookie_lifetime{31'449'600};
inline constexpr std::size_t csrf_token_length = 32;
/// Older Django's tokens, which browsers may still hold.
inline constexpr std::size_t csrf_token_length_old = 64;

/// A fresh token: 32 letters and digits.
std::string new_csrf_token();

/// Values of Set-Cookie. `secure`: the browser sends it over TLS alone.
std::string session_cookie(std::string_view key, std::chrono::seconds lifetime, bool secure);
/// Scripts of the page may read this one: they send it back as X-CSRFToken.
std::string csrf_cookie(std::string_view token, bool secure);
/// Makes the browser forget it.
std::string expired_cookie(std::string_view name, bool secure);

/// Why a token cannot be one ("has incorrect length", "has invalid characters"); "" when it can.
std::string_view csrf_token_fault(std::string_view token);

/// Sets the csrftoken of a page that is about to send a form: the one the browser has, if it is a
/// token, else a fresh one.
void keep_csrf_cookie(const RequestHead& head, Response& response);

}  // namespace pilotlight::http
