#include "store/sqlite/search_rank.hpp"

#include <algorithm>
#include <array>

#include "store/search.hpp"
#include "store/search_start.hpp"
#include "store/sqlite/handle.hpp"

namespace pilotlight::store::sqlite {
namespace {

// number, title, description, address, owner
constexpr std::array<int, 5> column_weights{8, 4, 1, 2, 0};
// Two owners, and words each of which may stand in for a long start.
constexpr std::size_t phrases_max = 2 + search_words_max * search_start_words_max;

void rank(const Fts5ExtensionApi* api,
          Fts5Context* match,
          sqlite3_context* result,
          int /*argument_count*/,
          sqlite3_value** /*arguments*/) {
    std::array<int, phrases_max> best{};
    int instances = 0;
    int code = api->xInstCount(match, &instances);
    for (int i = 0; code == SQLITE_OK && i < instances; ++i) {
        int phrase = 0;
        int column = 0;
        int offset = 0;
        code = api->xInst(match, i, &phrase, &column, &offset);
        const auto p = static_cast<std::size_t>(phrase);
        const auto c = static_cast<std::size_t>(column);
        if (code != SQLITE_OK || p >= best.size() || c >= column_weights.size()) continue;
        best[p] = std::max(best[p], column_weights[c]);
    }
    if (code != SQLITE_OK) return sqlite3_result_error_code(result, code);
    int score = 0;
    for (const int weight : best) score -= weight;
    sqlite3_result_int(result, score);
}

Result<fts5_api*> api_of(sqlite3* database) {
    fts5_api* api = nullptr;
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &raw, nullptr) != SQLITE_OK) {
        return error_of(database, "fts5 api");
    }
    const Statement statement(raw);
    sqlite3_bind_pointer(raw, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
    sqlite3_step(raw);
    if (api == nullptr) return error_of(database, "fts5 api");
    return api;
}

}  // namespace

Result<void> register_search_rank(sqlite3* database) {
    auto* const api = TRY(api_of(database));
    if (api->xCreateFunction(api, "desk_rank", nullptr, &rank, nullptr) != SQLITE_OK) {
        return error_of(database, "desk_rank");
    }
    return {};
}

}  // namespace pilotlight::store::sqlite
