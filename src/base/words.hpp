#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/field.hpp"

namespace pilotlight {

/// A short list of plain words (skills, aliases), one column wide: stored as ",leak,relight," so
/// that one LIKE finds a word, shown as a JSON array, read from an array or a comma list.
struct Words {
    std::string text{};  // "" or ",word,word,"

    static Words of(const std::vector<std::string>& list);
    std::vector<std::string> list() const;
    bool contains(std::string_view word) const;
    bool empty() const { return text.empty(); }
    bool operator==(const Words&) const = default;
};

inline constexpr std::size_t words_max = 50;
inline constexpr std::size_t word_length_max = 50;  // characters of a-z 0-9 _ -

/// Sets `out` or returns the message for people (decode.hpp).
std::string decode_value(const boost::json::value& in, const Rule& rule, Words& out);

}  // namespace pilotlight
