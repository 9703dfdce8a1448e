#include "base/json_parse.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <cmath>

#include "base/json_fault.hpp"
#include "base/text.hpp"

namespace pilotlight {
namespace {

namespace json = boost::json;

/// Boost reads "1e999" as infinity, which no JSON says.
bool is_finite(const json::value& value) {
    if (const auto* number = value.if_double()) return std::isfinite(*number);
    if (const auto* array = value.if_array()) {
        for (const auto& item : *array) {
            if (!is_finite(item)) return false;
        }
    }
    if (const auto* object = value.if_object()) {
        for (const auto& member : *object) {
            if (!is_finite(member.value())) return false;
        }
    }
    return true;
}

Error malformed(std::string_view text) {
    return {.code = Code::malformed_body, .message = "JSON parse error - " + json_fault(text)};
}

}  // namespace

Result<json::value> parse_json(std::string_view text, json::storage_ptr storage) {
    boost::system::error_code failed;
    auto value = json::parse(text, failed, std::move(storage), {.max_depth = json_depth_max});
    if (failed || !is_finite(value)) return malformed(text);
    return value;
}

Result<json::value> parse_json(std::string_view text) {
    return parse_json(text, json::make_shared_resource<json::monotonic_resource>());
}

std::string json_fault(std::string_view text) {
    if (!is_utf8(text)) return "The text is not UTF-8: line 1 column 1 (char 0)";
    return JsonFaultFinder(text).find();
}

std::string_view kind_name(const json::value& value) {
    if (value.is_object()) return "dict";
    if (value.is_array()) return "list";
    if (value.is_string()) return "str";
    if (value.is_bool()) return "bool";
    if (value.is_double()) return "float";
    if (value.is_null()) return "NoneType";
    return "int";
}

}  // namespace pilotlight
