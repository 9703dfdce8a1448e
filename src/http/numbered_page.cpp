#include "http/numbered_page.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace pilotlight::http {
namespace {

/// A positive number and nothing else; 0 when it is none.
std::int64_t positive(const std::string& text) {
    std::int64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, status] = std::from_chars(text.data(), end, number);
    return status == std::errc{} && stop == end && number > 0 ? number : 0;
}

int size_of(const Context& context, PageSizes sizes) {
    const auto* text = context.request->parameter("page_size");
    const auto given = text == nullptr ? 0 : positive(*text);
    if (given == 0) return sizes.rows_default;
    return static_cast<int>(std::min(given, std::int64_t{sizes.rows_max}));
}

}  // namespace

Result<store::Page> bare_page(const Context& context) {
    auto page = TRY(context.page());
    if (context.request->parameter("limit") == nullptr) page.limit = store::bare_rows_max;
    return page;
}

bool NumberedPage::is_asked(const Context& context) {
    return context.request->parameter("page") != nullptr ||
           context.request->parameter("page_size") != nullptr;
}

Result<NumberedPage> NumberedPage::of(const Context& context, std::int64_t count, PageSizes sizes) {
    NumberedPage page(1, size_of(context, sizes), count);
    const auto* text = context.request->parameter("page");
    if (text != nullptr) page.number_ = *text == "last" ? page.last() : positive(*text);
    if (page.number_ == 0 || page.number_ > page.last()) {
        return Error{.code = Code::not_found, .message = "Invalid page."};
    }
    return page;
}

std::string NumberedPage::link(const Context& context, std::int64_t number) const {
    std::map<std::string, std::string, std::less<>> parameters;
    for (const auto& [name, value] : context.request->query) parameters[name] = value;
    parameters.erase("page");
    if (number > 1) parameters["page"] = std::to_string(number);
    auto url = context.base_url() + context.request->path;
    char before = '?';
    for (const auto& [name, value] : parameters) {
        url += before + percent_encoded(name) + "=" + percent_encoded(value);
        before = '&';
    }
    return url;
}

Response NumberedPage::answer(const Context& context, std::string_view rows) const {
    JsonWriter out;
    out.begin_object().member("count", count_).key("next");
    number_ < last() ? out.value(link(context, number_ + 1)) : out.null();
    out.key("previous");
    number_ > 1 ? out.value(link(context, number_ - 1)) : out.null();
    out.key("results").raw(rows).end_object();
    return context.json(200, out.take());
}

}  // namespace pilotlight::http
