#pragma once
// The closed list of what differs between SQLite, PostgreSQL and MariaDB. A query is written once,
// with these words in braces; nothing else in the program may branch on the database.
//
//   of the struct of query_of<T> (its first column is `id`)
//     {columns}  {columns:r}        id, number, ...          r.id, r.number, ...
//     {insert}                      (number, ...) VALUES (?, ...)     all but id
//     {assign}                      number = ?, ...                   all but id
//   in migrations
//     {id}                          the primary key column that counts up and never reuses a number
//     {onward_id}                   the same, counting on from the newest row: for a table whose
//                                   newest row always stays, else its number would come again
//     {integer}                     64 bits, also for instants (microseconds), flags (0, 1), keys
//     {text}  {text:150}            unlimited text; text of at most so many characters
//     {clustered}                   behind CREATE TABLE (...): rows lie in the order of their key,
//                                   where the database has a choice
//     {search_table:t}              full-text table t: {search_id}, number, title, description,
//                                   address, owner; a statement of its own, without the ";"
//     {drop_index:i ON t}           a statement of its own
//   in statements
//     {upsert:a,b} n = {old:t.n} + {new:n}    after INSERT INTO t (...) VALUES (...): when a row
//                                   with these a and b is there, change it instead
//     {ignore_conflict:a,b}         in the same place: when it is there, do nothing (0 rows)
//     {returning_id}                at the end of an INSERT of one row: for Tx::insert
//     {for_update_skip_locked}      at the end of a SELECT whose rows this transaction claims
//     {has_table:t}                 1 or 0
//   in searches
//     {search_id}                   the key of a full-text table, equal to the key of what it finds
//     {search_candidates:t}         in the place of a table: columns id and score (the smallest is
//                                   the best match) of the newest matches. Takes two values: what
//                                   compile_search() of search.hpp gave, and how many at most, so
//                                   that a common word costs the same in a large table
//     {search_texts:t}              likewise, the same two values: columns number, title,
//                                   description and address of the newest matches
//
// `?` is a value, in order. Quoted text and comments are left alone.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "store/query.hpp"

namespace pilotlight::store {

enum class Dialect : std::uint8_t { sqlite, postgres, mariadb };

/// A query in one database's words.
struct Expansion {
    std::string text{};
    std::vector<std::size_t> values{};  // for each marker in the text: which value, from 0
};

/// Translates the query. internal, with a cause that names the query, when a word in braces is not
/// in the list, needs a struct and has none, or a brace is not closed.
Result<Expansion> expand(const Query& query, Dialect dialect);

}  // namespace pilotlight::store
