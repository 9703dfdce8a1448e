#include "http/compat/token/routes.hpp"
#include "http/context.hpp"
#include "http/schema.hpp"

namespace pilotlight::http::compat::token {
namespace {

struct AccountIndex {
    std::string customers{};
    std::string representatives{};

    static constexpr auto fields() {
        return FieldList{Field{"customers", &AccountIndex::customers, {}},
                         Field{"representatives", &AccountIndex::representatives, {}}};
    }
};

struct ServiceIndex {
    std::string types{};
    std::string requests{};

    static constexpr auto fields() {
        return FieldList{Field{"types", &ServiceIndex::types, {}},
                         Field{"requests", &ServiceIndex::requests, {}}};
    }
};

struct SupportIndex {
    std::string tickets{};
    std::string interactions{};

    static constexpr auto fields() {
        return FieldList{Field{"tickets", &SupportIndex::tickets, {}},
                         Field{"interactions", &SupportIndex::interactions, {}}};
    }
};

Answer accounts(const ContextPtr& context) {
    const auto base = context->base_url() + "/api/accounts/";
    return context->ok(AccountIndex{base + "customers/", base + "representatives/"});
}

Answer services(const ContextPtr& context) {
    const auto base = context->base_url() + "/api/services/";
    return context->ok(ServiceIndex{base + "types/", base + "requests/"});
}

Answer support(const ContextPtr& context) {
    const auto base = context->base_url() + "/api/support/";
    return context->ok(SupportIndex{base + "tickets/", base + "interactions/"});
}

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/accounts/",
     .permission = Permission::signed_in,
     .handler = accounts,
     .summary = "What there is of accounts",
     .response = given<AccountIndex>("AccountIndex"),
     .surface = &surface},
    {.method = Method::get,
     .path = "/api/services/",
     .permission = Permission::signed_in,
     .handler = services,
     .summary = "What there is of services",
     .response = given<ServiceIndex>("ServiceIndex"),
     .surface = &surface},
    {.method = Method::get,
     .path = "/api/support/",
     .permission = Permission::signed_in,
     .handler = support,
     .summary = "What there is of support",
     .response = given<SupportIndex>("SupportIndex"),
     .surface = &surface},
};

}  // namespace

std::span<const Route> index_routes() {
    return table;
}

}  // namespace pilotlight::http::compat::token
