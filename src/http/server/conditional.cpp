#include "http/server/conditional.hpp"

#include <algorithm>
#include <charconv>

#include "http/token.hpp"

namespace pilotlight::http {

namespace {

constexpr std::string_view without_weakness(std::string_view etag) {
    return etag.starts_with("W/") ? etag.substr(2) : etag;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// The last `count` bytes.
RangeAnswer suffix(std::uint64_t count, std::uint64_t size_bytes) {
    const auto length = std::min(count, size_bytes);
    if (length == 0) return {416, {}};
    return {206, {size_bytes - length, length}};
}

}  // namespace

// A quoted tag may hold commas, so the list is cut at quotes.
bool etag_matches(std::string_view list, std::string_view etag) {
    if (without_blanks(list) == "*") return true;
    const auto wanted = without_weakness(etag);
    while (!list.empty()) {
        const auto open = list.find('"');
        if (open == std::string_view::npos) return false;
        const auto close = list.find('"', open + 1);
        if (close == std::string_view::npos) return false;
        if (list.substr(open, close - open + 1) == wanted) return true;
        list.remove_prefix(close + 1);
    }
    return false;
}

RangeAnswer select_range(std::string_view range,
                         std::string_view if_range,
                         std::string_view etag,
                         std::uint64_t size_bytes) {
    const RangeAnswer whole{200, {0, size_bytes}};
    constexpr std::string_view unit = "bytes=";
    if (!equals_ignoring_case(range.substr(0, unit.size()), unit)) return whole;
    if (!if_range.empty() && (if_range != etag || etag.starts_with("W/"))) return whole;
    const auto spec = without_blanks(range.substr(unit.size()));
    const auto dash = spec.find('-');
    if (dash == std::string_view::npos) return whole;
    const auto last = parse_number(spec.substr(dash + 1));
    if (dash == 0) return last ? suffix(*last, size_bytes) : whole;
    const auto first = parse_number(spec.substr(0, dash));
    if (!first || (!last && dash + 1 != spec.size())) return whole;
    if (last && *last < *first) return whole;
    if (*first >= size_bytes) return {416, {}};
    const auto end = last ? std::min(*last, size_bytes - 1) : size_bytes - 1;
    return {206, {*first, end - *first + 1}};
}

}  // namespace pilotlight::http
