#include "store/migrate.hpp"

#include <algorithm>

#include "base/crypto.hpp"

namespace pilotlight::store {
namespace {

constexpr Query has_ledger{"schema_has_ledger", "SELECT {has_table:schema_migration}"};
constexpr Query create_ledger{"schema_create_ledger",
                              "CREATE TABLE schema_migration ("
                              "number {integer} NOT NULL PRIMARY KEY, name {text:100} NOT NULL, "
                              "text_sha256 {text:64} NOT NULL, applied_at {integer} NOT NULL)"};
constexpr Query applied_steps{"schema_applied_steps",
                              "SELECT number, name, text_sha256 FROM schema_migration "
                              "ORDER BY number"};
constexpr Query add_step{"schema_add_step",
                         "INSERT INTO schema_migration (number, name, text_sha256, applied_at) "
                         "VALUES (?, ?, ?, ?)"};

struct Applied {
    std::int64_t number = 0;
    std::string name{};
    std::string text_sha256{};
};

Result<std::vector<Applied>> applied(Read& read) {
    std::vector<Applied> list;
    if (TRY(read.number(has_ledger, {})).value_or(0) == 0) return list;
    TRY(read.each(applied_steps, {}, [&](const Row& row) {
        list.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2))});
    }));
    return list;
}

Result<void> open_ledger(Tx& tx, std::vector<Applied>& had) {
    if (TRY(tx.number(has_ledger, {})).value_or(0) == 0) TRY(tx.change(create_ledger, {}));
    had = TRY(applied(tx));
    return {};
}

/// Steps that the program does not know, or knows with another text.
std::vector<std::string> strangers(const std::vector<Applied>& had,
                                   std::span<const Migration> steps) {
    std::vector<std::string> findings;
    for (const auto& row : had) {
        const auto known = std::ranges::find(steps, row.number, &Migration::number);
        if (known == steps.end()) {
            findings.push_back("The database has had migration " + row.name +
                               ", which this program does not know; it is newer.");
        } else if (sha256_hex(known->text) != row.text_sha256) {
            findings.push_back("Migration " + row.name + " has been changed after it was applied.");
        }
    }
    return findings;
}

Result<void> apply(Tx& tx, const Migration& step) {
    for (const auto& text : statements_of(step.text)) {
        TRY(tx.change(Query{step.name, text}, {}));
    }
    const auto digest = sha256_hex(step.text);
    TRY(tx.change(add_step,
                  {to_value(step.number),
                   to_value(step.name),
                   to_value(digest),
                   to_value(SystemClock{}.now())}));
    return {};
}

bool is_blank(std::string_view line) {
    const auto at = line.find_first_not_of(" \t\r");
    return at == std::string_view::npos || line.substr(at).starts_with("--");
}

}  // namespace

std::vector<std::string> statements_of(std::string_view text) {
    std::vector<std::string> list;
    std::string statement;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (is_blank(line)) continue;
        line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
        const bool is_last = line.ends_with(';') || line.starts_with("{search_table:");
        if (line.ends_with(';')) line.remove_suffix(1);
        if (!statement.empty()) statement += '\n';
        statement += line;
        if (is_last) list.push_back(std::exchange(statement, {}));
    }
    if (!statement.empty()) list.push_back(std::move(statement));
    return list;
}

Result<void> migrate(Store& store, std::span<const Migration> steps) {
    std::vector<Applied> had;
    TRY(store.write_and_wait([&](Tx& tx) { return open_ledger(tx, had); }));
    if (const auto findings = strangers(had, steps); !findings.empty()) {
        return Error{.code = Code::conflict, .message = findings.front()};
    }
    for (const auto& step : steps) {
        if (std::ranges::find(had, step.number, &Applied::number) != had.end()) continue;
        TRY(store.write_and_wait([&](Tx& tx) { return apply(tx, step); }));
    }
    return {};
}

Result<int> schema_version(Read& read) {
    const auto had = TRY(applied(read));
    return had.empty() ? 0 : static_cast<int>(had.back().number);
}

Result<std::vector<std::string>> check_schema(Read& read, std::span<const Migration> steps) {
    const auto had = TRY(applied(read));
    auto findings = strangers(had, steps);
    for (const auto& step : steps) {
        if (std::ranges::find(had, step.number, &Applied::number) != had.end()) continue;
        findings.push_back("Migration " + std::string(step.name) + " has not been applied.");
    }
    return findings;
}

}  // namespace pilotlight::store
