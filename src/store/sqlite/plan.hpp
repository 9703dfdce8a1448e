#pragma once
// How SQLite would go about a statement, and whether that takes the longer the more there is.

#include <sqlite3.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "store/query.hpp"

namespace pilotlight::store::sqlite {

/// The steps of EXPLAIN QUERY PLAN; `text` is expanded.
Result<std::vector<std::string>> plan_of(sqlite3* database, std::string_view text);

/// The steps that read a table or an index from end to end, joined by "; ". "" when there are none
/// but those that plan.cpp allows, each for a reason. `text` is the query's, expanded.
Result<std::string> whole_reads(sqlite3* database, const Query& query, std::string_view text);

}  // namespace pilotlight::store::sqlite
