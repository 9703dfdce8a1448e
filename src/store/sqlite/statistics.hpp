#pragma once

#include "store/connection.hpp"

namespace pilotlight::store::sqlite {

/// Below this many rows a table is not counted: it may grow a thousandfold before the next count,
/// and the plans made for a small table are scans. Uncounted, it is taken for a large one, which is
/// never slow.
inline constexpr std::int64_t counted_rows_min = 100'000;

/// Counts the large tables that have rowids (the others are asked by their key) for the planner,
/// and forgets the counts of before. The connection that runs this keeps what it has counted until
/// it is closed, so a small table is not even looked at: taking its row out of sqlite_stat1
/// afterwards would be too late.
Result<void> refresh_statistics(Tx& tx);

}  // namespace pilotlight::store::sqlite
