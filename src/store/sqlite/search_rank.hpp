#pragma once

#include <sqlite3.h>

#include "base/result.hpp"

namespace pilotlight::store::sqlite {

/// Gives the connection the SQL function desk_rank(t) for {search_candidates:t}: minus the sum,
/// over the words searched, of the weight of the best column that holds the word. FTS5's own bm25
/// first counts every row that holds a word, which takes 20 ms at a million rows; all words must
/// occur anyway, so how rare they are would order little. Words that stand in for a long start
/// count each.
Result<void> register_search_rank(sqlite3* database);

}  // namespace pilotlight::store::sqlite
