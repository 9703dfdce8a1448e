#include "http/attachment.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "http/account.hpp"

namespace pilotlight::http {
namespace {

Result<Attachment> store_one(const Context& context, UploadedFile& upload) {
    constexpr std::size_t media_type_length_max = 100;
    auto media_type = service::sniff_media_type(upload.path());
    const auto key = TRY(context.desk.files.keep(upload.path()));
    upload.keep();
    return Attachment{.name = service::safe_file_name(upload.filename),
                      .media_type = std::string(truncated(media_type, media_type_length_max)),
                      .size_bytes = static_cast<std::int64_t>(upload.size_bytes),
                      .sha256 = upload.sha256,
                      .storage_key = key};
}

/// The name for clients that read ASCII only: one '_' for each other character.
std::string ascii_name(std::string_view name) {
    std::string plain;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_plain = byte < 0x7F && c != '\\' && c != '%' && c != '"';
        const bool continues = (byte & 0xC0) == 0x80;
        if (is_plain || !continues) plain += is_plain ? c : '_';
    }
    return plain;
}

/// RFC 6266 with RFC 5987 for names beyond ASCII.
std::string disposition(std::string_view name) {
    const auto plain = ascii_name(name);
    auto text = "attachment; filename=\"" + plain + "\"";
    if (plain != name) text += "; filename*=UTF-8''" + percent_encoded(name);
    return text;
}

}  // namespace

FieldErrors upload_faults(const Request& request, const boost::json::object& fields) {
    FieldErrors faults;
    for (std::string_view name : {"attachment", "attachments"}) {
        const auto* text = fields.if_contains(name);
        const bool is_empty = text == nullptr || text->is_null() ||
                              (text->is_string() && text->get_string().empty()) ||
                              (text->is_array() && text->get_array().empty());
        if (is_empty) continue;
        faults.push_back({std::string(name),
                          "The submitted data was not a file. Check the encoding type on the "
                          "form."});
    }
    for (const auto& file : request.files) {
        if (file->size_bytes == 0) {
            faults.push_back({"attachment", "The submitted file is empty."});
        }
    }
    return faults;
}

Result<std::vector<Attachment>> store_uploads(const Context& context) {
    std::vector<Attachment> files;
    TRY(take_files(context.desk, context.actor(), context.request->files.size(), context.now));
    for (const auto& upload : context.request->files) {
        auto file = store_one(context, *upload);
        if (!file) {
            discard(context, files);
            return std::move(file).error();
        }
        files.push_back(*std::move(file));
    }
    return files;
}

void discard(const Context& context, const std::vector<Attachment>& files) {
    for (const auto& file : files) {
        const auto removed = context.desk.files.remove(file.storage_key);
        if (!removed) log_error("attachment_left", {{"cause", removed.error().cause}});
    }
}

Result<Response> file_response(const Context& context, const Attachment& file) {
    const auto& files = context.desk.files;
    if (!files.has(file.storage_key)) {
        auto lost = not_found();
        lost.cause = "the stored file of an attachment is gone";
        return lost;
    }
    Response response{.body = FileBody{.path = files.path_of(file.storage_key),
                                       .size_bytes = static_cast<std::uint64_t>(file.size_bytes),
                                       .etag = "\"" + file.sha256 + "\""},
                      .compressible = false};
    response.set("Content-Type", file.media_type);
    response.set("Content-Disposition", disposition(file.name));
    response.set("Content-Security-Policy", "default-src 'none'; sandbox");
    response.set("Cache-Control", "private, no-cache");
    return response;
}

std::string attachment_url(const Attachment& file, std::string_view base_url) {
    return std::string(base_url) + "/api/v1/requests/" +
           std::to_string(file.service_request.value) + "/attachments/" +
           std::to_string(file.id.value) + "/";
}

}  // namespace pilotlight::http
