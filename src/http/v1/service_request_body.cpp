#include "http/v1/service_request_body.hpp"

#include <span>

#include "store/attachment.hpp"

namespace pilotlight::http::v1 {
namespace {

using store::service_request::View;

struct Parts {
    std::vector<store::request_event::View> updates{};
    std::vector<Attachment> files{};
};

Result<Parts> parts_of(store::Read& read, const View& view, const Context& context) {
    const bool with_internal = is_staff(context.actor().role);
    const auto id = view.request.id;
    Parts parts;
    if (view.has_updates) {
        parts.updates = TRY(store::request_event::updates_of(read, id, with_internal));
    }
    if (view.has_files) parts.files = TRY(store::attachment::of_requests(read, {&id, 1}));
    return parts;
}

Result<Parts> parts_of(store::Read& read, std::span<const View> views, const Context& context) {
    std::vector<ServiceRequestId> with_updates;
    std::vector<ServiceRequestId> with_files;
    for (const auto& view : views) {
        if (view.has_updates) with_updates.push_back(view.request.id);
        if (view.has_files) with_files.push_back(view.request.id);
    }
    const bool with_internal = is_staff(context.actor().role);
    Parts parts;
    parts.updates = TRY(store::request_event::updates_of(read, with_updates, with_internal));
    parts.files = TRY(store::attachment::of_requests(read, with_files));
    return parts;
}

RequestExtras extras_of(const View& view) {
    return {.number = request_number(view.request.id),
            .customer_name = full_name(
                view.customer_first_name, view.customer_last_name, view.customer_username),
            .type = view.type.slug,
            .request_type = std::string(shown_word(view.type, view.request.type_text)),
            .details = view.request.description,
            .assigned_to_name = full_name(
                view.assignee_first_name, view.assignee_last_name, view.assignee_username)};
}

void write_request(JsonWriter& out,
                   const View& view,
                   const Parts& parts,
                   std::string_view base_url) {
    auto extras = extras_of(view);
    for (const auto& file : parts.files) {
        if (file.service_request != view.request.id || extras.attachment) continue;
        extras.attachment = attachment_url(file, base_url);
    }
    out.begin_object().members(view.request).members(extras);
    out.key("attachments").begin_array();
    for (const auto& file : parts.files) {
        if (file.service_request == view.request.id) write_attachment(out, file, base_url);
    }
    out.end_array().key("updates").begin_array();
    for (const auto& update : parts.updates) {
        if (update.event.service_request == view.request.id) out.value(update_body(update));
    }
    out.end_array().end_object();
}

constexpr std::size_t request_bytes_typical = 1024;

}  // namespace

UpdateBody update_body(const store::request_event::View& view) {
    const auto& event = view.event;
    UpdateBody body{.id = event.id,
                    .service_request = event.service_request,
                    .staff_member = event.actor,
                    .staff_member_name = view.actor_name,
                    .comment = event.note,
                    .notes = event.note,
                    .created_at = event.created_at};
    if (event.kind == EventKind::status_changed) body.status = event.to_value;
    return body;
}

void write_attachment(JsonWriter& out, const Attachment& file, std::string_view base_url) {
    out.begin_object().members(file);
    out.member("url", attachment_url(file, base_url)).end_object();
}

Result<std::string> requests_json(store::Read& read,
                                  const std::vector<View>& views,
                                  const Context& context) {
    const auto parts = TRY(parts_of(read, std::span(views), context));
    const auto base_url = context.base_url();
    JsonWriter out;
    out.reserve(request_bytes_typical * (views.size() + 1));
    out.begin_array();
    for (const auto& view : views) write_request(out, view, parts, base_url);
    out.end_array();
    return out.take();
}

Result<Response> request_response(store::Read& read,
                                  ServiceRequestId id,
                                  const Context& context,
                                  int status) {
    auto view = TRY(store::service_request::view(read, id));
    if (!view || !may_see(context.actor(), view->request)) return not_found();
    const auto parts = TRY(parts_of(read, *view, context));
    JsonWriter out;
    out.reserve(request_bytes_typical);
    write_request(out, *view, parts, context.base_url());
    return context.versioned(status, out.take(), view->request.version);
}

}  // namespace pilotlight::http::v1
