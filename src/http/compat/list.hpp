#pragma once
// Lists of the systems whose arrays are bare until a client asks for pages (seeds 000 and 002).

#include <functional>

#include "http/numbered_page.hpp"

namespace pilotlight::http::compat {

/// Rows as JSON, and where the next ones start.
struct Rows {
    std::string json{};
    int count = 0;
    std::optional<store::Cursor> next{};  // after the last row
};

/// A list's two halves. `count` is asked only when it is not known from the rows themselves.
struct Listing {
    std::function<Result<std::int64_t>()> count{};
    std::function<Result<Rows>(const store::Page&)> rows{};
};

/// More than a thousand ordinary rows; long ones end an array sooner.
inline constexpr std::size_t bare_bytes_max = std::size_t{8} * 1024 * 1024;

/// A bare array with X-Total-Count and Link, or the envelope when ?page= or ?page_size= is sent.
/// The array ends after store::bare_rows_max rows, or where the rows of this list fill
/// bare_bytes_max.
Answer answer_list(const ContextPtr& context, const Listing& listing);

/// For filters of which only some rows are counted otherwise: all of them.
inline constexpr std::int64_t rows_counted_max = 1'000'000'000;

/// The rows in the order of their ids; `write` says one.
template <class T, class Write>
Rows rows_of(const std::vector<T>& list, Write write) {
    JsonWriter out;
    out.begin_array();
    for (const auto& item : list) write(out, item);
    Rows rows{.json = out.end_array().take(), .count = static_cast<int>(list.size())};
    if (!list.empty()) rows.next = store::Cursor{0, list.back().id.value};
    return rows;
}

/// One page of a list that is at hand as a whole.
template <class T, class Write>
Rows slice(const std::vector<T>& all, const store::Page& page, Write write) {
    std::vector<T> part;
    std::int64_t skipped = 0;
    for (const auto& item : all) {
        const bool is_before = page.after && item.id.value <= page.after->id;
        if (is_before || skipped++ < page.offset) continue;
        if (static_cast<int>(part.size()) == page.limit) break;
        part.push_back(item);
    }
    return rows_of(part, write);
}

/// answer_list() for such a list.
template <class T, class Write>
Answer answer_whole_list(const ContextPtr& context, const std::vector<T>& all, Write write) {
    return answer_list(
        context,
        {[&]() -> Result<std::int64_t> { return static_cast<std::int64_t>(all.size()); },
         [&](const store::Page& page) -> Result<Rows> { return slice(all, page, write); }});
}

}  // namespace pilotlight::http::compat
