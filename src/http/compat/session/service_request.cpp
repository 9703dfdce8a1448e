#include "http/service_request.hpp"

#include "http/compat/list.hpp"
#include "http/compat/session/envelope.hpp"
#include "http/compat/session/routes.hpp"
#include "http/compat/session/service_request_body.hpp"
#include "http/schema.hpp"

namespace pilotlight::http::compat::session {
namespace {

using store::service_request::Filter;
using store::service_request::Sort;
using store::service_request::View;

struct NewRequest {
    std::string type_of_request{};
    std::string details{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"type_of_request",
                  &NewRequest::type_of_request,
                  {.access = input_only,
                   .required = true,
                   .blank = false,
                   .length_max = type_length_max,
                   .doc = "Any text; it is kept as written."}},
            Field{"details",
                  &NewRequest::details,
                  {.access = input_only, .required = true, .blank = false}},
        };
    }
};

Result<service::service_request::Draft> draft_of(const ContextPtr& context) {
    const auto body = TRY(context->body<NewRequest>(Mode::create));
    service::service_request::Draft draft{.type_text = body.value.type_of_request};
    draft.type = TRY(type_of_text(context->read(), draft.type_text));
    draft.fields.value.description = body.value.details;
    draft.fields.mark("description");
    TRY(read_idempotency_key(*context, draft));
    return draft;
}

Result<Response> submitted(store::Read& read, ServiceRequestId id, const Context& context) {
    const auto view = TRY(store::service_request::view(read, id));
    if (!view) return not_found();
    const auto shown = tracked(*view);
    const RequestEnvelope<TrackedRequest> body{
        "Service request submitted successfully", shown, shown};
    return context.json(201, to_json(body));
}

Answer submit(const ContextPtr& context) {
    auto draft = TRY(draft_of(context));
    return open_request(context, std::move(draft), &submitted);
}

/// One list row as the list shows it.
using WriteRow = void (*)(JsonWriter&, const View&);

Rows rows_of(const std::vector<View>& views, const Filter& filter, WriteRow write) {
    JsonWriter out;
    out.begin_array();
    for (const auto& view : views) write(out, view);
    Rows rows{.json = out.end_array().take(), .count = static_cast<int>(views.size())};
    if (!views.empty()) {
        rows.next = store::service_request::cursor_after(views.back(), filter, Sort::oldest, 0);
    }
    return rows;
}

/// Oldest first.
Answer list_of(const ContextPtr& context, const Filter& filter, WriteRow write) {
    auto& read = context->read();
    return answer_list(
        context,
        {[&]() -> Result<std::int64_t> {
             return TRY(store::service_request::count(read, filter, rows_counted_max)).value_or(0);
         },
         [&](const store::Page& page) -> Result<Rows> {
             const auto views = TRY(store::service_request::list(read, filter, Sort::oldest, page));
             return rows_of(views, filter, write);
         }});
}

Answer track(const ContextPtr& context) {
    return list_of(context,
                   {.customer = context->actor().account},
                   [](JsonWriter& out, const View& view) { out.value(tracked(view)); });
}

Answer list(const ContextPtr& context) {
    return list_of(
        context, {}, [](JsonWriter& out, const View& view) { out.value(managed(view)); });
}

Result<View> existing(store::Read& read, ServiceRequestId id) {
    auto view = TRY(store::service_request::view(read, id));
    if (!view) return not_found();
    return *std::move(view);
}

Answer show(const ContextPtr& context) {
    const auto view = TRY(existing(context->read(), context->id<ServiceRequestId>()));
    return context->json(200, united(managed(view)));
}

struct RequestChange {
    std::string type_of_request{};
    std::string details{};
    StatusWord status = StatusWord::pending;

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"type_of_request",
                  &RequestChange::type_of_request,
                  {.access = input_only, .blank = false, .length_max = type_length_max}},
            Field{"details", &RequestChange::details, {.access = input_only, .blank = false}},
            Field{"status", &RequestChange::status, {.access = input_only}},
        };
    }
};

Result<service::service_request::Edit> edit_of(store::Read& read,
                                               const Decoded<RequestChange>& change,
                                               const View& before) {
    const auto& given = change.value;
    service::service_request::Edit edit;
    if (change.has("details")) {
        edit.fields.value.description = given.details;
        edit.fields.mark("description");
    }
    if (change.has("status")) edit.status = status_of(given.status);
    // A request that was read and is sent back keeps its type.
    if (change.has("type_of_request") && given.type_of_request != type_text_of(before)) {
        edit.type = TRY(type_of_text(read, given.type_of_request));
        edit.type_text = given.type_of_request;
    }
    return edit;
}

/// The domain's refusal of a step, in the seed's words for the two states.
Error in_own_words(Error error, Status from, const service::service_request::Edit& edit) {
    if (error.code != Code::conflict || !edit.status) return error;
    error.message = "A request that is " + std::string(name_of(word_of(from))) + " cannot become " +
                    std::string(name_of(word_of(*edit.status))) + ".";
    return error;
}

Answer edit(const ContextPtr& context) {
    const auto id = context->id<ServiceRequestId>();
    TRY(existing(context->read(), id));  // whatever the body holds
    const auto change = TRY(context->body<RequestChange>(Mode::patch));
    const auto version = TRY(context->if_match());
    return InTx{[context, id, change, version](store::Tx& tx) -> Result<Response> {
        const auto before = TRY(existing(tx, id));
        auto edit = TRY(edit_of(tx, change, before));
        edit.version = version;
        const auto edited =
            service::service_request::edit(tx, context->actor(), id, edit, context->now);
        if (!edited) return in_own_words(edited.error(), before.request.status, edit);
        const auto after = TRY(existing(tx, id));
        return context->ok(
            Envelope<ManagedRequest>{"Service request updated successfully", managed(after)});
    }};
}

Answer remove(const ContextPtr& context) {
    const auto version = TRY(context->if_match());
    return InTx{[context, version](store::Tx& tx) -> Result<Response> {
        TRY(service::service_request::remove(
            tx, context->actor(), context->id<ServiceRequestId>(), version, context->now));
        return context->ok(Envelope<Nothing>{"Service request deleted successfully"});
    }};
}

constexpr Schema managed_schema = given<ManagedRequest>("ManagedRequest");
constexpr Wording wordings[] = {
    {Code::not_found, 404, "error", "Service request not found"},
    {Code::conflict, 400, "error"},
};

constexpr Route table[] = {
    {.method = Method::post,
     .path = "/api/submit/",
     .permission = Permission::signed_in,
     .handler = submit,
     .summary = "Submit a request",
     .takes = Takes::fields,
     .request = taken<NewRequest>("NewRequest"),
     .response = given<RequestEnvelope<TrackedRequest>>("RequestSubmitted"),
     .success = 201,
     .failure = "Invalid data",
     .gives_csrf_cookie = true,
     .surface = &surface,
     .wordings = wordings},
    {.method = Method::get,
     .path = "/api/track/",
     .permission = Permission::signed_in,
     .handler = track,
     .summary = "List one's own requests",
     .response = given<TrackedRequest>("TrackedRequest"),
     .list = ListForm::array_or_pages,
     .surface = &surface},
    {.method = Method::get,
     .path = "/api/admin/requests/",
     .permission = Permission::admin,
     .handler = list,
     .summary = "List all requests",
     .response = managed_schema,
     .list = ListForm::array_or_pages,
     .surface = &surface},
    {.method = Method::get,
     .path = "/api/admin/requests/{id}/",
     .permission = Permission::admin,
     .handler = show,
     .summary = "Read a request",
     .response = given<ManagedRequest, Envelope<ManagedRequest>>("RequestRead"),
     .surface = &surface,
     .wordings = wordings},
    {.method = Method::put,
     .path = "/api/admin/requests/{id}/",
     .permission = Permission::admin,
     .handler = edit,
     .summary = "Change a request; fields left out stay",
     .takes = Takes::fields,
     .request = taken<RequestChange>("RequestChange"),
     .response = given<Envelope<ManagedRequest>>("RequestUpdated"),
     .failure = "Invalid data",
     .surface = &surface,
     .wordings = wordings},
    {.method = Method::del,
     .path = "/api/admin/requests/{id}/",
     .permission = Permission::admin,
     .handler = remove,
     .summary = "Remove a request; its history stays",
     .response = given<Envelope<Nothing>>("RequestDeleted"),
     .surface = &surface,
     .wordings = wordings},
};

}  // namespace

std::span<const Route> service_request_routes() {
    return table;
}

}  // namespace pilotlight::http::compat::session
