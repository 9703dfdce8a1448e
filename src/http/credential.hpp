#pragma once
// Who sends a request. Any credential is good on every surface (design.md §1).

#include "domain/account.hpp"
#include "http/desk.hpp"
#include "http/request.hpp"

namespace pilotlight::http {

/// What let the caller in.
enum class Credential : std::uint8_t { none, access_token, api_token, web_session };

struct Caller {
    Actor actor{};
    Credential by = Credential::none;
};

/// The caller by `Authorization: Bearer` (the scheme is case-sensitive), by `Authorization: Token`
/// (it is not), else by the cookie sessionid; nobody when there is none of them, or the cookie is
/// not, or no longer, a session. Neither scheme is passed over for the cookie when
/// it is wrong; a header of any other scheme is, as if it were not there.
/// bad_authorization, api_token_not_valid, and as Access::authenticate. At most one read.
Result<std::optional<Caller>> identify(const RequestHead& head, Desk& desk, Instant now);

/// For requests that a cookie lets in: browsers send cookies with what other sites' pages ask for,
/// too. csrf_failed, in Django's words, unless the method is safe or the header X-CSRFToken, or the
/// field csrfmiddlewaretoken of a form, repeats the cookie csrftoken; and the Origin is trusted.
/// Over TLS a request without Origin needs a trusted Referer.
Result<void> check_csrf(const Request& request, const Settings& settings);

/// For log-ins that set a cookie: a page elsewhere could log its visitor in as somebody else
/// (contracts.md S14). csrf_failed unless the body is JSON, which such a page cannot send unasked,
/// or the Origin (over TLS else the Referer) is trusted; a client that sends neither is no browser.
Result<void> check_log_in_origin(const RequestHead& head, const Settings& settings);

/// Whether scripts of the origin act for the visitor: it is our own (by Host or public_url; over
/// TLS only https), or one of cors_origins when these may send cookies.
bool origin_is_trusted(const RequestHead& head, std::string_view origin, const Settings& settings);

}  // namespace pilotlight::http
