#include "store/sqlite/search_index.hpp"

#include "base/log.hpp"

namespace pilotlight::store::sqlite {
namespace {

constexpr Query search_tables{"search_tables",
                              "SELECT name FROM sqlite_schema WHERE sql LIKE "
                              "'CREATE VIRTUAL TABLE % USING fts5%' ORDER BY name"};

/// Segments of a size that FTS5 merges at once, in the middle of a commit; far beyond ours.
constexpr int emergency_segments = 4 * search_segments_max;

std::string command(const std::string& index, std::string_view word, int value) {
    std::string text = "INSERT INTO \"";
    text.append(index).append("\" (\"").append(index).append("\", rank) VALUES ('");
    return text.append(word).append("', ").append(std::to_string(value)).append(")");
}

Result<void> leave_merging_to_us(sqlite3* database, const std::string& index) {
    const auto automerge =
        "SELECT ifnull((SELECT v FROM \"" + index + "_config\" WHERE k = 'automerge'), -1)";
    if (TRY(number_of(database, automerge.c_str())) == 0) return {};
    TRY(execute(database, command(index, "automerge", 0).c_str()));
    TRY(execute(database, command(index, "crisismerge", emergency_segments).c_str()));
    return execute(database, command(index, "usermerge", search_segments_at_rest_max).c_str());
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
        if (!is_in_pass_) TRY(begin_pass());
        if (!to_merge_.empty() && !TRY(merge(to_merge_.back()))) to_merge_.pop_back();
        return {};
    };
    const auto stepped = step();
    if (!stepped) {
        log_warning("search_merge_failed", {{"cause", stepped.error().cause}});
        to_merge_.clear();
    }
    if (!to_merge_.empty()) return;
    is_in_pass_ = false;
    segments_ = 0;
}

Result<void> SearchMerger::begin_pass() {
    to_merge_ = TRY(search_indexes(connection_));
    for (const auto& index : to_merge_) TRY(leave_merging_to_us(connection_.handle(), index));
    is_in_pass_ = true;
    return {};
}

/// False when nothing was left to merge: then the command itself is the only change.
Result<bool> SearchMerger::merge(const std::string& index) {
    auto* const database = connection_.handle();
    const auto before = sqlite3_total_changes64(database);
    TRY(execute(database, command(index, "merge", search_step_pages).c_str()));
    return sqlite3_total_changes64(database) - before > 1;
}

}  // namespace pilotlight::store::sqlite
