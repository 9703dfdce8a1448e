#include "store/attachment.hpp"

#include "http/attachment.hpp"
#include "http/schema.hpp"
#include "http/v1/routes.hpp"
#include "http/v1/service_request_body.hpp"
#include "service/service_request.hpp"

namespace pilotlight::http::v1 {
namespace {

std::string files_json(const std::vector<Attachment>& files, const Context& context) {
    const auto base_url = context.base_url();
    JsonWriter out;
    out.begin_array();
    for (const auto& file : files) write_attachment(out, file, base_url);
    out.end_array();
    return out.take();
}

Answer list(const ContextPtr& context) {
    auto& read = context->read();
    const auto id = context->id<ServiceRequestId>();
    TRY(service::service_request::visible(read, context->actor(), id));
    const auto files = TRY(store::attachment::of_requests(read, std::span(&id, 1)));
    return context->list(
        files_json(files, *context), std::nullopt, static_cast<std::int64_t>(files.size()));
}

Answer attach_in_tx(const ContextPtr& context, std::vector<Attachment> files) {
    const auto work = [context, files](store::Tx& tx) -> Result<Response> {
        const auto hung = TRY(service::service_request::attach(
            tx,
            context->actor(),
            context->id<ServiceRequestId>(),
            {files, context->desk.settings.attachments_per_request_max},
            context->now));
        return context->json(201, files_json(hung, *context));
    };
    return InTx{work, std::move(files)};
}

Answer attach(const ContextPtr& context) {
    const auto id = context->id<ServiceRequestId>();
    TRY(service::service_request::visible(context->read(), context->actor(), id));
    const auto object = TRY(context->fields());
    auto faults = upload_faults(*context->request, object);
    if (faults.empty() && context->request->files.empty()) {
        faults.push_back({"attachment", "No file was submitted."});
    }
    if (!faults.empty()) return invalid(std::move(faults));
    return OnPool{[context]() -> Answer {
        auto files = TRY(store_uploads(*context));
        return attach_in_tx(context, std::move(files));
    }};
}

Answer download(const ContextPtr& context) {
    auto& read = context->read();
    const auto request = context->id<ServiceRequestId>();
    TRY(service::service_request::visible(read, context->actor(), request));
    const auto file = TRY(store::attachment::find(read, context->id<AttachmentId>(1)));
    if (!file || file->service_request != request) return not_found();
    return TRY(file_response(*context, *file));
}

constexpr Schema attachment_schema = given<Attachment, AttachmentExtras>("Attachment");

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/v1/requests/{id}/attachments/",
     .permission = Permission::signed_in,
     .handler = list,
     .summary = "The files of a request",
     .response = attachment_schema,
     .list = ListForm::array},
    {.method = Method::post,
     .path = "/api/v1/requests/{id}/attachments/",
     .permission = Permission::signed_in,
     .handler = attach,
     .summary = "Hang files on a request (multipart)",
     .takes = Takes::files,
     .response = attachment_schema,
     .list = ListForm::array,
     .success = 201},
    {.method = Method::get,
     .path = "/api/v1/requests/{id}/attachments/{attachment}/",
     .permission = Permission::signed_in,
     .handler = download,
     .summary = "Download a file, whole or in ranges",
     .is_download = true},
};

}  // namespace

std::span<const Route> attachment_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
