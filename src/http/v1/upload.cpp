#include "http/v1/upload.hpp"

#include "base/log.hpp"
#include "base/text.hpp"

namespace pilotlight::http::v1 {
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

}  // namespace pilotlight::http::v1
