#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "store/dialect.hpp"

namespace pilotlight::store {

inline constexpr std::size_t search_words_max = 10;        // further words are ignored
inline constexpr std::size_t search_characters_max = 200;  // so is text beyond them
inline constexpr std::size_t search_prefix_bytes_min = 3;  // three letters, or one Chinese

/// What a user typed, as the value of {search_candidates:t}. All words must occur. "Quoted words"
/// must follow one another. A word with a "*" behind it, and the last word unless a blank follows
/// it, also finds what begins so (from three letters on). Case and accents do not matter. No text
/// can make the search fail; text without a word, or that is not UTF-8, finds nothing.
///
/// `customer` keeps the search to the rows whose owner column is "c" and that number, before
/// candidates are cut off. (MariaDB cannot tell the owner column from the others; the query's own
/// condition on the customer holds everywhere.)
std::string compile_search(std::string_view user_text,
                           std::optional<std::int64_t> customer,
                           Dialect dialect = Dialect::sqlite);

}  // namespace pilotlight::store
