#include "http/compat/list.hpp"

#include <algorithm>

namespace pilotlight::http::compat {

namespace {

/// How many of these, as long as they are on average, fill an answer.
int rows_that_fit(const Rows& rows) {
    const auto row_bytes = rows.json.size() / static_cast<std::size_t>(rows.count);
    return std::max(1, static_cast<int>(bare_bytes_max / row_bytes));
}

}  // namespace

Answer answer_list(const ContextPtr& context, const Listing& listing) {
    if (NumberedPage::is_asked(*context)) {
        const auto total = TRY(listing.count());
        const auto page = TRY(NumberedPage::of(*context, total, {}));
        const auto rows = TRY(listing.rows(page.rows()));
        return page.answer(*context, rows.json);
    }
    auto page = TRY(bare_page(*context));
    auto rows = TRY(listing.rows(page));
    if (rows.json.size() > bare_bytes_max) {
        page.limit = rows_that_fit(rows);
        rows = TRY(listing.rows(page));
    }
    const bool is_full = rows.count == page.limit;
    const bool is_all = !is_full && !page.after;
    auto total = Result<std::int64_t>(rows.count);
    if (!is_all) total = listing.count();
    const auto known = TRY(std::move(total));
    return context->list(std::move(rows.json), is_full ? rows.next : std::nullopt, known);
}

}  // namespace pilotlight::http::compat
