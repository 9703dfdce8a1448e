#include "http/attachment.hpp"

#include "http/compat/desk/reach.hpp"
#include "http/compat/desk/routes.hpp"
#include "store/attachment.hpp"
#include "store/service_request.hpp"

namespace pilotlight::http::compat::desk {
namespace {

/// An unknown file is told under "error", as a forbidden one is; one whose bytes are gone under
/// "detail" (contracts.md §5).
Answer download(const ContextPtr& context) {
    auto& read = context->read();
    const auto file = TRY(store::attachment::find(read, context->id<AttachmentId>()));
    std::optional<ServiceRequest> request;
    if (file) request = TRY(store::service_request::find(read, file->service_request));
    if (!request) return context->json(404, R"({"error":"Attachment not found"})");
    if (!is_within_reach(context->actor(), *request)) return forbidden();
    return TRY(file_response(*context, *file));
}

constexpr Wording words[] = {{.code = Code::forbidden,
                              .status = 403,
                              .key = "error",
                              .text = "You do not have permission to download this file."}};

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/service-request/download/{attachment}/",
     .permission = Permission::signed_in,
     .handler = download,
     .summary = "Download a file, whole or in ranges",
     .is_download = true,
     .surface = &surface,
     .wordings = words},
};

}  // namespace

std::span<const Route> attachment_routes() {
    return table;
}

}  // namespace pilotlight::http::compat::desk
