// What staff do with a request beside changing it.
#include "http/compat/token/input.hpp"
#include "http/compat/token/routes.hpp"
#include "http/compat/token/service_request_body.hpp"
#include "http/schema.hpp"
#include "service/service_request.hpp"

namespace pilotlight::http::compat::token {
namespace {

Result<Status> read_status(const Context& context) {
    const auto fields = TRY(context.fields());
    const auto* given = fields.if_contains("status");
    StatusWord word{};
    if (given != nullptr && decode_value(*given, {}, word).empty()) return meaning_of(word);
    return Error{.code = Code::invalid_input, .message = "Invalid status"};
}

Answer update_status(const ContextPtr& context) {
    const auto id = context->id<ServiceRequestId>();
    TRY(service::service_request::visible(context->read(), context->actor(), id));
    const auto status = TRY(read_status(*context));
    return InTx{[context, id, status](store::Tx& tx) -> Result<Response> {
        TRY(service::service_request::edit(
            tx, context->actor(), id, {.status = status}, context->now));
        return answer_request(tx, id, *context, 200);
    }};
}

Answer assign(const ContextPtr& context) {
    const auto id = context->id<ServiceRequestId>();
    TRY(service::service_request::visible(context->read(), context->actor(), id));
    const auto assignee = TRY(read_assignee(*context));
    return InTx{[context, id, assignee](store::Tx& tx) -> Result<Response> {
        const auto done =
            service::service_request::assign(tx, context->actor(), id, {assignee}, context->now);
        if (!done) return assignee_fault(done.error());
        return answer_request(tx, id, *context, 200);
    }};
}

struct StatusChange {
    StatusWord status{};

    static constexpr auto fields() {
        return FieldList{
            Field{"status", &StatusChange::status, {.access = Access::writable, .required = true}}};
    }
};

constexpr Schema request_schema = given<RequestBody>("ServiceRequest");

constexpr Route table[] = {
    {.method = Method::post,
     .path = "/api/services/requests/{id}/update_status/",
     .permission = Permission::staff,
     .handler = update_status,
     .summary = "Move a request",
     .takes = Takes::fields,
     .request = taken<StatusChange>("StatusChange"),
     .response = request_schema,
     .surface = &surface},
    {.method = Method::post,
     .path = "/api/services/requests/{id}/assign/",
     .permission = Permission::desk,
     .handler = assign,
     .summary = "Give a request to a member of staff",
     .takes = Takes::fields,
     .request = taken<Assignment>("Assignment"),
     .response = request_schema,
     .surface = &surface},
};

}  // namespace

std::span<const Route> request_action_routes() {
    return table;
}

}  // namespace pilotlight::http::compat::token
