#include "service/presence.hpp"

#include "http/context.hpp"
#include "http/schema.hpp"
#include "http/v1/routes.hpp"
#include "service/service_request.hpp"
#include "store/account.hpp"

namespace pilotlight::http::v1 {
namespace {

struct Saying {
    PresenceState state = PresenceState::viewing;

    static constexpr auto fields() {
        return FieldList{Field{"state",
                               &Saying::state,
                               {.access = Access::input_only, .doc = "viewing if none is sent."}}};
    }
};

struct PersonPresent {
    AccountId account{};
    std::string name{};
    PresenceState state = PresenceState::viewing;
    bool is_me = false;
    Instant since{};
    Instant expires_at{};

    static constexpr auto fields() {
        return FieldList{
            Field{"account", &PersonPresent::account, {}},
            Field{"name", &PersonPresent::name, {}},
            Field{"state", &PersonPresent::state, {}},
            Field{"is_me", &PersonPresent::is_me, {}},
            Field{"since", &PersonPresent::since, {}},
            Field{"expires_at", &PersonPresent::expires_at, {.doc = "Unless it is said again."}},
        };
    }
};

Response people_at(const Context& context, ServiceRequestId request) {
    std::vector<PersonPresent> shown;
    for (const auto& person : context.desk.presence.at(request, context.now)) {
        shown.push_back({.account = person.account,
                         .name = person.name,
                         .state = person.state,
                         .is_me = person.account == context.actor().account,
                         .since = person.since,
                         .expires_at = person.seen_at + service::presence_lifetime});
    }
    return context.ok(shown);
}

Answer list(const ContextPtr& context) {
    const auto id = context->id<ServiceRequestId>();
    TRY(service::service_request::visible(context->read(), context->actor(), id));
    return people_at(*context, id);
}

Answer say(const ContextPtr& context) {
    const auto id = context->id<ServiceRequestId>();
    auto& read = context->read();
    TRY(service::service_request::visible(read, context->actor(), id));
    const auto body = TRY(context->body<Saying>(Mode::create));
    const auto account = TRY(store::account::find(read, context->actor().account));
    if (!account) return not_found();
    const bool taken = context->desk.presence.say(id,
                                                  {.account = account->id,
                                                   .name = full_name(*account),
                                                   .state = body.value.state,
                                                   .seen_at = context->now});
    if (!taken) {
        return Error{.code = Code::overloaded,
                     .message = "Too many people are there already.",
                     .retry_after_s = static_cast<int>(service::presence_lifetime.count())};
    }
    return people_at(*context, id);
}

Answer leave(const ContextPtr& context) {
    const auto id = context->id<ServiceRequestId>();
    TRY(service::service_request::visible(context->read(), context->actor(), id));
    context->desk.presence.leave(id, context->actor().account);
    return context->no_content();
}

constexpr std::string_view path = "/api/v1/requests/{id}/presence/";
constexpr Schema person_schema = given<PersonPresent>("PersonPresent");

constexpr Route table[] = {
    {.method = Method::get,
     .path = path,
     .permission = Permission::staff,
     .handler = list,
     .summary = "Who of the staff has the request open just now",
     .response = person_schema,
     .list = ListForm::array},
    {.method = Method::put,
     .path = path,
     .permission = Permission::staff,
     .handler = say,
     .summary = "Say that one has it open, or is replying; good for 60 seconds",
     .takes = Takes::fields,
     .request = taken<Saying>("Presence"),
     .response = person_schema,
     .list = ListForm::array},
    {.method = Method::del,
     .path = path,
     .permission = Permission::staff,
     .handler = leave,
     .summary = "Say that one has closed it",
     .success = 204},
};

}  // namespace

std::span<const Route> presence_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
