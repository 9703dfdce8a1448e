#pragma once

#include "domain/attachment.hpp"
#include "http/compat/desk/words.hpp"
#include "http/context.hpp"

namespace pilotlight::http::compat::desk {

struct FileBody {
    AttachmentId id{};
    std::string file{};
    Instant uploaded_at{};

    static constexpr auto fields() {
        return FieldList{
            Field{"id", &FileBody::id, {.doc = "Fetches the file through download."}},
            Field{"file", &FileBody::file, {.doc = "Tells the name; nothing is served there."}},
            Field{"uploaded_at", &FileBody::uploaded_at, {}},
        };
    }
};

/// A request in the order and the words of contracts.md §5.
struct RequestBody {
    ServiceRequestId id{};
    AccountId customer{};
    std::optional<AccountId> support_staff{};
    std::string title{};
    TypeWord service_type{};
    std::string description{};
    StatusWord status{};
    std::vector<FileBody> uploaded_attachments{};
    Instant created_at{};
    Instant updated_at{};

    static constexpr auto fields() {
        return FieldList{
            Field{"id", &RequestBody::id, {}},
            Field{"customer", &RequestBody::customer, {}},
            Field{"support_staff", &RequestBody::support_staff, {.doc = "null: in the queue."}},
            Field{"title", &RequestBody::title, {}},
            Field{"service_type", &RequestBody::service_type, {}},
            Field{"description", &RequestBody::description, {}},
            Field{"status", &RequestBody::status, {}},
            Field{"uploaded_attachments", &RequestBody::uploaded_attachments, {}},
            Field{"created_at", &RequestBody::created_at, {}},
            Field{"updated_at", &RequestBody::updated_at, {}},
        };
    }
};

/// The requests with their files, fetched in one query whatever the number of requests.
Result<std::vector<RequestBody>> bodies_of(store::Read& read,
                                           const std::vector<store::service_request::View>& views);

}  // namespace pilotlight::http::compat::desk
