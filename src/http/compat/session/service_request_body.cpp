#include "http/compat/session/service_request_body.hpp"

#include "http/compat/session/account_body.hpp"
#include "store/service_type.hpp"

namespace pilotlight::http::compat::session {

std::string type_text_of(const store::service_request::View& view) {
    return view.request.type_text.empty() ? view.type.name : view.request.type_text;
}

TrackedRequest tracked(const store::service_request::View& view) {
    return {.id = view.request.id,
            .type_of_request = type_text_of(view),
            .status = word_of(view.request.status),
            .date_submitted = view.request.created_at,
            .details = view.request.description};
}

ManagedRequest managed(const store::service_request::View& view) {
    const Account names{.first_name = view.customer_first_name,
                        .last_name = view.customer_last_name};
    return {.id = view.request.id,
            .customer = {.id = view.request.customer,
                         .username = view.customer_username,
                         .name = name_of_account(names),
                         .customer_id = view.customer_number},
            .type_of_request = type_text_of(view),
            .details = view.request.description,
            .status = word_of(view.request.status),
            .date_submitted = view.request.created_at,
            .date_resolved = view.request.resolved_at};
}

Result<ServiceType> type_of_text(store::Read& read, std::string_view text) {
    const auto types = TRY(store::service_type::list(read, false));
    const auto* nearest = nearest_type(types, text);
    if (nearest == nullptr) return invalid("type_of_request", "There is no active service type.");
    return *nearest;
}

}  // namespace pilotlight::http::compat::session
