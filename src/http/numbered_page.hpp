#pragma once

#include "http/context.hpp"

namespace pilotlight::http {

/// The page of a list whose contract has none: everything up to bare_rows_max, unless ?limit= asks
/// for less; ?cursor= goes on from the Link of the page before.
Result<store::Page> bare_page(const Context& context);

struct PageSizes {
    int rows_default = 10;
    int rows_max = 100;
};

/// A page by its number, as DRF's PageNumberPagination has it (contracts.md §1): ?page= from 1, or
/// "last", and ?page_size=, whose unusable values mean the default. For surfaces whose contract
/// numbers pages; the canonical one has cursors.
class NumberedPage {
public:
    /// True when the client asks for numbered pages at all.
    static bool is_asked(const Context& context);
    /// not_found ("Invalid page.") when `count` rows have no such page; page 1 always is.
    static Result<NumberedPage> of(const Context& context, std::int64_t count, PageSizes sizes);

    store::Page rows() const {
        return {.limit = size_, .offset = (number_ - 1) * size_, .total = count_};
    }
    /// {"count", "next", "previous", "results": `rows`}; the links are absolute and keep the other
    /// parameters, sorted.
    Response answer(const Context& context, std::string_view rows) const;

private:
    NumberedPage(std::int64_t number, int size, std::int64_t count)
        : number_(number), size_(size), count_(count) {}

    std::int64_t last() const { return count_ == 0 ? 1 : (count_ + size_ - 1) / size_; }
    std::string link(const Context& context, std::int64_t number) const;

    std::int64_t number_;
    int size_;
    std::int64_t count_;
};

}  // namespace pilotlight::http
