#pragma once

#include "domain/service_request.hpp"

namespace pilotlight {

struct Attachment;
using AttachmentId = Id<Attachment>;

/// A file that hangs on a request. The bytes lie under storage_key in the file store; whoever sees
/// the request may download it, always as a download, never rendered.
struct Attachment {
    AttachmentId id{};
    ServiceRequestId service_request{};
    AccountId uploaded_by{};
    std::string name{};        // as the client called it, made safe; only ever a suggestion
    std::string media_type{};  // sniffed from the content
    std::int64_t size_bytes = 0;
    std::string sha256{};  // 64 lower-case hex digits
    std::string storage_key{};
    Instant created_at{};

    static constexpr auto fields() {
        return FieldList{
            Field{"id", &Attachment::id, {}},
            Field{"service_request", &Attachment::service_request, {}},
            Field{"uploaded_by", &Attachment::uploaded_by, {}},
            Field{"name", &Attachment::name, {.length_max = 255}},
            Field{"media_type", &Attachment::media_type, {}},
            Field{"size_bytes", &Attachment::size_bytes, {}},
            Field{"sha256", &Attachment::sha256, {}},
            Field{"storage_key", &Attachment::storage_key, {.access = Access::stored_only}},
            Field{"created_at", &Attachment::created_at, {}},
        };
    }
};

inline constexpr std::size_t attachment_name_length_max = 255;

}  // namespace pilotlight
