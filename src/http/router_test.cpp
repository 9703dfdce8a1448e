#include "http/router.hpp"

#include <doctest/doctest.h>

namespace pilotlight::http {
namespace {

Answer nothing(const ContextPtr&) {
    return Response{.status = 204};
}

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/things/",
     .permission = Permission::signed_in,
     .handler = nothing,
     .summary = "list"},
    {.method = Method::post,
     .path = "/api/things/",
     .permission = Permission::anyone,
     .handler = nothing,
     .summary = "open"},
    {.method = Method::get,
     .path = "/api/things/{id}/",
     .permission = Permission::signed_in,
     .handler = nothing,
     .summary = "show"},
    {.method = Method::get,
     .path = "/api/things/mine/",
     .permission = Permission::signed_in,
     .handler = nothing,
     .summary = "mine"},
    {.method = Method::del,
     .path = "/api/things/{id}/parts/{part}/",
     .permission = Permission::admin,
     .handler = nothing,
     .summary = "remove a part"},
    {.method = Method::get,
     .path = "/api/notes/{key}/",
     .permission = Permission::anyone,
     .handler = nothing,
     .summary = "show a note",
     .names_text = true},
};

Router router() {
    Router built;
    built.add(table);
    return built;
}

TEST_CASE("paths are found by segments, with and without the trailing slash") {
    const auto routes = router();
    struct Row {
        std::string_view path;
        std::string_view found;  // "" when unknown
        std::int64_t first;
        std::int64_t second;
    };
    const Row rows[] = {
        {"/api/things/", "/api/things/", 0, 0},
        {"/api/things", "/api/things/", 0, 0},
        {"/api/things/7/", "/api/things/{id}/", 7, 0},
        {"/api/things/7", "/api/things/{id}/", 7, 0},
        {"/api/things/007", "/api/things/{id}/", 7, 0},
        {"/api/things/mine/", "/api/things/mine/", 0, 0},
        {"/api/things/7/parts/8/", "/api/things/{id}/parts/{part}/", 7, 8},
        {"/api/things/0/", "/api/things/{id}/", 0, 0},
        {"/api/things/-1/", "", 0, 0},
        {"/api/things/+1/", "", 0, 0},
        {"/api/things/abc/", "", 0, 0},
        {"/api/things/7x/", "", 0, 0},
        {"/api/things/999999999999999999/", "/api/things/{id}/", 999999999999999999, 0},
        {"/api/things/9999999999999999999/", "", 0, 0},
        {"/api/things//7/", "", 0, 0},
        {"/api/things/7//", "", 0, 0},
        {"/api/things/7/parts/", "", 0, 0},
        {"/api/", "", 0, 0},
        {"/", "", 0, 0},
        {"", "", 0, 0},
    };
    for (const auto& row : rows) {
        CAPTURE(row.path);
        const auto match = routes.match(row.path);
        CHECK((match.resource == nullptr) == row.found.empty());
        if (match.resource == nullptr) continue;
        CHECK(match.resource->path == row.found);
        CHECK(match.ids[0] == row.first);
        CHECK(match.ids[1] == row.second);
    }
}

TEST_CASE("a row may name a text") {
    const auto routes = router();
    struct Row {
        std::string path;
        std::string_view text;  // "" when unknown
    };
    const Row rows[] = {
        {"/api/notes/abc/", "abc"},
        {"/api/notes/7", "7"},
        {"/api/notes/a b.json/", "a b.json"},
        {"/api/notes/" + std::string(text_segment_length_max, 'x'), "x"},
        {"/api/notes/" + std::string(text_segment_length_max + 1, 'x'), ""},
        {"/api/notes//", ""},
        {"/api/notes/", ""},
        {"/api/notes/a/b/", ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.path);
        const auto match = routes.match(row.path);
        CHECK((match.resource == nullptr) == row.text.empty());
        if (match.resource != nullptr) CHECK(match.text.starts_with(row.text));
    }
}

TEST_CASE("a resource knows its methods") {
    const auto routes = router();
    const auto* things = routes.match("/api/things/").resource;
    REQUIRE(things != nullptr);
    CHECK(things->allow() == "GET, POST, HEAD, OPTIONS");
    CHECK(things->find(Method::head) == things->find(Method::get));
    CHECK(things->find(Method::put) == nullptr);
    CHECK_FALSE(things->is_protected());
    CHECK(things->reads_caller());
    const auto* part = routes.match("/api/things/1/parts/2/").resource;
    REQUIRE(part != nullptr);
    CHECK(part->allow() == "DELETE, OPTIONS");
    CHECK(part->is_protected());
}

TEST_CASE("permissions deny by default") {
    const auto actor = [](Role role) { return std::optional(Actor{{1}, role, 0}); };
    struct Row {
        Permission permission;
        bool anonymous, customer, support, technician, admin;
    };
    const Row rows[] = {
        {Permission::anyone, true, true, true, true, true},
        {Permission::signed_in, false, true, true, true, true},
        {Permission::customer, false, true, false, false, false},
        {Permission::staff, false, false, true, true, true},
        {Permission::desk, false, false, true, false, true},
        {Permission::admin, false, false, false, false, true},
    };
    for (const auto& row : rows) {
        CAPTURE(name_of(row.permission));
        CHECK(allows(row.permission, std::nullopt) == row.anonymous);
        CHECK(allows(row.permission, actor(Role::customer)) == row.customer);
        CHECK(allows(row.permission, actor(Role::support)) == row.support);
        CHECK(allows(row.permission, actor(Role::technician)) == row.technician);
        CHECK(allows(row.permission, actor(Role::admin)) == row.admin);
    }
}

}  // namespace
}  // namespace pilotlight::http
