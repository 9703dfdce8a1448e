#pragma once

#include "domain/attachment.hpp"
#include "http/attachment.hpp"
#include "http/context.hpp"
#include "http/schema.hpp"
#include "store/request_event.hpp"
#include "store/service_request.hpp"

namespace pilotlight::http::v1 {

/// A staff update, in seed 001's words and the documented ones beside them.
struct UpdateBody {
    RequestEventId id{};
    ServiceRequestId service_request{};
    std::optional<AccountId> staff_member{};
    std::string staff_member_name{};
    std::string comment{};
    std::string notes{};
    std::optional<std::string> status{};  // that the update led to
    Instant created_at{};

    static constexpr auto fields() {
        return FieldList{
            Field{"id", &UpdateBody::id, {}},
            Field{"service_request", &UpdateBody::service_request, {}},
            Field{"staff_member", &UpdateBody::staff_member, {}},
            Field{"staff_member_name", &UpdateBody::staff_member_name, {}},
            Field{"comment", &UpdateBody::comment, {}},
            Field{"notes", &UpdateBody::notes, {.doc = "The same as comment."}},
            Field{"status", &UpdateBody::status, {.doc = "null when the status stayed."}},
            Field{"created_at", &UpdateBody::created_at, {}},
        };
    }
};
UpdateBody update_body(const store::request_event::View& view);

/// Where a file is fetched.
struct AttachmentExtras {
    std::string url{};

    static constexpr auto fields() { return FieldList{Field{"url", &AttachmentExtras::url, {}}}; }
};
void write_attachment(JsonWriter& out, const Attachment& file, std::string_view base_url);

/// What a request's answer adds to its fields.
struct RequestExtras {
    std::string number{};
    std::string customer_name{};
    std::string type{};          // the type's slug
    std::string request_type{};  // the word the customer used, else the slug
    std::string details{};       // seed 001's word for the description
    std::string assigned_to_name{};
    std::optional<std::string> attachment{};  // where the first file is fetched

    static constexpr auto fields() {
        return FieldList{
            Field{"number", &RequestExtras::number, {}},
            Field{"customer_name", &RequestExtras::customer_name, {}},
            Field{"type", &RequestExtras::type, {.doc = "Slug of the service type."}},
            Field{"request_type",
                  &RequestExtras::request_type,
                  {.doc = "The client's own word for the type, else its slug."}},
            Field{"details", &RequestExtras::details, {.doc = "The same as description."}},
            Field{"assigned_to_name", &RequestExtras::assigned_to_name, {}},
            Field{"attachment", &RequestExtras::attachment, {.doc = "URL of the first file."}},
        };
    }
};

/// What hangs on a request's answer; only its shape, for the API document.
struct RequestParts {
    std::vector<UpdateBody> updates{};
    std::vector<Joined<Attachment, AttachmentExtras>> attachments{};

    static constexpr auto fields() {
        return FieldList{
            Field{"attachments", &RequestParts::attachments, {}},
            Field{"updates",
                  &RequestParts::updates,
                  {.doc = "Newest first; in lists about 16,000 characters of each request."}}};
    }
};

/// Writes the requests, with their updates and files, in three queries at most whatever their
/// number. Internal updates only for staff.
Result<std::string> requests_json(store::Read& read,
                                  const std::vector<store::service_request::View>& views,
                                  const Context& context);
/// One request, with its ETag; not_found when the caller may not see it.
Result<Response> request_response(store::Read& read,
                                  ServiceRequestId id,
                                  const Context& context,
                                  int status);

}  // namespace pilotlight::http::v1
