#pragma once
// Tokens and lists of the wire: header names, tokens and schemes compare without regard to ASCII
// case (RFC 9110 §5.1).

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "base/ascii.hpp"

namespace pilotlight::http {

constexpr bool equals_ignoring_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
               return ascii_lower(x) == ascii_lower(y);
           });
}

/// Without outer blanks and tabs (OWS, RFC 9110 §5.6.3).
constexpr std::string_view without_blanks(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

namespace detail {
inline constexpr auto token_characters = [] {
    std::array<bool, 256> table{};
    for (std::size_t c = 0; c < 0x80; ++c) table[c] = is_alphanumeric(static_cast<char>(c));
    for (const char c : std::string_view("!#$%&'*+-.^_`|~")) {
        table[static_cast<unsigned char>(c)] = true;
    }
    return table;
}();
}  // namespace detail

/// tchar of RFC 9110 §5.6.2.
constexpr bool is_token_character(char c) {
    return detail::token_characters[static_cast<unsigned char>(c)];
}
constexpr bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

/// Calls visit(item) for each item of a comma list, without outer blanks, empty ones left out.
/// Not for lists whose items hold quoted commas.
template <class Visit>
constexpr void for_each_item(std::string_view list, Visit&& visit) {
    while (!list.empty()) {
        const auto comma = list.find(',');
        const auto item = without_blanks(list.substr(0, comma));
        if (!item.empty()) visit(item);
        if (comma == std::string_view::npos) return;
        list.remove_prefix(comma + 1);
    }
}

}  // namespace pilotlight::http
