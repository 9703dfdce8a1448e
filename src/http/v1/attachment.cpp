#include "store/attachment.hpp"

#include "http/schema.hpp"
#include "http/v1/routes.hpp"
#include "http/v1/service_request_body.hpp"
#include "http/v1/upload.hpp"
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
    return InTx{[context, files = std::move(files)](store::Tx& tx) -> Result<Response> {
        auto hung =
            service::service_request::attach(tx,
                                             context->actor(),
                                             context->id<ServiceRequestId>(),
                                             files,
                                             context->desk.settings.attachments_per_request_max,
                                             context->now);
        if (!hung) {
            discard(*context, files);
            return hung.error();
        }
        return context->json(201, files_json(*hung, *context));
    }};
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

/// RFC 6266 with RFC 5987 for names beyond ASCII.
std::string disposition(std::string_view name) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string plain;
    std::string encoded;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_plain = byte < 0x7F && c != '\\' && c != '%' && c != '"';
        if (is_plain || (byte & 0xC0) != 0x80) plain += is_plain ? c : '_';
        const bool is_safe = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                             (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_';
        if (is_safe) {
            encoded += c;
        } else {
            encoded += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    auto text = "attachment; filename=\"" + plain + "\"";
    if (plain != name) text += "; filename*=UTF-8''" + encoded;
    return text;
}

Answer download(const ContextPtr& context) {
    auto& read = context->read();
    const auto request = context->id<ServiceRequestId>();
    TRY(service::service_request::visible(read, context->actor(), request));
    const auto file = TRY(store::attachment::find(read, context->id<AttachmentId>(1)));
    if (!file || file->service_request != request) return not_found();
    if (!context->desk.files.has(file->storage_key)) {
        auto lost = not_found();
        lost.cause = "the stored file of an attachment is gone";
        return lost;
    }
    Response response{.body = FileBody{.path = context->desk.files.path_of(file->storage_key),
                                       .size_bytes = static_cast<std::uint64_t>(file->size_bytes),
                                       .etag = "\"" + file->sha256 + "\""},
                      .compressible = false};
    response.set("Content-Type", file->media_type);
    response.set("Content-Disposition", disposition(file->name));
    response.set("Content-Security-Policy", "default-src 'none'; sandbox");
    response.set("Cache-Control", "private, no-cache");
    return response;
}

constexpr Schema attachment_schema = given<Attachment, AttachmentExtras>("Attachment");

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/v1/requests/{id}/attachments/",
     .permission = Permission::signed_in,
     .handler = list,
     .summary = "The files of a request",
     .response = attachment_schema,
     .is_list = true},
    {.method = Method::post,
     .path = "/api/v1/requests/{id}/attachments/",
     .permission = Permission::signed_in,
     .handler = attach,
     .summary = "Hang files on a request (multipart)",
     .takes = Takes::files,
     .response = attachment_schema,
     .is_list = true,
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
