#pragma once
// Lists with any combination of filters: the text is put together from constants, the values are
// bound, and each distinct text is kept once so that its prepared statement is found again.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "store/query.hpp"

namespace pilotlight::store {

class Read;

inline constexpr int page_rows_default = 50;
inline constexpr int page_rows_max = 100;
inline constexpr int bare_rows_max = 1000;  // of the lists that their contract has not paged
// What no kept count tells is counted for a list's total up to so many: as much work as a page.
inline constexpr std::int64_t counted_rows_max = 500;

/// Where the next page starts: after the row with this sort key and id (or, in a ranked search,
/// after `key` rows).
struct Cursor {
    std::int64_t key = 0;
    std::int64_t id = 0;
};

/// The opaque form that clients carry around; none when the text was not made by encode_cursor.
std::string encode_cursor(Cursor cursor);
std::optional<Cursor> decode_cursor(std::string_view text);

struct Page {
    int limit = page_rows_default;  // 1 to page_rows_max, or to bare_rows_max on a compat surface
    std::optional<Cursor> after{};
    // Rows to skip, without `after`; for surfaces whose contract numbers pages.
    std::int64_t offset = 0;
    // Rows in all, exactly and of the same view: lists that use RowBefore then skip half at most.
    std::optional<std::int64_t> total{};
};

/// A SELECT in the making. Only constants go into its text; what users send goes into its values.
class Selection {
public:
    /// `head` is the SELECT up to and without WHERE; its braces are expanded for `columns`.
    Selection(std::string_view name, std::string_view head, decltype(Query::columns) columns)
        : name_(name), text_(head), columns_(columns) {}

    Selection& where(std::string_view condition);
    Selection& where(std::string_view condition, Value value);
    /// Only rows whose column is one of `ids`, of which there must be one at least.
    template <class Noun>
    Selection& where_in(std::string_view column, std::span<const Id<Noun>> ids) {
        std::vector<std::int64_t> numbers;
        numbers.reserve(ids.size());
        for (const auto id : ids) numbers.push_back(id.value);
        return where_in(column, std::span<const std::int64_t>(numbers));
    }
    Selection& where_in(std::string_view column, std::span<const std::int64_t> ids);
    /// ORDER BY and what follows; comes last.
    Selection& tail(std::string_view text);
    Selection& value(Value value);

    const Query& query() const;
    std::span<const Value> values() const { return values_; }

private:
    std::string_view name_;
    std::string text_;
    decltype(Query::columns) columns_;
    std::vector<Value> values_{};
    bool has_where_ = false;
};

/// The row that stands before a page with an offset (≥ 1): so many rows on in the order of the list
/// or, if that is nearer, against it. Found without what a list joins to each row.
struct RowBefore {
    bool is_from_end = false;
    std::int64_t skipped = 0;
};
RowBefore row_before(const Page& page);
/// The page as what comes after that row; `key_and_id` finds both. Where there is no such row, the
/// page as it was.
Result<Page> page_after(Read& read, const Page& page, const Selection& key_and_id);

/// The query with that text, made at its first use and kept for the life of the program. The number
/// of texts is bounded by the filters that the code offers.
const Query& interned(std::string_view name,
                      std::string_view text,
                      decltype(Query::columns) columns);

/// "?, ?, ?" for `count` values rounded up to a power of two, so that few texts arise; pad the
/// values with 0.
std::size_t padded_count(std::size_t count);
std::string placeholders(std::size_t count);

/// The pattern that finds the word in a Words column with LIKE ? ESCAPE '!'.
std::string like_word(std::string_view word);

}  // namespace pilotlight::store
