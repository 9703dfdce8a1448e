#include "store/service_type.hpp"

#include "http/context.hpp"
#include "http/schema.hpp"
#include "http/v1/routes.hpp"
#include "service/service_type.hpp"

namespace pilotlight::http::v1 {
namespace {

Answer list(const ContextPtr& context) {
    const bool with_inactive = context->actor().role == Role::admin;
    const auto types = TRY(store::service_type::list(context->read(), with_inactive));
    return context->list(to_json(types), std::nullopt, static_cast<std::int64_t>(types.size()));
}

Answer show(const ContextPtr& context) {
    const auto type = TRY(store::service_type::find(context->read(), context->id<ServiceTypeId>()));
    if (!type) return not_found();
    return context->ok(*type);
}

Answer create(const ContextPtr& context) {
    const auto body = TRY(context->body<ServiceType>(Mode::create));
    return InTx{[context, draft = body.value](store::Tx& tx) -> Result<Response> {
        const auto type =
            TRY(service::service_type::create(tx, context->actor(), draft, context->now));
        return context->json(201, to_json(type));
    }};
}

Answer edit_with(const ContextPtr& context, Decoded<ServiceType> changes) {
    return InTx{[context, changes = std::move(changes)](store::Tx& tx) -> Result<Response> {
        const auto type = TRY(service::service_type::edit(
            tx, context->actor(), context->id<ServiceTypeId>(), changes, context->now));
        return context->ok(type);
    }};
}

Answer edit(const ContextPtr& context) {
    auto changes = TRY(context->body<ServiceType>(Mode::patch));
    return edit_with(context, std::move(changes));
}

Answer replace(const ContextPtr& context) {
    auto changes = TRY(context->body<ServiceType>(Mode::replace));
    return edit_with(context, std::move(changes));
}

constexpr Schema type_schema = given<ServiceType>("ServiceType");
constexpr Schema new_type_schema = taken<ServiceType>("NewServiceType");

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/v1/service-types/",
     .permission = Permission::signed_in,
     .handler = list,
     .summary = "The kinds of request; inactive ones for administrators",
     .response = type_schema,
     .list = ListForm::array},
    {.method = Method::post,
     .path = "/api/v1/service-types/",
     .permission = Permission::admin,
     .handler = create,
     .summary = "Add a kind of request",
     .takes = Takes::fields,
     .request = new_type_schema,
     .response = type_schema,
     .success = 201},
    {.method = Method::get,
     .path = "/api/v1/service-types/{id}/",
     .permission = Permission::signed_in,
     .handler = show,
     .summary = "Read a kind of request",
     .response = type_schema},
    {.method = Method::patch,
     .path = "/api/v1/service-types/{id}/",
     .permission = Permission::admin,
     .handler = edit,
     .summary = "Change a kind of request; is_active false retires it",
     .takes = Takes::fields,
     .request = taken_in_part<ServiceType>("ServiceTypeChange"),
     .response = type_schema},
    {.method = Method::put,
     .path = "/api/v1/service-types/{id}/",
     .permission = Permission::admin,
     .handler = replace,
     .summary = "Change a kind of request; the required fields must be there",
     .takes = Takes::fields,
     .request = taken_whole<ServiceType>("ServiceTypeReplacement"),
     .response = type_schema},
};

}  // namespace

std::span<const Route> service_type_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
