#include "store/sqlite/search_index.hpp"

#include <array>

#include "base/log.hpp"
#include "store/list.hpp"

namespace pilotlight::store::sqlite {
namespace {

constexpr Query changes_so_far{"search_merge_changes", "SELECT total_changes()"};
constexpr Query search_tables{"search_tables",
                              "SELECT name FROM sqlite_schema WHERE sql LIKE "
                              "'CREATE VIRTUAL TABLE % USING fts5%' ORDER BY name"};

/// Segments of a size that FTS5 merges at once, in the middle of a commit; far beyond ours.
constexpr int emergency_segments = 4 * search_segments_max;

struct Setting {
    std::string_view name;
    int value;
};
constexpr std::array settings{Setting{"automerge", 0},
                              Setting{"crisismerge", emergency_segments},
                              Setting{"usermerge", search_segments_at_rest_max}};

/// FTS5 takes commands as rows with a column named like the table.
std::string command(const std::string& index, std::string_view word, std::string_view value) {
    std::string text = "INSERT INTO \"";
    text.append(index).append("\" (\"").append(index).append("\", rank) VALUES ('");
    return text.append(word).append("', ").append(value).append(")");
}

Result<void> leave_merging_to_us(sqlite3* database, const std::string& index) {
    for (const auto& [name, value] : settings) {
        std::string kept = "SELECT ifnull((SELECT v FROM \"";
        kept.append(index).append("_config\" WHERE k = '").append(name).append("'), -1)");
        if (TRY(number_of(database, kept.c_str())) == value) continue;
        TRY(execute(database, command(index, name, std::to_string(value)).c_str()));
    }
    return {};
}

/// Writes about so many pages of merged segments; with a minus, begins to merge all there are.
/// False when nothing was left to merge: then the command itself is the only change.
Result<bool> merge(Tx& tx, const std::string& index, std::int64_t pages) {
    const auto& query = interned("search_merge", command(index, "merge", "?"), nullptr);
    const auto before = TRY(tx.number(changes_so_far, {}));
    TRY(tx.change(query, {pages}));
    const auto after = TRY(tx.number(changes_so_far, {}));
    return after.value_or(0) - before.value_or(0) > 1;
}

}  // namespace

Result<std::vector<std::string>> search_indexes(Read& read) {
    std::vector<std::string> names;
    TRY(read.each(search_tables, {}, [&](const Row& row) { names.emplace_back(row.text(0)); }));
    return names;
}

void SearchMerger::step() {
    const auto step = [&]() -> Result<void> {
        if (to_merge_.empty()) TRY(begin_pass());
        if (to_merge_.empty()) return {};
        Tx tx(connection_);
        const auto pages = search_step_pages + std::exchange(texts_, 0);
        if (!TRY(merge(tx, to_merge_.back(), pages))) to_merge_.pop_back();
        return {};
    };
    if (const auto stepped = step(); !stepped) {
        log_warning("search_merge_failed", {{"cause", stepped.error().cause}});
        to_merge_.clear();
    }
    if (to_merge_.empty()) segments_ -= segments_in_pass_;
}

Result<void> SearchMerger::begin_pass() {
    segments_in_pass_ = segments_;
    Tx tx(connection_);
    to_merge_ = TRY(search_indexes(tx));
    for (const auto& index : to_merge_) TRY(leave_merging_to_us(connection_.handle(), index));
    return {};
}

Result<bool> WholeSearchMerger::step(Tx& tx) {
    if (to_merge_.empty()) to_merge_ = TRY(search_indexes(tx));
    if (to_merge_.empty()) return false;
    const bool begins = !std::exchange(is_begun_, true);
    const auto pages = std::int64_t{search_step_pages};
    if (!TRY(merge(tx, to_merge_.back(), begins ? -pages : pages))) {
        to_merge_.pop_back();
        is_begun_ = false;
    }
    return !to_merge_.empty();
}

}  // namespace pilotlight::store::sqlite
