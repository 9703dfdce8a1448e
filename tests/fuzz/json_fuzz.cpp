// JSON bodies: base/json_parse.hpp.

#include <boost/json/serialize.hpp>
#include <cmath>

#include "base/json_parse.hpp"
#include "base/text.hpp"
#include "target.hpp"

namespace pilotlight::fuzz {
namespace {

namespace json = boost::json;

/// Equal but for the last digits of a double, which Boost.JSON 1.81 does not read exactly.
bool alike(const json::value& a, const json::value& b) {
    constexpr double share_max = 1e-12;
    if (a.is_double()) {
        const auto left = a.get_double();
        const auto right = b.to_number<double>();
        return std::abs(left - right) <= share_max * std::abs(left);
    }
    if (const auto* list = a.if_array()) {
        const auto* other = b.if_array();
        if (other == nullptr || list->size() != other->size()) return false;
        return std::equal(list->begin(), list->end(), other->begin(), alike);
    }
    const auto* object = a.if_object();
    if (object == nullptr) return a == b;
    const auto* other = b.if_object();
    if (other == nullptr || object->size() != other->size()) return false;
    for (const auto& [key, value] : *object) {
        const auto* found = other->if_contains(key);
        if (found == nullptr || !alike(value, *found)) return false;
    }
    return true;
}

}  // namespace

void run(std::string_view input) {
    const auto value = parse_json(input);
    if (!value) {
        const auto& refused = value.error();
        expect(refused.code == Code::malformed_body, "a refused text is a malformed body");
        expect(refused.message.starts_with("JSON parse error - "), "the refusal says so");
        expect(is_utf8(refused.message), "the refusal is text");
        return;
    }
    expect(is_utf8(input), "what is taken is UTF-8");
    const auto again = parse_json(json::serialize(*value));
    expect(again && alike(*value, *again), "a value written out reads the same");
}

}  // namespace pilotlight::fuzz
