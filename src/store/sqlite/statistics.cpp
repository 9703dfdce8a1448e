#include "store/sqlite/statistics.hpp"

#include <string>
#include <vector>

namespace pilotlight::store::sqlite {
namespace {

/// The new table makes the schema new, and only then do open connections read it again.
constexpr Query forget{"statistics_forget", "DROP TABLE IF EXISTS sqlite_stat1"};

/// Tables whose rows are numbered as they come: no part of a search index, and none without rowids.
constexpr Query tables{"statistics_tables",
                       "SELECT name FROM pragma_table_list WHERE schema = 'main' "
                       "AND type = 'table' AND wr = 0 AND name NOT LIKE 'sqlite%'"};

Result<std::vector<std::string>> large_tables(Tx& tx) {
    std::vector<std::string> names;
    TRY(tx.each(tables, {}, [&](const Row& row) { names.emplace_back(row.text(0)); }));
    std::vector<std::string> large;
    for (auto& name : names) {
        std::string text = "SELECT (SELECT max(rowid) FROM \"";
        text.append(name).append("\") - (SELECT min(rowid) FROM \"").append(name).append("\")");
        const Query span{"statistics_span", text};
        const auto rows = TRY(tx.number(span, {}));
        if (rows >= counted_rows_min) large.push_back(std::move(name));
    }
    return large;
}

}  // namespace

Result<void> refresh_statistics(Tx& tx) {
    const auto large = TRY(large_tables(tx));
    TRY(tx.change(forget, {}));
    for (const auto& name : large) {
        const auto text = "ANALYZE \"" + name + '"';
        const Query count{"statistics_count", text};
        TRY(tx.change(count, {}));
    }
    return {};
}

}  // namespace pilotlight::store::sqlite
