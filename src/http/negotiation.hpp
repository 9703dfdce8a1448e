#pragma once
// What the headers of a request allow of an answer: media type, host, origin.

#include <optional>

#include "base/result.hpp"
#include "base/settings.hpp"
#include "http/response.hpp"
#include "http/route.hpp"
#include "http/router.hpp"

namespace pilotlight::http {

/// not_acceptable when the client takes no JSON; not_found for a ?format= other than json.
Result<void> check_accept(const RequestHead& head, const Route& route);

/// The settings' allowed_hosts against the Host header, without its port. Empty: any.
bool host_is_allowed(const RequestHead& head, const Settings& settings);

/// The answer to a CORS preflight (Fetch standard); none when it is no preflight.
std::optional<Response> preflight_answer(const RequestHead& head, const Settings& settings);
/// Access-Control-Allow-Origin for an allowed origin.
void allow_origin(const RequestHead& head, const Settings& settings, Response& response);

/// DRF's answer to OPTIONS.
Response describe(const Resource& resource);

/// Over the loopback and not passed on: a proxy on this machine that is not among the trusted ones
/// asks from here for the whole world, and says so in a header.
bool is_from_this_machine(const RequestHead& head);

}  // namespace pilotlight::http
