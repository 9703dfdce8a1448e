#include "http/compat/token/list.hpp"

namespace pilotlight::http::compat::token {

Answer answer_list(const ContextPtr& context, const Listing& listing) {
    if (NumberedPage::is_asked(*context)) {
        const auto total = TRY(listing.count());
        const auto page = TRY(NumberedPage::of(*context, total, {}));
        const auto rows = TRY(listing.rows(page.rows()));
        return page.answer(*context, rows.json);
    }
    const auto page = TRY(bare_page(*context));
    auto rows = TRY(listing.rows(page));
    const bool is_full = rows.count == page.limit;
    const bool is_all = !is_full && !page.after;
    auto total = Result<std::int64_t>(rows.count);
    if (!is_all) total = listing.count();
    const auto known = TRY(std::move(total));
    return context->list(std::move(rows.json), is_full ? rows.next : std::nullopt, known);
}

}  // namespace pilotlight::http::compat::token
