#include "store/migrate.hpp"

#include "store/conformance.hpp"

namespace pilotlight::store::conformance {
namespace {

constexpr Migration steps[] = {
    {1,
     "0001_pipe",
     "-- Pipes; gas flows.\nCREATE TABLE pipe (\n    id {id},\n    n {integer}\n);\n"},
    {2, "0002_valve", "CREATE TABLE valve (id {id});\nINSERT INTO pipe (n) VALUES (7);\n"},
    {3, "0003_meter", "ALTER TABLE pipe ADD COLUMN m {integer};\nCREATE TABLE meter (id {id});\n"},
};
constexpr Query pipes{"pipes", "SELECT n FROM pipe"};

int version(Store& store) {
    const auto scope = good(store.read());
    return good(schema_version(**scope));
}

std::vector<std::string> findings(Store& store, std::span<const Migration> wanted) {
    const auto scope = good(store.read());
    return good(check_schema(**scope, wanted));
}

TEST_CASE("a migration's text is parted at the ends of lines") {
    const auto list = statements_of(
        "-- a; comment\nCREATE TABLE a (\n  b {text} -- it's; here\n);\n\nINSERT INTO a\n"
        "VALUES ('x; y');  \r\n{search_table:w}\n  -- over\n");
    CHECK(list == std::vector<std::string>{"CREATE TABLE a (\n  b {text} -- it's; here\n)",
                                           "INSERT INTO a\nVALUES ('x; y')",
                                           "{search_table:w}"});
    CHECK(statements_of("").empty());
    CHECK(statements_of("SELECT 1") == std::vector<std::string>{"SELECT 1"});
}

TEST_CASE("a new store has version 0 and every step to go") {
    on_each_driver([](Store& store) {
        CHECK(version(store) == 0);
        CHECK(findings(store, steps).size() == 3);
        good(migrate(store, steps));
        CHECK(version(store) == 3);
        CHECK(findings(store, steps).empty());
        const auto scope = good(store.read());
        CHECK(good((**scope).number(pipes, {})) == 7);
    });
}

TEST_CASE("a store that is up to date is left alone") {
    on_each_driver([&](Store& store) {
        for (std::size_t n = 1; n <= std::size(steps); ++n) {
            good(migrate(store, std::span(steps, n)));
            CHECK(version(store) == static_cast<int>(n));
        }
        good(migrate(store, steps));
        CHECK(version(store) == 3);
        const auto scope = good(store.read());
        CHECK(good((**scope).number(pipes, {})) == 7);
    });
}

TEST_CASE("a newer or edited ledger is refused and nothing is changed") {
    constexpr Migration edited[] = {steps[0], {2, "0002_valve", "CREATE TABLE other (id {id});\n"}};
    on_each_driver([&](Store& store) {
        good(migrate(store, std::span(steps, 2)));
        const auto older = std::span(steps, 1);
        CHECK(bad(migrate(store, older)).message.find("0002_valve") != std::string::npos);
        CHECK(bad(migrate(store, older)).code == Code::conflict);
        CHECK(findings(store, older).size() == 1);
        CHECK(bad(migrate(store, edited)).message.find("changed") != std::string::npos);
        CHECK(findings(store, edited).size() == 1);
        CHECK(findings(store, std::span(steps, 2)).empty());
        CHECK(version(store) == 2);
    });
}

TEST_CASE("a step that fails half way leaves nothing behind") {
    constexpr Migration broken[] = {
        steps[0],
        {2, "0002_broken", "CREATE TABLE half (id {id});\nINSERT INTO absent (n) VALUES (1);\n"}};
    on_each_driver([&](Store& store) {
        CHECK(bad(migrate(store, broken)).cause.find("0002_broken") != std::string::npos);
        CHECK(version(store) == 1);
        good(migrate(store, steps));
        CHECK(version(store) == 3);
    });
}

TEST_CASE("the program's own migrations apply and check") {
    on_each_driver([](Store& store) {
        good(store.migrate());
        CHECK(good(store.schema_version()) == migrations().back().number);
        CHECK(good(store.check()) == std::vector<std::string>{});
        good(store.migrate());
    });
    // Numbers are given out before the work begins, so one may be left out, never used twice.
    int last = 0;
    for (const auto& step : migrations()) CHECK(step.number > std::exchange(last, step.number));
}

TEST_CASE("check tells of a schema that is behind") {
    on_each_driver([](Store& store) { CHECK(good(store.check()).size() == migrations().size()); });
}

}  // namespace
}  // namespace pilotlight::store::conformance
