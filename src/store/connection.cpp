#include "store/connection.hpp"

#include <map>

namespace pilotlight::store {
namespace {

thread_local std::uint64_t run_by_this_thread = 0;

}  // namespace

std::uint64_t statements_run() {
    return run_by_this_thread;
}

const Connection::Visit Connection::no_rows = [](const Row&) {};

Result<std::int64_t> Connection::insert(const Query& query, std::span<const Value> values) {
    std::optional<std::int64_t> id;
    TRY(run(query, values, [&](const Row& row) { id = row.integer(0); }));
    if (!id) return internal_error("query " + std::string(query.name) + " returned no id");
    return *id;
}

Result<void> Read::each(const Query& query,
                        std::span<const Value> values,
                        const Connection::Visit& visit) {
    ++run_by_this_thread;
    TRY(connection_.run(query, values, visit));
    return {};
}

Result<std::optional<std::int64_t>> Read::number(const Query& query,
                                                 std::initializer_list<Value> values) {
    std::optional<std::int64_t> first;
    TRY(each(query, values, [&](const Row& row) {
        if (!first && !row.is_null(0)) first = row.integer(0);
    }));
    return first;
}

Result<std::int64_t> Tx::change(const Query& query, std::span<const Value> values) {
    ++run_by_this_thread;
    return connection_.run(query, values, Connection::no_rows);
}

Result<std::int64_t> Tx::insert(const Query& query, std::span<const Value> values) {
    ++run_by_this_thread;
    return connection_.insert(query, values);
}

Result<void> write_tallies(Tx& tx, std::span<const Tally> tallies) {
    std::map<std::pair<const Query*, std::vector<Value>>, std::int64_t> sums;
    for (const auto& tally : tallies) sums[{tally.query, tally.key}] += tally.change;
    for (const auto& [row, change] : sums) {
        if (change == 0) continue;
        auto values = row.second;
        values.emplace_back(change);
        TRY(tx.change(*row.first, values));
    }
    return {};
}

}  // namespace pilotlight::store
