#include "http/schema.hpp"
#include "http/v1/assignment_body.hpp"
#include "http/v1/routes.hpp"
#include "http/v1/service_request_body.hpp"
#include "http/v1/service_request_fields.hpp"

namespace pilotlight::http::v1 {
namespace {

Answer assign(const ContextPtr& context) {
    auto handover = TRY(handover_of(*context));
    return InTx{[context, handover = std::move(handover)](store::Tx& tx) -> Result<Response> {
        const auto id = context->id<ServiceRequestId>();
        TRY(service::service_request::assign(tx, context->actor(), id, handover, context->now));
        return request_response(tx, id, *context, 200);
    }};
}

struct CancellationWords {
    std::string reason{};

    static constexpr auto fields() {
        return FieldList{Field{"reason",
                               &CancellationWords::reason,
                               {.access = Access::input_only, .length_max = 2'000}}};
    }
};

Answer cancel(const ContextPtr& context) {
    const auto body = TRY(context->body<CancellationWords>(Mode::create));
    auto version = TRY(context->if_match());
    return InTx{[context, reason = body.value.reason, version = std::move(version)](
                    store::Tx& tx) -> Result<Response> {
        const auto id = context->id<ServiceRequestId>();
        TRY(service::service_request::cancel(
            tx, context->actor(), id, {.reason = reason, .version = version}, context->now));
        return request_response(tx, id, *context, 200);
    }};
}

struct EventExtras {
    std::string actor_name{};

    static constexpr auto fields() {
        return FieldList{Field{"actor_name", &EventExtras::actor_name, {}}};
    }
};

Answer events(const ContextPtr& context) {
    const auto page = TRY(context->page());
    auto& read = context->read();
    const auto id = context->id<ServiceRequestId>();
    TRY(service::service_request::with_history(read, context->actor(), id));
    const auto views =
        TRY(store::request_event::list(read, id, is_staff(context->actor().role), page));
    JsonWriter out;
    out.begin_array();
    for (const auto& view : views) {
        out.begin_object().members(view.event).member("actor_name", view.actor_name).end_object();
    }
    out.end_array();
    std::optional<store::Cursor> next;
    if (static_cast<int>(views.size()) == page.limit) next = {0, views.back().event.id.value};
    return context->list(out.take(), next, std::nullopt);
}

/// Seed 001's update: documented as status and notes, in its code a comment (contracts.md §3).
struct NewUpdate {
    ServiceRequestId service_request{};
    std::string comment{};
    std::optional<Status> status{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"service_request",
                  &NewUpdate::service_request,
                  {.access = input_only, .required = true}},
            Field{"comment",
                  &NewUpdate::comment,
                  {.access = input_only,
                   .required = true,
                   .blank = false,
                   .doc = "notes is the same."}},
            Field{"status",
                  &NewUpdate::status,
                  {.access = input_only, .doc = "Applied to the request when given."}},
        };
    }
};

Result<Response> updated(store::Tx& tx, const Context& context, RequestEventId event) {
    const auto view = TRY(store::request_event::find(tx, event));
    if (!view) return internal_error("the update just written is absent");
    return context.json(201, to_json(update_body(*view)));
}

Answer open_update(const ContextPtr& context) {
    auto object = TRY(context->fields());
    if (const auto* notes = object.if_contains("notes"); notes && !object.contains("comment")) {
        const auto value = *notes;
        object.insert_or_assign("comment", value);
    }
    const auto body = TRY(Context::decoded<NewUpdate>(object, Mode::create));
    TRY(check_visibility(object, Visibility::everyone, updates_are_public));
    auto version = TRY(context->if_match());
    return InTx{[context, update = body.value, version = std::move(version)](
                    store::Tx& tx) -> Result<Response> {
        const service::service_request::Edit edit{
            .status = update.status, .notes = update.comment, .version = version};
        const auto event = service::service_request::edit(
            tx, context->actor(), update.service_request, edit, context->now);
        if (!event && event.error().code == Code::not_found) {
            return invalid({absent_key("service_request", update.service_request.value)});
        }
        if (!event) return event.error();
        return updated(tx, *context, **event);
    }};
}

constexpr Schema request_schema =
    given<ServiceRequest, RequestExtras, RequestParts>("ServiceRequest");

constexpr Route table[] = {
    {.method = Method::post,
     .path = "/api/v1/requests/{id}/assign/",
     .permission = Permission::desk,
     .handler = assign,
     .summary = "Give a request to a member of staff, or back to the queue; If-Match guards "
                "against lost updates",
     .takes = Takes::fields,
     .request = taken<Assignment>("Assignment"),
     .response = request_schema},
    {.method = Method::post,
     .path = "/api/v1/requests/{id}/cancel/",
     .permission = Permission::signed_in,
     .handler = cancel,
     .summary = "Cancel a request: its owner while pending, staff while it is open; If-Match "
                "guards against lost updates",
     .takes = Takes::fields,
     .request = taken<CancellationWords>("Cancellation"),
     .response = request_schema},
    {.method = Method::get,
     .path = "/api/v1/requests/{id}/events/",
     .permission = Permission::signed_in,
     .handler = events,
     .summary = "A request's history, oldest first",
     .response = given<RequestEvent, EventExtras>("RequestEvent"),
     .list = ListForm::array},
    {.method = Method::post,
     .path = "/api/v1/request-updates/",
     .permission = Permission::staff,
     .handler = open_update,
     .summary = "Tell how a request goes on, and change its status if given; If-Match with the "
                "request's tag guards against lost updates",
     .takes = Takes::fields,
     .request = taken<NewUpdate>("NewRequestUpdate"),
     .response = given<UpdateBody>("RequestUpdate"),
     .success = 201},
};

}  // namespace

std::span<const Route> request_action_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
