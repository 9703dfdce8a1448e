#include "http/compat/desk/routes.hpp"
#include "http/context.hpp"
#include "http/pages.hpp"

namespace pilotlight::http::compat::desk {
namespace {

std::string written() {
    Router router;
    for (const auto& table : routes()) router.add(table);
    return surface_openapi(router, surface);
}

/// Where this contract's clients look for what is also at /api/compat/desk.json.
Answer document(const ContextPtr& context) {
    static const auto text = written();
    return context->json(200, text);
}

constexpr Schema document_schema{"Document", [] { return std::string(R"({"type":"object"})"); }};

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/swagger.json",
     .permission = Permission::anyone,
     .handler = document,
     .summary = "This document",
     .response = document_schema,
     .surface = &surface},
};

}  // namespace

std::span<const Route> document_routes() {
    return table;
}

}  // namespace pilotlight::http::compat::desk
