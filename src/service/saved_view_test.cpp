#include "service/saved_view.hpp"

#include "service/desk_fixture.hpp"
#include "store/saved_view.hpp"

namespace pilotlight::service {
namespace {

saved_view::Change named(std::string name, std::int64_t position = 0) {
    saved_view::Change change;
    change.fields.value.name = std::move(name);
    change.fields.value.position = position;
    change.fields.mark("name");
    change.fields.mark("position");
    return change;
}

class ViewFixture : public DeskFixture {
public:
    Actor asha = enrol("asha", Role::support);
    Actor dev = enrol("dev", Role::support);

    Result<SavedView> open(const Actor& actor, const saved_view::Change& given) {
        return in_tx([&](store::Tx& tx) { return saved_view::open(tx, actor, given, now); });
    }
    Result<SavedView> edit(const Actor& actor, SavedViewId id, const saved_view::Change& change) {
        return in_tx([&](store::Tx& tx) { return saved_view::edit(tx, actor, id, change, now); });
    }
    std::string names_of(const Actor& actor) {
        std::string names;
        for (const auto& view : reading([&](store::Read& read) {
                 return store::saved_view::list_of(read, actor.account);
             })) {
            names += view.name + " ";
        }
        return names;
    }
};

TEST_CASE_FIXTURE(ViewFixture, "views are shown by position, then as they were made") {
    REQUIRE(open(asha, named("c", 2)));
    REQUIRE(open(asha, named("b", 1)));
    const auto last = open(asha, named("a", 2));
    REQUIRE(last);
    REQUIRE(open(dev, named("a", 0)));
    CHECK(names_of(asha) == "b c a ");
    saved_view::Change up;
    up.fields.value.position = -1;
    up.fields.mark("position");
    REQUIRE(edit(asha, last->id, up));
    CHECK(names_of(asha) == "a b c ");
    CHECK(names_of(dev) == "a ");
}

TEST_CASE_FIXTURE(ViewFixture, "a name is used once by an account") {
    const auto first = open(asha, named("mine"));
    const auto second = open(asha, named("yours"));
    REQUIRE(first);
    REQUIRE(second);
    const auto twin = open(asha, named("mine"));
    REQUIRE_FALSE(twin);
    CHECK(twin.error().fields.front().field == "name");
    CHECK_FALSE(edit(asha, second->id, named("mine")));
    CHECK(edit(asha, first->id, named("mine")));
    CHECK(open(dev, named("mine")));
}

TEST_CASE_FIXTURE(ViewFixture, "filters stay until others come") {
    auto given = named("open");
    given.filters = R"({"status":"pending"})";
    const auto made = open(asha, given);
    REQUIRE(made);
    CHECK(edit(asha, made->id, named("renamed"))->filters == *given.filters);
    given.filters = "{}";
    CHECK(edit(asha, made->id, given)->filters == "{}");
}

TEST_CASE_FIXTURE(ViewFixture, "others neither change nor remove one") {
    const auto made = open(asha, named("mine"));
    REQUIRE(made);
    const auto refused = edit(dev, made->id, named("taken"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::not_found);
    const auto remove = [&](const Actor& actor) {
        return in_tx([&](store::Tx& tx) { return saved_view::remove(tx, actor, made->id); });
    };
    CHECK_FALSE(remove(dev));
    CHECK(names_of(asha) == "mine ");
    CHECK(remove(asha));
    CHECK(names_of(asha).empty());
    CHECK_FALSE(remove(asha));
}

TEST_CASE_FIXTURE(ViewFixture, "their number is bounded") {
    for (std::int64_t i = 0; i < views_per_account_max; ++i) {
        REQUIRE(open(asha, named("v" + std::to_string(i))));
    }
    const auto refused = open(asha, named("one more"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::conflict);
    CHECK(open(dev, named("one more")));
}

}  // namespace
}  // namespace pilotlight::service
