#include "http/server/body.hpp"

#include <algorithm>

#include "http/server/media_type.hpp"
#include "http/token.hpp"

namespace pilotlight::http {

namespace {

/// What multipart adds to the bytes of its texts and files: boundaries and part headers.
constexpr std::uint64_t framing_bytes_max = 64 * 1024;

Error too_large(std::string message) {
    return Error{.code = Code::body_too_large, .message = std::move(message)};
}

}  // namespace

Body::Body(const BodyPlan& plan, const std::filesystem::path& spool_folder, Request& request)
    : plan_(plan), spool_folder_(spool_folder), request_(request) {}

Body::~Body() = default;

std::uint64_t Body::bytes_max() const {
    if (!multipart_) return plan_.bytes_max;
    return plan_.bytes_max + framing_bytes_max + plan_.files_max * plan_.file_bytes_max;
}

Result<void> Body::begin(std::optional<std::uint64_t> announced_bytes) {
    const auto content_type = request_.header("content-type");
    if (equals_ignoring_case(essence(content_type), "multipart/form-data")) {
        if (!plan_.multipart) {
            return Error{.code = Code::unsupported_media_type,
                         .message = "Unsupported media type \"multipart/form-data\" in request."};
        }
        const auto boundary = multipart_boundary(content_type);
        if (!boundary) {
            return Error{.code = Code::malformed_body,
                         .message = "Multipart form parse error - Invalid boundary in multipart."};
        }
        multipart_.emplace(*boundary);
    }
    if (announced_bytes && *announced_bytes > bytes_max())
        return too_large("The body is too large.");
    if (announced_bytes && !multipart_) request_.body.reserve(*announced_bytes);
    return {};
}

Result<void> Body::expect(std::uint64_t chunk_bytes) const {
    if (chunk_bytes > bytes_max() - bytes_) return too_large("The body is too large.");
    return {};
}

Result<void> Body::add(std::string_view bytes) {
    bytes_ += bytes.size();
    if (bytes_ > bytes_max()) return too_large("The body is too large.");
    if (!multipart_) {
        request_.body += bytes;
        return {};
    }
    events_.clear();
    TRY(multipart_->feed(bytes, events_));
    for (const auto& event : events_) TRY(add_event(event));
    return {};
}

Result<void> Body::finish() {
    if (!multipart_ || multipart_->complete()) return {};
    return Error{.code = Code::malformed_body,
                 .message = "Multipart form parse error - the closing boundary is missing."};
}

Result<void> Body::add_event(const MultipartEvent& event) {
    switch (event.kind) {
        case MultipartEvent::Kind::part_begin:
            return begin_part(event.part);
        case MultipartEvent::Kind::data:
            return add_data(event.bytes);
        case MultipartEvent::Kind::part_end:
            return end_part();
    }
    return {};
}

Result<void> Body::begin_part(PartHead part) {
    part_ = std::move(part);
    TRY(count_text(part_.name.size()));
    if (!part_.filename) {
        request_.form.emplace_back(part_.name, std::string{});
        return {};
    }
    if (part_.filename->empty()) return {};
    if (++files_ > plan_.files_max) return too_large("Too many files.");
    file_ = TRY(SpoolFile::create(spool_folder_));
    return {};
}

Result<void> Body::add_data(std::string_view bytes) {
    if (!part_.filename) {
        TRY(count_text(bytes.size()));
        request_.form.back().second += bytes;
        return {};
    }
    if (!file_) {
        part_.filename = "file";
        if (++files_ > plan_.files_max) return too_large("Too many files.");
        file_ = TRY(SpoolFile::create(spool_folder_));
    }
    if (file_->size_bytes() + bytes.size() > plan_.file_bytes_max) {
        return too_large("A file is larger than " + std::to_string(plan_.file_bytes_max) +
                         " bytes.");
    }
    return file_->write(bytes);
}

Result<void> Body::end_part() {
    if (!file_) return {};
    auto file = TRY(file_->finish());
    file_.reset();
    file->field = part_.name;
    file->filename = *part_.filename;
    file->media_type = part_.media_type;
    request_.files.push_back(std::move(file));
    return {};
}

Result<void> Body::count_text(std::size_t bytes) {
    text_bytes_ += bytes;
    if (text_bytes_ > plan_.bytes_max) return too_large("The text fields are too large.");
    return {};
}

}  // namespace pilotlight::http
