#include "store/sqlite/search_index.hpp"

#include <algorithm>

#include "base/log.hpp"

namespace pilotlight::store::sqlite {
namespace {

constexpr Query search_tables{"search_tables",
                              "SELECT name FROM sqlite_schema WHERE sql LIKE "
                              "'CREATE VIRTUAL TABLE % USING fts5%' ORDER BY name"};

/// Segments of a size that FTS5 merges at once, in the middle of a commit; far beyond ours.
constexpr int emergency_segments = 4 * search_segments_max;

struct Setting {
    std::string_view name;
    int value;
};

/// FTS5 takes commands as rows with a column named like the table.
std::string command(const std::string& index, std::string_view word, std::int64_t value) {
    std::string text = "INSERT INTO \"";
    text.append(index).append("\" (\"").append(index).append("\", rank) VALUES ('");
    return text.append(word).append("', ").append(std::to_string(value)).append(")");
}

Result<void> leave_merging_to_us(sqlite3* database, const std::string& index, bool is_thorough) {
    const int merged_min = is_thorough ? merged_at_rest_min : merged_between_commits_min;
    for (const auto& [name, value] : {Setting{"automerge", 0},
                                      Setting{"crisismerge", emergency_segments},
                                      Setting{"usermerge", merged_min}}) {
        std::string kept = "SELECT ifnull((SELECT v FROM \"";
        kept.append(index).append("_config\" WHERE k = '").append(name).append("'), -1)");
        if (TRY(number_of(database, kept.c_str())) == value) continue;
        TRY(execute(database, command(index, name, value).c_str()));
    }
    return {};
}

}  // namespace

Result<std::vector<std::string>> search_indexes(SqliteConnection& connection) {
    std::vector<std::string> names;
    TRY(connection.run(
        search_tables, {}, [&](const Row& row) { names.emplace_back(row.text(0)); }));
    return names;
}

void SearchMerger::step() {
    const auto step = [&]() -> Result<void> {
        // What was begun at rest and is overdue by now goes on as between commits, to its end: a
        // pass that began anew whenever the writer rests would never come to its last index.
        if (to_merge_.empty() || (is_thorough_ && is_overdue())) TRY(begin_pass());
        if (!to_merge_.empty() && !TRY(merge(to_merge_.back()))) to_merge_.pop_back();
        return {};
    };
    if (const auto stepped = step(); !stepped) {
        log_warning("search_merge_failed", {{"cause", stepped.error().cause}});
        to_merge_.clear();
    }
    if (to_merge_.empty()) end_pass();
}

Result<void> SearchMerger::begin_pass() {
    segments_in_pass_ = segments_;
    is_thorough_ = !is_overdue();
    to_merge_ = TRY(search_indexes(connection_));
    for (const auto& index : to_merge_) {
        TRY(leave_merging_to_us(connection_.handle(), index, is_thorough_));
    }
    return {};
}

/// What a pass between commits has left is for the next rest.
void SearchMerger::end_pass() {
    segments_ -= segments_in_pass_;
    if (!is_thorough_) segments_ = std::max(segments_, search_segments_at_rest_max);
}

/// False when nothing was left to merge: then the command itself is the only change.
Result<bool> SearchMerger::merge(const std::string& index) {
    auto* const database = connection_.handle();
    const auto before = sqlite3_total_changes64(database);
    const auto pages = search_step_pages + std::exchange(texts_, 0);
    TRY(execute(database, command(index, "merge", pages).c_str()));
    return sqlite3_total_changes64(database) - before > 1;
}

}  // namespace pilotlight::store::sqlite
