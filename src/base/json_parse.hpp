#pragma once
// JSON bodies (RFC 8259), with the refusals worded as Python's json module and DRF word them
// (contracts.md §1), because the clients of the five contracts know these texts.

#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pilotlight {

inline constexpr std::size_t json_depth_max = 32;

/// The value of a whole text. Its memory is one arena that the value keeps alive; copy out what has
/// to live longer. Of equal keys the last wins. The caller has bounded the size.
///
/// malformed_body with "JSON parse error - …: line 1 column 2 (char 1)" for anything else than one
/// JSON text: NaN and Infinity, numbers beyond double, invalid UTF-8, a byte order mark, lone
/// surrogates (which Python lets pass and no store can hold), more than json_depth_max levels.
/// "\u0000" is JSON and passes; text fields refuse it (decode.hpp).
Result<boost::json::value> parse_json(std::string_view text);

/// What Python calls the type of a value: "list", "str", "dict". For the refusals that name it.
std::string_view kind_name(const boost::json::value& value);

/// The same into the caller's memory, which must outlive the value.
Result<boost::json::value> parse_json(std::string_view text, boost::json::storage_ptr storage);

/// What is wrong with a text that parse_json refused, without the "JSON parse error - " before it.
/// Lines, columns and chars count code points.
std::string json_fault(std::string_view text);

}  // namespace pilotlight
