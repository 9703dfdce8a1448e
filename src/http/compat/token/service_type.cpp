#include "service/service_type.hpp"

#include "base/text.hpp"
#include "http/compat/list.hpp"
#include "http/compat/token/input.hpp"
#include "http/compat/token/routes.hpp"
#include "http/compat/token/service_request_body.hpp"
#include "http/schema.hpp"
#include "store/service_type.hpp"

namespace pilotlight::http::compat::token {
namespace {

struct TypeInput {
    std::string name{};
    std::string description{};
    std::int64_t estimated_time = 0;

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"name",
                  &TypeInput::name,
                  {.access = writable, .required = true, .blank = false, .length_max = 100}},
            Field{"description",
                  &TypeInput::description,
                  {.access = writable, .required = true, .blank = false, .length_max = 2000}},
            Field{"estimated_time",
                  &TypeInput::estimated_time,
                  {.access = writable, .required = true, .doc = "Hours, 1 to 8,760."}},
        };
    }
};

Result<Decoded<ServiceType>> read_type(const Context& context, Mode mode) {
    const auto given = TRY(context.body<TypeInput>(mode));
    Decoded<ServiceType> changes;
    changes.value.name = given.value.name;
    changes.value.description = given.value.description;
    changes.value.estimated_time_hours = given.value.estimated_time;
    for (std::string_view name : {"name", "description"}) {
        if (given.has(name)) changes.mark(name);
    }
    if (given.has("estimated_time")) changes.mark("estimated_time_hours");
    return changes;
}

/// Each word of the search is in the name or the description, in any case.
bool is_found(const ServiceType& type, std::string_view search) {
    const auto text = folded(type.name) + "\n" + folded(type.description);
    const auto wanted = folded(search);
    std::string_view rest = wanted;
    while (true) {
        rest = trimmed(rest);
        if (rest.empty()) return true;
        const auto word = rest.substr(0, rest.find_first_of(" \t,"));
        if (text.find(word) == std::string::npos) return false;
        rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    }
}

/// Types that were retired are gone for this contract.
Result<ServiceType> active_type(store::Read& read, const Context& context) {
    auto type = TRY(store::service_type::find(read, context.id<ServiceTypeId>()));
    if (!type || !type->is_active) return not_found();
    return *std::move(type);
}

Answer list(const ContextPtr& context) {
    auto types = TRY(store::service_type::list(context->read(), false));
    const auto search = search_of(*context);
    std::erase_if(types, [&](const ServiceType& type) { return !is_found(type, search); });
    return answer_whole_list(
        context, types, [](JsonWriter& out, const ServiceType& type) { out.value(type_of(type)); });
}

Answer show(const ContextPtr& context) {
    const auto type = TRY(active_type(context->read(), *context));
    return context->ok(type_of(type));
}

Answer create(const ContextPtr& context) {
    const auto draft = TRY(read_type(*context, Mode::create));
    return InTx{[context, draft](store::Tx& tx) -> Result<Response> {
        const auto type =
            TRY(service::service_type::create(tx, context->actor(), draft.value, context->now));
        return context->json(201, to_json(type_of(type)));
    }};
}

Answer edit_with(const ContextPtr& context, Mode mode) {
    TRY(active_type(context->read(), *context));
    const auto changes = TRY(read_type(*context, mode));
    return InTx{[context, changes](store::Tx& tx) -> Result<Response> {
        const auto type = TRY(service::service_type::edit(
            tx, context->actor(), context->id<ServiceTypeId>(), changes, context->now));
        return context->ok(type_of(type));
    }};
}

Answer replace(const ContextPtr& context) {
    return edit_with(context, Mode::replace);
}

Answer edit(const ContextPtr& context) {
    return edit_with(context, Mode::patch);
}

/// Requests refer to it: it takes no new ones from now on.
Answer retire(const ContextPtr& context) {
    return InTx{[context](store::Tx& tx) -> Result<Response> {
        const auto type = TRY(active_type(tx, *context));
        Decoded<ServiceType> changes;
        changes.value.is_active = false;
        changes.mark("is_active");
        TRY(service::service_type::edit(tx, context->actor(), type.id, changes, context->now));
        return context->no_content();
    }};
}

constexpr Schema type_schema = given<TypeBody>("ServiceType");
constexpr Schema input_schema = taken<TypeInput>("NewServiceType");
constexpr QueryParameter parameters[] = {{"search", "Words in name or description."}};

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/services/types/",
     .permission = Permission::signed_in,
     .handler = list,
     .summary = "The kinds of request",
     .response = type_schema,
     .list = ListForm::array_or_pages,
     .query = parameters,
     .surface = &surface},
    {.method = Method::post,
     .path = "/api/services/types/",
     .permission = Permission::admin,
     .handler = create,
     .summary = "Add a kind of request",
     .takes = Takes::fields,
     .request = input_schema,
     .response = type_schema,
     .success = 201,
     .surface = &surface},
    {.method = Method::get,
     .path = "/api/services/types/{id}/",
     .permission = Permission::signed_in,
     .handler = show,
     .summary = "Read a kind of request",
     .response = type_schema,
     .surface = &surface},
    {.method = Method::put,
     .path = "/api/services/types/{id}/",
     .permission = Permission::admin,
     .handler = replace,
     .summary = "Change a kind of request; all fields must be there",
     .takes = Takes::fields,
     .request = input_schema,
     .response = type_schema,
     .surface = &surface},
    {.method = Method::patch,
     .path = "/api/services/types/{id}/",
     .permission = Permission::admin,
     .handler = edit,
     .summary = "Change a kind of request",
     .takes = Takes::fields,
     .request = input_schema,
     .response = type_schema,
     .surface = &surface},
    {.method = Method::del,
     .path = "/api/services/types/{id}/",
     .permission = Permission::admin,
     .handler = retire,
     .summary = "Retire a kind of request",
     .success = 204,
     .surface = &surface},
};

}  // namespace

std::span<const Route> service_type_routes() {
    return table;
}

}  // namespace pilotlight::http::compat::token
