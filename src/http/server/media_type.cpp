#include "http/server/media_type.hpp"

#include <algorithm>

#include "http/token.hpp"

namespace pilotlight::http {

namespace {

/// Takes a quoted string off the front of `rest`, which begins with the opening quote.
std::string take_quoted(std::string_view& rest) {
    std::string text;
    std::size_t i = 1;
    for (; i < rest.size() && rest[i] != '"'; ++i) {
        const bool escape =
            rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\\');
        if (escape) ++i;
        text += rest[i];
    }
    rest.remove_prefix(std::min(i + 1, rest.size()));
    return text;
}

std::string take_value(std::string_view& rest) {
    if (rest.starts_with('"')) return take_quoted(rest);
    const auto token = without_blanks(rest.substr(0, rest.find(';')));
    return std::string(token);
}

}  // namespace

std::string_view essence(std::string_view value) {
    return without_blanks(value.substr(0, value.find(';')));
}

std::optional<std::string> header_parameter(std::string_view value, std::string_view name) {
    auto rest = value;
    for (;;) {
        const auto semicolon = rest.find(';');
        if (semicolon == std::string_view::npos) return std::nullopt;
        rest = rest.substr(semicolon + 1);
        const auto stop = rest.find_first_of("=;");
        if (stop == std::string_view::npos || rest[stop] == ';') continue;
        const auto found = without_blanks(rest.substr(0, stop));
        rest = rest.substr(stop + 1);
        rest = rest.substr(std::min(rest.find_first_not_of(" \t"), rest.size()));
        auto text = take_value(rest);
        if (equals_ignoring_case(found, name)) return text;
    }
}

}  // namespace pilotlight::http
