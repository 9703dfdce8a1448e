#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace pilotlight::http {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// Pairs of one query string or urlencoded body.
inline constexpr std::size_t form_pairs_max = 1'000;

/// application/x-www-form-urlencoded (WHATWG URL §5.1), for query strings and bodies: in order,
/// names may repeat, "+" is a blank, a name without "=" has the value "", empty pairs are left out.
/// Code::malformed_body for a percent sign without two hex digits, bytes that are not UTF-8 once
/// decoded, or more than form_pairs_max pairs. Pure; any thread.
Result<Pairs> parse_form(std::string_view text);

/// Percent-decoded once; nullopt for a percent sign without two hex digits.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank);

}  // namespace pilotlight::http
