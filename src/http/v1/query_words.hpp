#pragma once
// Words that the lists of this surface have in common.

#include <span>
#include <string_view>
#include <utility>

#include "http/context.hpp"

namespace pilotlight::http::v1 {

/// ?assignee=: an account, or nobody; neither when nothing is asked for.
struct AssigneeWord {
    std::optional<AccountId> assigned_to{};
    bool unassigned = false;
};
/// A number, "me" or "none"; invalid_input for anything else.
Result<AssigneeWord> query_assignee(const Context& context);

/// ?sort= as one of the words; the first of them when there is none. invalid_input for another.
template <class Sort>
Result<Sort> query_sort(const Context& context,
                        std::span<const std::pair<std::string_view, Sort>> words) {
    const auto* text = context.request->parameter("sort");
    if (text == nullptr || text->empty()) return words.front().second;
    for (const auto& [word, sort] : words) {
        if (*text == word) return sort;
    }
    return invalid("sort", "\"" + *text + "\" is not a valid choice.");
}

/// ?name= as the id of a noun.
template <class I>
Result<std::optional<I>> query_id(const Context& context, std::string_view name) {
    const auto number = TRY(query_number(*context.request, name));
    if (!number) return std::optional<I>{};
    return std::optional(I{*number});
}

}  // namespace pilotlight::http::v1
