#include "http/compat/desk/words.hpp"

#include <doctest/doctest.h>

namespace pilotlight::http::compat::desk {
namespace {

using store::service_request::View;

View view_of(ServiceType type, std::string used = {}) {
    View view{.type = std::move(type)};
    view.request.type_text = std::move(used);
    return view;
}

TEST_CASE("each role has a word, a technician that of the desk") {
    for (const auto word : {RoleWord::customer, RoleWord::support_staff, RoleWord::admin}) {
        CHECK(shown(role_of(word)) == word);
    }
    CHECK(shown(Role::technician) == RoleWord::support_staff);
}

TEST_CASE("each status has a word, a cancelled request that of a resolved one") {
    for (const auto word : {StatusWord::pending, StatusWord::in_progress, StatusWord::resolved}) {
        CHECK(shown(status_of(word)) == word);
    }
    CHECK(shown(Status::cancelled) == StatusWord::resolved);
}

TEST_CASE("a type goes by the customer's word, its own, or the nearest") {
    const ServiceType connection{.slug = "new_connection", .aliases = Words{"installation"}};
    CHECK(shown_type(view_of(connection, "installation")) == TypeWord::installation);
    CHECK(shown_type(view_of(connection)) == TypeWord::installation);
    CHECK(shown_type(view_of({.slug = "maintenance"})) == TypeWord::maintenance);
    CHECK(shown_type(view_of({.slug = "repair"}, "pipe_repair")) == TypeWord::repair);
    CHECK(shown_type(view_of({.slug = "leak", .hazard = Hazard::emergency})) == TypeWord::repair);
    CHECK(shown_type(view_of({.slug = "no_gas", .hazard = Hazard::caution})) == TypeWord::repair);
    CHECK(shown_type(view_of({.slug = "meter_replace"})) == TypeWord::installation);
    CHECK(shown_type(view_of({.slug = "billing"})) == TypeWord::maintenance);
}

TEST_CASE("a title is never shorter than five characters") {
    auto view = view_of({.slug = "repair", .name = "Repair"});
    view.request.id = ServiceRequestId{42};
    view.request.title = "Leaky pipe";
    CHECK(shown_title(view) == "Leaky pipe");
    view.request.title = "Rüüp";
    CHECK(shown_title(view) == "Repair SR-000042: Rüüp");
    view.request.title.clear();
    CHECK(shown_title(view) == "Repair SR-000042");
}

}  // namespace
}  // namespace pilotlight::http::compat::desk
