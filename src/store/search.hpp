#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/account.hpp"
#include "store/connection.hpp"
#include "store/dialect.hpp"

namespace pilotlight::store {

inline constexpr std::size_t search_words_max = 10;        // further words are ignored
inline constexpr std::size_t search_characters_max = 200;  // so is text beyond them
inline constexpr std::size_t search_prefix_bytes_min = 3;  // three letters, or one Chinese
/// Of starts with so many letters there is an index (search_table in dialect.cpp). For a longer
/// one, every row of every word that begins so is gathered before the first is given.
inline constexpr std::size_t search_start_letters_max = 5;
inline constexpr int search_sample_rows = 128;  // looked at for what long starts stand for
inline constexpr std::size_t search_start_words_max = 8;  // a start of more is gathered

/// Whose a row is. In the owner column: "c12 a5".
struct SearchOwners {
    std::optional<AccountId> customer{};
    std::optional<AccountId> assignee{};

    std::string text() const;
};

/// What a user typed, as the value of {search_candidates:t}. All words must occur. "Quoted words"
/// must follow one another. A word with a "*" behind it, and the last word unless a blank follows
/// it, also finds what begins so (from three letters on). Case and accents do not matter. No text
/// can make the search fail; text without a word, or that is not UTF-8, finds nothing.
///
/// `owners` keeps the search to the rows that hold all of them in their owner column, before
/// candidates are cut off. (MariaDB cannot tell the owner column from the others; the query's own
/// conditions on customer and assignee hold everywhere.)
std::string compile_search(std::string_view user_text,
                           const SearchOwners& owners,
                           Dialect dialect = Dialect::sqlite);

/// The same for SQLite, and as fast for the start of a long word as for a short one: in place of a
/// start that the index of starts does not know stand the words that begin so in the newest texts
/// with its first letters ("connectio": "connection" or "connections"). Where those are all such
/// texts, nothing is missed; else a word that is rarer than one in them may be, until it is typed
/// whole. `texts` selects all columns of {search_texts:t}; it runs only when there is a long
/// start of ASCII letters and digits alone.
Result<std::string> compile_search(Read& read,
                                   const Query& texts,
                                   std::string_view user_text,
                                   const SearchOwners& owners);

}  // namespace pilotlight::store
