#pragma once

#include "base/field.hpp"
#include "domain/account.hpp"

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

}  // namespace pilotlight::http::v1
