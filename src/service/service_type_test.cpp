#include "service/service_type.hpp"

#include "service/desk_fixture.hpp"

namespace pilotlight::service {
namespace {

class TypeFixture : public DeskFixture {
public:
    Actor admin = enrol("chief", Role::admin);

    Result<ServiceType> create(ServiceType draft) {
        return in_tx([&](store::Tx& tx) { return service_type::create(tx, admin, draft, now); });
    }
};

TEST_CASE_FIXTURE(TypeFixture, "a type without a slug gets one from its name, each its own") {
    const auto first = create({.name = "Meter Box: painting"});
    REQUIRE(first);
    CHECK(first->slug == "meter_box_painting");
    const auto second = create({.name = "meter box painting"});
    REQUIRE(second);
    CHECK(second->slug == "meter_box_painting_2");
    const auto third = create({.name = "Meter-box painting"});
    REQUIRE(third);
    CHECK(third->slug == "meter_box_painting_3");
}

TEST_CASE_FIXTURE(TypeFixture, "the slug of a long name leaves room for its number") {
    const std::string name(80, 'x');
    const auto first = create({.name = name});
    const auto second = create({.name = name});
    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->slug == std::string(word_length_max, 'x'));
    CHECK(second->slug == std::string(word_length_max - 2, 'x') + "_2");
}

TEST_CASE_FIXTURE(TypeFixture, "a slug made from a name avoids other types' aliases") {
    const auto known = create({.slug = "thing", .name = "Thing", .aliases = Words::of({"widget"})});
    REQUIRE(known);
    const auto made = create({.name = "Widget"});
    REQUIRE(made);
    CHECK(made->slug == "widget_2");
}

TEST_CASE_FIXTURE(TypeFixture, "a slug that was sent is kept or refused, never changed") {
    REQUIRE(create({.slug = "painting", .name = "Painting"}));
    const auto again = create({.slug = "painting", .name = "Painting"});
    REQUIRE_FALSE(again);
    CHECK(again.error().fields.front().field == "slug");
}

}  // namespace
}  // namespace pilotlight::service
