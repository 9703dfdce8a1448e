#include "http/v1/query_words.hpp"

namespace pilotlight::http::v1 {

Result<AssigneeWord> query_assignee(const Context& context) {
    const auto* text = context.request->parameter("assignee");
    if (text == nullptr || text->empty()) return AssigneeWord{};
    if (*text == "none") return AssigneeWord{.unassigned = true};
    if (*text == "me") return AssigneeWord{.assigned_to = context.actor().account};
    const auto id = TRY(query_id<AccountId>(context, "assignee"));
    return AssigneeWord{.assigned_to = id};
}

}  // namespace pilotlight::http::v1
