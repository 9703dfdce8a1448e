#include "store/list.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <map>
#include <memory>
#include <shared_mutex>

#include "store/connection.hpp"

namespace pilotlight::store {
namespace {

/// A query that owns its text. std::map keeps addresses stable, which drivers rely on.
struct Interned {
    std::string text;
    Query query;
};

std::shared_mutex interned_mutex;
std::map<std::string, std::unique_ptr<Interned>, std::less<>> interned_queries;

std::optional<std::int64_t> take_number(std::string_view& text) {
    std::int64_t number = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (status != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

}  // namespace

RowBefore row_before(const Page& page) {
    const auto from_start = page.offset - 1;
    if (!page.total || *page.total - page.offset >= from_start) return {.skipped = from_start};
    return {.is_from_end = true, .skipped = std::max<std::int64_t>(*page.total - page.offset, 0)};
}

Result<Page> page_after(Read& read, const Page& page, const Selection& key_and_id) {
    auto start = page;
    TRY(read.each(key_and_id.query(), key_and_id.values(), [&](const Row& row) {
        start.after = Cursor{row.integer(0), row.integer(1)};
        start.offset = 0;
    }));
    return start;
}

std::string encode_cursor(Cursor cursor) {
    return std::to_string(cursor.key) + "." + std::to_string(cursor.id);
}

std::optional<Cursor> decode_cursor(std::string_view text) {
    const auto given = text;
    const auto key = take_number(text);
    if (!key || text.empty() || text.front() != '.') return std::nullopt;
    text.remove_prefix(1);
    const auto id = take_number(text);
    if (!id || !text.empty() || *key < 0 || *id < 0) return std::nullopt;
    const Cursor cursor{*key, *id};
    return encode_cursor(cursor) == given ? std::optional(cursor) : std::nullopt;
}

Selection& Selection::where(std::string_view condition) {
    text_ += has_where_ ? " AND " : " WHERE ";
    text_ += condition;
    has_where_ = true;
    return *this;
}

Selection& Selection::where(std::string_view condition, Value value) {
    values_.push_back(value);
    return where(condition);
}

Selection& Selection::where_in(std::string_view column, std::span<const std::int64_t> ids) {
    where(std::string(column) + " IN (" + placeholders(ids.size()) + ")");
    for (const auto id : ids) value(id);
    for (auto i = ids.size(); i < padded_count(ids.size()); ++i) value(std::int64_t{0});
    return *this;
}

Selection& Selection::tail(std::string_view text) {
    text_ += ' ';
    text_ += text;
    return *this;
}

Selection& Selection::value(Value value) {
    values_.push_back(value);
    return *this;
}

const Query& Selection::query() const {
    return interned(name_, text_, columns_);
}

const Query& interned(std::string_view name,
                      std::string_view text,
                      decltype(Query::columns) columns) {
    {
        const std::shared_lock lock(interned_mutex);
        const auto found = interned_queries.find(text);
        if (found != interned_queries.end()) return found->second->query;
    }
    const std::unique_lock lock(interned_mutex);
    auto& slot = interned_queries[std::string(text)];
    if (!slot) {
        slot = std::make_unique<Interned>(Interned{std::string(text), {}});
        slot->query = {name, slot->text, columns};
    }
    return slot->query;
}

std::size_t padded_count(std::size_t count) {
    return std::bit_ceil(count);
}

std::string placeholders(std::size_t count) {
    std::string text = "?";
    for (std::size_t i = 1; i < padded_count(count); ++i) text += ", ?";
    return text;
}

std::string like_word(std::string_view word) {
    std::string pattern = "%,";
    for (const char c : word) {
        if (c == '!' || c == '%' || c == '_') pattern.push_back('!');
        pattern.push_back(c);
    }
    return pattern + ",%";
}

}  // namespace pilotlight::store
