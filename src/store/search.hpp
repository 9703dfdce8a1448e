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
/// start of ASCII letters and digits that is too long for the index of starts stand the words that
/// it stands for in the newest texts ("connectio": "connection" or "connections";
/// search_start.hpp). A word that none of those texts has is missed until it is typed whole.
/// `texts` selects all columns of {search_texts:t} and runs only when there is such a start.
Result<std::string> compile_search(Read& read,
                                   const Query& texts,
                                   std::string_view user_text,
                                   const SearchOwners& owners);

}  // namespace pilotlight::store
