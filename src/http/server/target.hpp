#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/form.hpp"

namespace pilotlight::http {

/// A request target taken apart (RFC 9112 §3.2).
struct Target {
    std::string path{};       // percent-decoded once, begins with "/"; "*" for OPTIONS *
    Pairs query{};            // decoded, in order
    std::string authority{};  // of the absolute form ("http://host/path"), which overrides Host
};

/// Code::malformed_body for anything but the origin, absolute or (when `asterisk_allowed`) asterisk
/// form, for a fragment, bad escapes, bytes that are not UTF-8, control characters in the decoded
/// path or NUL in the query, and for "." and ".." segments, encoded or not: no client that means
/// well sends them, and what they point at depends on who resolves them. Pure; any thread.
Result<Target> parse_target(std::string_view text, bool asterisk_allowed);

/// True for uri-host [":" port] (RFC 9110 §7.2), and for "", which says "no name".
bool is_host(std::string_view text);

}  // namespace pilotlight::http
