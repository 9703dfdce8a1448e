#include "store/sqlite/plan.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "store/sqlite/handle.hpp"

namespace pilotlight::store::sqlite {
namespace {

/// Their rows do not grow with the work of the desk.
constexpr std::string_view small_tables[] = {
    "account_count",               // roles and states
    "service_request_type_count",  // states, types and priorities
    "service_request_load_count",  // members of staff, states and priorities
    "ticket_kind_count",           // kinds, states and priorities
    "service_type",                // what the utility offers
    "schema_migration",            // steps of the schema
    "sqlite_schema",               // its tables and indexes
    "pragma_table_list",           // the same
};

/// A page of everything there is: walks the table or an index in the order shown until it is full.
/// Narrowed by a value it has to begin with that value.
constexpr std::string_view page_walks[] = {
    "account_list",
    "audit_log_entries",
    "audit_log_events",
    "interaction_list",
    "invitation_list",
    "service_request_list",
    "service_request_list_whole",
    "ticket_list",
    // To the row before a page that has a number.
    "interaction_row_before",
    "service_request_row_before",
    "ticket_row_before",
};

/// What a walk may pass rows by for: a range of one time in the order of the other, and the role of
/// customers, as nearly all are (account.cpp asks for no other in these words).
constexpr std::string_view passed_by[] = {
    "COALESCE(role, '') = ?",
    "r.created_at >= ?",
    "r.created_at < ?",
    "r.updated_at >= ?",
    "r.updated_at < ?",
};

constexpr std::string_view others[] = {
    "notice_sweep",             // the oldest by id, so many as go in one transaction
    "account_imported_hashes",  // once a run of the program
};

bool contains(std::string_view text, std::string_view words) {
    return text.find(words) != std::string_view::npos;
}

bool among(std::string_view name, std::span<const std::string_view> names) {
    return std::ranges::find(names, name) != names.end();
}

/// Each changes what there is, once.
bool is_migration(const Query& query) {
    return !query.name.empty() && is_digit(query.name.front());
}

/// What the statement itself has put together before.
bool is_own(const std::vector<std::string>& steps, const std::string& table) {
    return std::ranges::any_of(steps, [&](const std::string& step) {
        return step == "MATERIALIZE " + table || step == "CO-ROUTINE " + table;
    });
}

/// Whether a value has to be met that a walk may not pass rows by for; what has no value, like a
/// NULL, is not seen.
bool is_narrowed(std::string_view conditions) {
    const auto passed = std::ranges::count_if(
        passed_by, [&](std::string_view condition) { return contains(conditions, condition); });
    return std::ranges::count(conditions, '?') > passed;
}

bool is_page_walk(const Query& query,
                  std::string_view text,
                  const std::vector<std::string>& steps) {
    const bool sorts = std::ranges::any_of(
        steps, [](const std::string& step) { return step.starts_with("USE TEMP B-TREE"); });
    const auto order = text.find(" ORDER BY ");
    if (sorts || order == std::string_view::npos) return false;
    return among(query.name, page_walks) && !is_narrowed(text.substr(0, order)) &&
           contains(text.substr(order), " LIMIT ");
}

/// A full-text index tells after the colon how it is asked: by id, by words, or not at all.
bool is_asked_something(std::string_view step) {
    return contains(step, " VIRTUAL TABLE ") && !step.ends_with(':');
}

}  // namespace

Result<std::vector<std::string>> plan_of(sqlite3* database, std::string_view text) {
    constexpr int detail_column = 3;
    const auto question = "EXPLAIN QUERY PLAN " + std::string(text);
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(database, question.c_str(), -1, &raw, nullptr) != SQLITE_OK) {
        return error_of(database, question);
    }
    const Statement statement(raw);
    std::vector<std::string> steps;
    while (sqlite3_step(raw) == SQLITE_ROW) {
        const auto* detail = sqlite3_column_text(raw, detail_column);
        steps.emplace_back(reinterpret_cast<const char*>(detail));
    }
    return steps;
}

Result<std::string> whole_reads(sqlite3* database, const Query& query, std::string_view text) {
    constexpr std::string_view scan = "SCAN ";
    std::string found;
    if (is_migration(query) || among(query.name, others)) return found;
    const auto steps = TRY(plan_of(database, text));
    for (const std::string& step : steps) {
        if (!step.starts_with(scan) || step == "SCAN CONSTANT ROW") continue;
        const auto rest = step.substr(scan.size());
        const auto table = rest.substr(0, rest.find(' '));
        if (among(table, small_tables) || is_own(steps, rest) || is_asked_something(step)) continue;
        if (is_page_walk(query, text, steps)) continue;
        found += (found.empty() ? "" : "; ") + step;
    }
    return found;
}

}  // namespace pilotlight::store::sqlite
