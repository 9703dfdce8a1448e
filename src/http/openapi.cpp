#include "http/openapi.hpp"

#include <algorithm>
#include <map>

#include "base/ascii.hpp"
#include "base/json_writer.hpp"
#include "http/problem.hpp"
#include "http/surface.hpp"

namespace pilotlight::http {
namespace {

constexpr std::string_view problem_schema =
    R"({"type":"object","description":"RFC 9457 problem details. Faulty fields stand beside these )"
    R"(members, each with an array of sentences; one called like a member takes its place.",)"
    R"("properties":{"type":{},"title":{},"status":{},"detail":{},"code":{},)"
    R"("errors":{"type":"object","additionalProperties":{"type":"array","items":)"
    R"({"type":"string"}}}},"additionalProperties":true})";

/// Of surfaces whose contract has shapes of its own.
constexpr std::string_view refusal_schema =
    R"({"type":"object","description":"A sentence below \"detail\" or \"error\", or for each )"
    R"(faulty field an array of sentences, as the contract of the surface has it."})";

void write_reference(JsonWriter& out, std::string_view name) {
    out.begin_object();
    out.member("$ref", "#/components/schemas/" + std::string(name));
    out.end_object();
}

std::string operation_id(const Route& route) {
    std::string id(name_of(route.method));
    std::ranges::transform(id, id.begin(), ascii_lower);
    bool boundary = true;
    for (const char c : route.path) {
        if (c == '/' || c == '{' || c == '}' || c == '-') {
            boundary = true;
            continue;
        }
        if (boundary) id += '_';
        boundary = false;
        id += c;
    }
    return id;
}

void write_parameter(JsonWriter& out,
                     std::string_view name,
                     std::string_view place,
                     std::string_view type,
                     std::string_view doc) {
    out.begin_object().member("name", name).member("in", place);
    if (place == "path") out.member("required", true);
    if (!doc.empty()) out.member("description", doc);
    out.key("schema").begin_object().member("type", type).end_object();
    out.end_object();
}

void write_page_parameters(JsonWriter& out, ListForm form) {
    if (form == ListForm::array || form == ListForm::array_or_pages) {
        const auto* rows = form == ListForm::array
                               ? "Rows of a page: 1 to 100, default 50."
                               : "Rows of the array: 1 to 100, without it 1000 at most.";
        write_parameter(out, "limit", "query", "integer", rows);
        write_parameter(out, "cursor", "query", "string", "From the Link header's next page.");
    }
    if (form == ListForm::pages || form == ListForm::array_or_pages) {
        const auto* page = form == ListForm::pages
                               ? "From 1, or \"last\"."
                               : "From 1, or \"last\"; with it the rows stand in an envelope.";
        write_parameter(out, "page", "query", "string", page);
        write_parameter(
            out, "page_size", "query", "integer", "Rows of a page: 1 to 100, default 10.");
    }
}

void write_parameters(JsonWriter& out, const Route& route) {
    out.key("parameters").begin_array();
    auto path = route.path;
    while (true) {
        const auto open = path.find('{');
        if (open == std::string_view::npos) break;
        const auto shut = path.find('}', open);
        const auto type = route.names_text ? "string" : "integer";
        write_parameter(out, path.substr(open + 1, shut - open - 1), "path", type, "");
        path.remove_prefix(shut + 1);
    }
    for (const auto& parameter : route.query) {
        write_parameter(out, parameter.name, "query", "string", parameter.doc);
    }
    write_page_parameters(out, route.list);
    out.end_array();
}

void write_request(JsonWriter& out, const Route& route) {
    if (route.takes == Takes::nothing) return;
    out.key("requestBody").begin_object().key("content").begin_object();
    for (std::string_view type :
         {"application/json", "application/x-www-form-urlencoded", "multipart/form-data"}) {
        out.key(type).begin_object().key("schema");
        if (route.request.text == nullptr) {
            out.begin_object().member("type", "object").end_object();
        } else {
            write_reference(out, route.request.name);
        }
        out.end_object();
    }
    out.end_object().end_object();
}

void write_array(JsonWriter& out, std::string_view row) {
    out.begin_object().member("type", "array").key("items");
    write_reference(out, row);
    out.end_object();
}

/// DRF's PageNumberPagination.
void write_numbered_page(JsonWriter& out, std::string_view row) {
    out.begin_object().member("type", "object").key("required").begin_array();
    for (std::string_view name : {"count", "next", "previous", "results"}) out.value(name);
    out.end_array().key("properties").begin_object();
    out.key("count").begin_object().member("type", "integer").end_object();
    for (std::string_view name : {"next", "previous"}) {
        out.key(name).begin_object().key("type").begin_array();
        out.value("string").value("null").end_array().end_object();
    }
    out.key("results");
    write_array(out, row);
    out.end_object().end_object();
}

void write_response_schema(JsonWriter& out, const Route& route) {
    const auto row = route.response.name;
    switch (route.list) {
        case ListForm::none:
            return write_reference(out, row);
        case ListForm::array:
            return write_array(out, row);
        case ListForm::pages:
            return write_numbered_page(out, row);
        case ListForm::array_or_pages:
            out.begin_object().key("oneOf").begin_array();
            write_array(out, row);
            write_numbered_page(out, row);
            out.end_array().end_object();
    }
}

void write_success(JsonWriter& out, const Route& route) {
    out.key(std::to_string(route.success)).begin_object().member("description", "Success");
    if (route.is_download) {
        out.key("content").begin_object().key("application/octet-stream").begin_object();
        out.end_object().end_object();
    } else if (route.response.text != nullptr) {
        const auto type = route.is_stream ? "text/event-stream" : "application/json";
        out.key("content").begin_object().key(type).begin_object().key("schema");
        write_response_schema(out, route);
        out.end_object().end_object();
    }
    out.end_object();
}

void write_responses(JsonWriter& out, const Route& route) {
    out.key("responses").begin_object();
    write_success(out, route);
    const bool is_canonical = route.surface == &canonical;
    out.key("default").begin_object();
    out.member("description", is_canonical ? "A problem (RFC 9457)" : "A refusal");
    out.key("content").begin_object().key(route.surface->problem_type).begin_object();
    out.key("schema");
    write_reference(out, is_canonical ? "Problem" : "Refusal");
    out.end_object().end_object().end_object();
    out.end_object();
}

/// Any one of the credentials; what a cookie lets change needs its proof as well.
void write_security(JsonWriter& out, const Route& route) {
    const auto alternative = [&](std::initializer_list<std::string_view> schemes) {
        out.begin_object();
        for (const auto scheme : schemes) out.key(scheme).begin_array().end_array();
        out.end_object();
    };
    out.key("security").begin_array();
    if (route.permission != Permission::anyone) {
        alternative({"bearer"});
        alternative({"token"});
        route.method == Method::get ? alternative({"session"}) : alternative({"session", "csrf"});
    }
    out.end_array();
}

void write_operation(JsonWriter& out, const Route& route) {
    auto method = operation_id(route);
    method.resize(method.find('_'));
    out.key(method).begin_object();
    out.member("operationId", operation_id(route)).member("summary", route.summary);
    out.member("x-permission", name_of(route.permission));
    write_security(out, route);
    write_parameters(out, route);
    write_request(out, route);
    write_responses(out, route);
    out.end_object();
}

void write_key_scheme(JsonWriter& out,
                      std::string_view scheme,
                      std::string_view place,
                      std::string_view name,
                      std::string_view doc) {
    out.key(scheme).begin_object().member("type", "apiKey").member("in", place);
    out.member("name", name).member("description", doc).end_object();
}

void write_security_schemes(JsonWriter& out) {
    out.key("securitySchemes").begin_object().key("bearer").begin_object();
    out.member("type", "http").member("scheme", "bearer").member("bearerFormat", "JWT");
    out.end_object();
    write_key_scheme(out, "token", "header", "Authorization", "\"Token \" and 40 hex digits.");
    write_key_scheme(out, "session", "cookie", "sessionid", "Set by a log-in of a browser.");
    write_key_scheme(out, "csrf", "header", "X-CSRFToken", "The value of the cookie csrftoken.");
    out.end_object();
}

void write_components(JsonWriter& out, std::span<const Route* const> routes) {
    std::map<std::string_view, std::string (*)()> schemas;
    for (const auto* route : routes) {
        for (const auto& schema : {route->request, route->response}) {
            if (schema.text != nullptr) schemas[schema.name] = schema.text;
        }
    }
    out.key("components").begin_object();
    write_security_schemes(out);
    out.key("schemas").begin_object();
    const bool is_canonical = routes.empty() || routes.front()->surface == &canonical;
    is_canonical ? out.key("Problem").raw(problem_schema) : out.key("Refusal").raw(refusal_schema);
    for (const auto& [name, text] : schemas) out.key(name).raw(text());
    out.end_object().end_object();
}

}  // namespace

std::string openapi_document(const OpenApiInfo& info, std::span<const Route* const> routes) {
    JsonWriter out;
    out.begin_object().member("openapi", "3.1.0");
    out.key("info").begin_object().member("title", info.title).member("version", info.version);
    out.member("description", info.description).end_object();
    std::map<std::string_view, std::vector<const Route*>> paths;
    for (const auto* route : routes) paths[route->path].push_back(route);
    out.key("paths").begin_object();
    for (const auto& [path, rows] : paths) {
        out.key(path).begin_object();
        for (const auto* route : rows) write_operation(out, *route);
        out.end_object();
    }
    out.end_object();
    write_components(out, routes);
    out.end_object();
    return out.take();
}

}  // namespace pilotlight::http
