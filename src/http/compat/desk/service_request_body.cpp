#include "http/compat/desk/service_request_body.hpp"

#include "store/attachment.hpp"

namespace pilotlight::http::compat::desk {
namespace {

/// Where the original kept it; clients take the name from its end.
std::string shown_path(const Attachment& file) {
    return "/attachments/uploads/" + percent_encoded(file.name);
}

RequestBody body_of(const store::service_request::View& view,
                    const std::vector<Attachment>& files) {
    const auto& request = view.request;
    RequestBody body{.id = request.id,
                     .customer = request.customer,
                     .support_staff = request.assigned_to,
                     .title = shown_title(view),
                     .service_type = shown_type(view),
                     .description = request.description,
                     .status = shown(request.status),
                     .created_at = request.created_at,
                     .updated_at = request.updated_at};
    for (const auto& file : files) {
        if (file.service_request != request.id) continue;
        body.uploaded_attachments.push_back({file.id, shown_path(file), file.created_at});
    }
    return body;
}

}  // namespace

Result<std::vector<RequestBody>> bodies_of(store::Read& read,
                                           const std::vector<store::service_request::View>& views) {
    std::vector<ServiceRequestId> with_files;
    for (const auto& view : views) {
        if (view.has_files) with_files.push_back(view.request.id);
    }
    const auto files = TRY(store::attachment::of_requests(read, with_files));
    std::vector<RequestBody> bodies;
    bodies.reserve(views.size());
    for (const auto& view : views) bodies.push_back(body_of(view, files));
    return bodies;
}

}  // namespace pilotlight::http::compat::desk
