#include "store/connection.hpp"

#include <limits>

#include "store/conformance.hpp"
#include "store/list.hpp"

namespace pilotlight::store::conformance {
namespace {

constexpr Query raw_item{"raw_item", "SELECT id, name, note, n FROM item WHERE name = ?"};
constexpr Query add_tally{"add_tally",
                          "INSERT INTO tally (a, b, n) VALUES (?, ?, ?) "
                          "{upsert:a,b} n = {old:tally.n} + {new:n}"};
constexpr Query keep_tally{"keep_tally",
                           "INSERT INTO tally (a, b, n) VALUES (?, ?, ?) {ignore_conflict:a,b}"};
constexpr Query tally_of{"tally_of", "SELECT n FROM tally WHERE a = ? AND b = ?"};
constexpr Query first_unclaimed{"first_unclaimed",
                                "SELECT id FROM item WHERE n = 0 ORDER BY id LIMIT 1 "
                                "{for_update_skip_locked}"};
constexpr Query claim{"claim", "UPDATE item SET n = ? WHERE id = ?"};

/// Runs the work and gives its error, if any.
Result<void> attempt(Store& store, const std::function<Result<void>(Tx&)>& work) {
    return store.write_and_wait(work);
}

TEST_CASE("what is written comes back as it was") {
    const std::vector<Item> items = {
        {.name = "plain", .note = "note", .n = 1},
        {.name = "no note", .note = std::nullopt, .n = 0},
        {.name = "", .note = "", .n = -1},
        {.name = "Größe 東京 🔥 \u00E9\u0301", .note = "'; DROP TABLE item; --", .n = 7},
        {.name = "biggest", .note = {}, .n = std::numeric_limits<std::int64_t>::max()},
        {.name = "smallest", .note = {}, .n = std::numeric_limits<std::int64_t>::min()},
        {.name = "long", .note = std::string(1'000'000, 'x'), .n = 2},
    };
    on_each_driver([&](Store& store) {
        for (const auto& item : items) {
            good(attempt(store, [&](Tx& tx) -> Result<void> {
                const auto id = TRY(tx.insert(insert_item, item));
                CHECK(id > 0);
                return {};
            }));
            const auto scope = good(store.read());
            const auto found = good((**scope).one<Item>(item_by_name, {to_value(item.name)}));
            REQUIRE(found.has_value());
            CHECK(found->name == item.name);
            CHECK(found->note == item.note);
            CHECK(found->n == item.n);
        }
    });
}

TEST_CASE("a column read as another kind, or NULL, is empty") {
    on_each_driver([](Store& store) {
        good(attempt(store, [](Tx& tx) { return add_item(tx, "12", 5); }));
        const auto scope = good(store.read());
        int rows = 0;
        good((**scope).each(raw_item, {"12"}, [&](const Row& row) {
            ++rows;
            CHECK(row.integer(1) == 0);
            CHECK(row.text(3).empty());
            CHECK(row.is_null(2));
            CHECK(row.integer(2) == 0);
            CHECK(row.text(2).empty());
        }));
        CHECK(rows == 1);
    });
}

TEST_CASE("changes say how many rows, and ids are never handed out again") {
    on_each_driver([](Store& store) {
        constexpr Query clear{"clear", "DELETE FROM item WHERE n < ?"};
        std::int64_t last = 0;
        good(attempt(store, [&](Tx& tx) -> Result<void> {
            for (const char* name : {"a", "b", "c"}) {
                last = TRY(tx.insert(insert_item, Item{.name = name}));
            }
            CHECK(TRY(tx.change(clear, {5})) == 3);
            CHECK(TRY(tx.change(clear, {5})) == 0);
            const auto next = TRY(tx.insert(insert_item, Item{.name = "d"}));
            CHECK(next > last);
            CHECK(TRY(tx.update(update_item, Item{.id = {next}, .name = "e", .n = 9})) == 1);
            CHECK(TRY(tx.one<Item>(item_by_name, {"e"}))->n == 9);
            return {};
        }));
    });
}

TEST_CASE("keys used twice and references to nothing are conflicts") {
    constexpr Query insert_plain{"insert_plain", "INSERT INTO tally (a, b, n) VALUES (?, ?, ?)"};
    constexpr Query remove{"remove", "DELETE FROM item WHERE name = ?"};
    constexpr Query no_name{"no_name", "INSERT INTO item (name, n) VALUES (?, ?)"};
    on_each_driver([&](Store& store) {
        good(attempt(store, [&](Tx& tx) -> Result<void> {
            const auto id = TRY(tx.insert(insert_item, Item{.name = "one"}));
            TRY(tx.insert(insert_part, {id}));
            TRY(tx.change(insert_plain, {"x", 1, 1}));
            return {};
        }));
        struct Row {
            const Query& query;
            std::vector<Value> values;
            Code code;
            std::string_view cause;
        };
        const Row rows[] = {
            {insert_item, {"one", Value{}, 1}, Code::conflict, "name"},
            {insert_plain, {"x", 1, 2}, Code::conflict, "tally.a, tally.b"},
            {insert_part, {404}, Code::conflict, "foreign key"},
            {remove, {"one"}, Code::conflict, "foreign key"},
            {no_name, {Value{}, 1}, Code::internal, "NOT NULL"},
        };
        for (const auto& row : rows) {
            CAPTURE(row.query.name);
            const auto error = bad(attempt(store, [&](Tx& tx) -> Result<void> {
                TRY(tx.change(row.query, row.values));
                return {};
            }));
            CHECK(error.code == row.code);
            CHECK(error.cause.find(row.cause) != std::string::npos);
            CHECK(error.cause.find(row.query.name) != std::string::npos);
            CHECK(error.message.find("item") == std::string::npos);
        }
        CHECK(item_count(store) == 1);
    });
}

TEST_CASE("a work may go on after a conflict") {
    on_each_driver([](Store& store) {
        good(attempt(store, [](Tx& tx) -> Result<void> {
            TRY(add_item(tx, "one"));
            CHECK(bad(add_item(tx, "one")).code == Code::conflict);
            return add_item(tx, "two");
        }));
        CHECK(item_count(store) == 2);
    });
}

TEST_CASE("upsert adds to what is there, ignore_conflict leaves it") {
    on_each_driver([](Store& store) {
        good(attempt(store, [](Tx& tx) -> Result<void> {
            TRY(tx.change(add_tally, {"leak", 1, 5}));
            TRY(tx.change(add_tally, {"leak", 1, -2}));
            TRY(tx.change(add_tally, {"leak", 2, 10}));
            CHECK(TRY(tx.change(keep_tally, {"leak", 1, 99})) == 0);
            CHECK(TRY(tx.change(keep_tally, {"bill", 1, 4})) == 1);
            CHECK(TRY(tx.number(tally_of, {"leak", 1})) == 3);
            CHECK(TRY(tx.number(tally_of, {"leak", 2})) == 10);
            CHECK(TRY(tx.number(tally_of, {"bill", 1})) == 4);
            CHECK(TRY(tx.number(tally_of, {"none", 1})) == std::nullopt);
            return {};
        }));
    });
}

TEST_CASE("two workers never claim the same row") {
    on_each_driver([](Store& store) {
        constexpr int rows = 200;
        good(attempt(store, [](Tx& tx) -> Result<void> {
            for (int i = 0; i < rows; ++i) TRY(add_item(tx, std::to_string(i)));
            return {};
        }));
        std::vector<std::thread> workers;
        std::array<std::vector<std::int64_t>, 4> claimed;
        for (std::size_t w = 0; w < claimed.size(); ++w) {
            workers.emplace_back([&, w] {
                std::optional<std::int64_t> id;
                do {
                    good(attempt(store, [&](Tx& tx) -> Result<void> {
                        id = TRY(tx.number(first_unclaimed, {}));
                        if (id) TRY(tx.change(claim, {to_value(std::int64_t(w) + 1), *id}));
                        return {};
                    }));
                    if (id) claimed[w].push_back(*id);
                } while (id);
            });
        }
        for (auto& worker : workers) worker.join();
        std::vector<std::int64_t> all;
        for (const auto& list : claimed) all.insert(all.end(), list.begin(), list.end());
        std::ranges::sort(all);
        CHECK(all.size() == rows);
        CHECK(std::ranges::adjacent_find(all) == all.end());
    });
}

TEST_CASE("faults of ours are internal and name the query") {
    constexpr Query unknown{"unknown_word", "SELECT {nonsense}"};
    constexpr Query typo{"typo", "SELEC 1"};
    constexpr Query two{"two_statements", "SELECT 1; SELECT 2"};
    constexpr Query nothing{"nothing", "-- only words"};
    constexpr Query one_value{"one_value", "SELECT ?"};
    constexpr Query no_struct{"no_struct", "SELECT {columns} FROM item"};
    on_each_driver([&](Store& store) {
        const auto scope = good(store.read());
        for (const auto* query : {&unknown, &typo, &two, &nothing, &one_value, &no_struct}) {
            CAPTURE(query->name);
            const auto error = bad((**scope).each(*query, {}, [](const Row&) {}));
            CHECK(error.code == Code::internal);
            CHECK(error.cause.find(query->name) != std::string::npos);
        }
        CHECK((**scope).number(one_value, {1}));
        CHECK(bad((**scope).number(one_value, {1, 2})).code == Code::internal);
    });
}

TEST_CASE("a reader cannot write") {
    on_each_driver([](Store& store) {
        const auto scope = good(store.read());
        constexpr Query clear{"clear_by_reader", "DELETE FROM item"};
        CHECK(bad((**scope).each(clear, {}, [](const Row&) {})).code == Code::internal);
    });
}

TEST_CASE("a query within its own visit is refused, another one is not") {
    on_each_driver([](Store& store) {
        good(attempt(store, [](Tx& tx) { return add_item(tx, "one"); }));
        const auto scope = good(store.read());
        int inner = 0;
        good((**scope).each(raw_item, {"one"}, [&](const Row&) {
            CHECK(bad((**scope).each(raw_item, {"one"}, [](const Row&) {})).code == Code::internal);
            inner += good((**scope).number(count_items, {})) == 1;
        }));
        CHECK(inner == 1);
        good((**scope).each(raw_item, {"one"}, [&](const Row&) { ++inner; }));
        CHECK(inner == 2);
    });
}

TEST_CASE("a read ends with the row that says so, and the next one has all rows again") {
    on_each_driver([](Store& store) {
        good(attempt(store, [](Tx& tx) -> Result<void> {
            for (const char* name : {"a", "b", "c"}) TRY(add_item(tx, name));
            return {};
        }));
        const auto scope = good(store.read());
        constexpr Query all{"all_items", "SELECT name FROM item ORDER BY name"};
        std::string names;
        good((**scope).each(all, {}, [&](const Row& row) {
            names += row.text(0);
            if (names == "ab") row.stop();
        }));
        CHECK(names == "ab");
        good((**scope).each(all, {}, [&](const Row& row) { names += row.text(0); }));
        CHECK(names == "ababc");
    });
}

TEST_CASE("another query at the same address is another query") {
    on_each_driver([](Store& store) {
        const auto scope = good(store.read());
        std::string text = "SELECT 1";
        Query query{"moving", text};
        CHECK(good((**scope).number(query, {})) == 1);
        text.back() = '2';  // same address, same length
        CHECK(good((**scope).number(query, {})) == 2);
    });
}

TEST_CASE("more texts than a connection keeps are no trouble") {
    on_each_driver([](Store& store) {
        const auto scope = good(store.read());
        for (int round = 0; round < 2; ++round) {
            for (std::int64_t i = 0; i < 600; ++i) {
                const auto text = "SELECT " + std::to_string(i) + " + ?";
                const auto& query = interned("many", text, nullptr);
                REQUIRE(good((**scope).number(query, {1})) == i + 1);
            }
        }
    });
}

/// A thread that shares views, and what it was asked to do later.
struct Sharer {
    explicit Sharer(Store& store) {
        good(store.share_views([this](auto step) { steps.push_back(std::move(step)); }));
    }

    void turn() {
        for (const auto& step : std::exchange(steps, {})) step();
    }

    std::vector<std::function<void()>> steps{};
};

TEST_CASE("a thread that shares views sees each commit all the same") {
    on_each_driver([](Store& store) {
        Sharer sharer(store);
        CHECK(item_count(store) == 0);
        good(store.write_and_wait([](Tx& tx) { return add_item(tx, "one"); }));
        CHECK(item_count(store) == 1);
        const auto scope = good(store.read());
        good(store.write_and_wait([](Tx& tx) { return add_item(tx, "two"); }));
        CHECK(good((**scope).number(count_items, {})) == 1);
        CHECK(item_count(store) == 1);  // within the scope that is alive
    });
}

TEST_CASE("a shared view asks once for its end, and not while a scope is alive") {
    on_each_driver([](Store& store) {
        Sharer sharer(store);
        CHECK(item_count(store) == 0);
        CHECK(item_count(store) == 0);
        CHECK(sharer.steps.size() == 1);
        auto scope = good(store.read());
        sharer.turn();
        CHECK(good((**scope).number(count_items, {})) == 0);
        CHECK(sharer.steps.empty());
        scope.reset();
        CHECK(sharer.steps.size() == 1);
        store.stop();
        sharer.turn();
        CHECK(bad(store.read()).code == Code::overloaded);
    });
}

}  // namespace
}  // namespace pilotlight::store::conformance
