#pragma once

#include "base/field.hpp"
#include "http/context.hpp"
#include "service/assignment.hpp"

namespace pilotlight::http::v1 {

/// Who is to do the work, of a request or of a ticket.
struct Assignment {
    std::optional<AccountId> assigned_to{};

    static constexpr auto fields() {
        return FieldList{Field{"assigned_to",
                               &Assignment::assigned_to,
                               {.access = Access::input_only,
                                .required = true,
                                .doc = "Account id of a member of staff; null: the queue."}}};
    }
};

/// The body with If-Match. invalid_input of what Assignment describes; precondition_failed when the
/// header holds no ETag of ours.
inline Result<service::assignment::Handover> handover_of(const Context& context) {
    const auto body = TRY(context.body<Assignment>(Mode::create));
    auto version = TRY(context.if_match());
    return service::assignment::Handover{.to = body.value.assigned_to,
                                         .version = std::move(version)};
}

}  // namespace pilotlight::http::v1
