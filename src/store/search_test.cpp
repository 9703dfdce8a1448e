#include "store/search.hpp"

#include "store/conformance.hpp"

namespace pilotlight::store::conformance {
namespace {

constexpr Query add_row{"add_row",
                        "INSERT INTO words ({search_id}, number, title, description, address, "
                        "owner) VALUES (?, ?, ?, ?, ?, ?)"};
constexpr Query newest_texts{
    "newest_texts",
    "SELECT number, title, description, address FROM {search_texts:words} AS texts"};
constexpr Query remove_row{"remove_row", "DELETE FROM words WHERE {search_id} = ?"};
constexpr Query find_rows{"find_rows",
                          "SELECT s.id FROM {search_candidates:words} s ORDER BY s.score, s.id"};

struct Text {
    std::string_view number;
    std::string_view title;
    std::string_view description;
    std::string_view address;
    std::string_view owner;
};

constexpr Text corpus[] = {
    {"SR-000001", "Gas leak", "Strong smell of gas in the kitchen.", "12 Main Street", "c1"},
    {"SR-000002", "Meter", "The meter box leaks; c1 told me so.", "O'Neil Road 5", "c2"},
    {"SR-000003", "Größe der Leitung", "Café près de l'école", "東京 1", "c1"},
    {"SR-000004", "Kitchen", "Smell of smoke, strong.", "14 Main Street", "c12"},
    {"SR-000005", "AND OR NOT", "NEAR the owner: c2", "owner", "c2"},
};

void fill(Store& store) {
    good(store.write_and_wait([](Tx& tx) -> Result<void> {
        std::int64_t id = 0;
        for (const auto& row : corpus) {
            TRY(tx.change(add_row,
                          {++id, row.number, row.title, row.description, row.address, row.owner}));
        }
        return {};
    }));
}

std::vector<std::int64_t> search(Store& store,
                                 std::string_view typed,
                                 SearchOwners owners = {},
                                 std::int64_t rows_max = 100) {
    std::vector<std::int64_t> ids;
    const auto scope = good(store.read());
    const auto expression = good(compile_search(**scope, newest_texts, typed, owners));
    good((**scope).each(find_rows, {to_value(expression), rows_max}, [&](const Row& row) {
        ids.push_back(row.integer(0));
    }));
    return ids;
}

std::vector<std::int64_t> sorted(std::vector<std::int64_t> ids) {
    std::ranges::sort(ids);
    return ids;
}

TEST_CASE("each dialect gets its own expression") {
    struct Row {
        std::string_view typed;
        SearchOwners owners;
        std::string sqlite;
        std::string postgres;
        std::string mariadb;
    };
    const std::string in = "{number title description address} : ";
    const Row rows[] = {
        {"gas", {}, in + R"(("gas"*))", "'gas':*ABC", "+gas*"},
        {"gas ", {}, in + R"(("gas"))", "'gas':ABC", "+gas"},
        {"ga", {}, in + R"(("ga"))", "'ga':ABC", "+ga"},
        {"lea* gas ", {}, in + R"(("lea "* AND "gas"))", "'lea ':*ABC & 'gas':ABC", "+lea* +gas"},
        {R"("gas smell)", {}, in + R"(("gas smell"))", "'gas smell':ABC", R"(+"gas smell")"},
        {R"(a"b c"d)",
         {},
         in + R"(("a" AND "b c" AND "d"))",
         "'a':ABC & 'b c':ABC & 'd':ABC",
         R"(+a +"b c" +d)"},
        {"leak ",
         {.customer = AccountId{7}},
         R"(owner : "c7" AND )" + in + R"(("leak"))",
         "'c7':D & 'leak':ABC",
         "+c7 +leak"},
        {"leak ",
         {.assignee = AccountId{5}},
         R"(owner : "a5" AND )" + in + R"(("leak"))",
         "'a5':D & 'leak':ABC",
         "+a5 +leak"},
        {"leak ",
         {AccountId{7}, AccountId{5}},
         R"(owner : "a5" AND owner : "c7" AND )" + in + R"(("leak"))",
         "'a5':D & 'c7':D & 'leak':ABC",
         "+c7 +a5 +leak"},
        {"SR-1 ", {}, in + R"(("SR-1"))", "'SR-1':ABC", R"(+"SR 1")"},
        {"o'neil ", {}, in + R"(("o'neil"))", "'o neil':ABC", R"(+"o neil")"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.typed);
        CHECK(compile_search(row.typed, row.owners, Dialect::sqlite) == row.sqlite);
        CHECK(compile_search(row.typed, row.owners, Dialect::postgres) == row.postgres);
        CHECK(compile_search(row.typed, row.owners, Dialect::mariadb) == row.mariadb);
    }
}

TEST_CASE("what users type finds what they mean") {
    struct Row {
        std::string_view typed;
        std::vector<std::int64_t> found;
    };
    const Row rows[] = {
        {"gas", {1}},
        {"GAS LEAK", {1}},
        {"leak", {1, 2}},
        {"leak ", {1}},
        {"lea* ", {1, 2}},
        {"kitchen smell", {1, 4}},
        {"\"smell of gas\"", {1}},
        {"\"gas of smell\"", {}},
        {"main street", {1, 4}},
        {"sr-000004", {4}},
        {"000002", {2}},
        {"o'neil", {2}},
        {"cafe pres", {3}},
        {"grosse", {}},
        {"GRÖSSE", {}},
        {"größe", {3}},
        {"gröse", {}},
        {"groß", {3}},
        {"東京", {3}},
        {"and or not", {5}},
        {"near", {5}},
        {"owner", {5}},
        {"c1", {2}},
        {"c12", {}},
        {"gas meter", {}},
        {"kitche", {1, 4}},
        {"KITCHE", {1, 4}},
        {"kitchen*", {1, 4}},
        {"kitche smoke", {}},
        {"kitche* smoke", {4}},
        {"kitcheq", {}},
        {"leitun", {3}},
    };
    on_each_driver([&](Store& store) {
        fill(store);
        for (const auto& row : rows) {
            CAPTURE(row.typed);
            CHECK(sorted(search(store, row.typed)) == row.found);
        }
    });
}

TEST_CASE("in place of a long start stand the words that newer texts begin so") {
    const auto add = [](Store& store, std::int64_t id, std::string_view title) {
        good(store.write_and_wait([&](Tx& tx) -> Result<void> {
            TRY(tx.change(add_row, {id, "", title, "", "Flat 3", "c1"}));
            return {};
        }));
    };
    const auto compiled = [](Store& store, std::string_view typed) {
        const auto scope = good(store.read());
        const auto all = good(compile_search(**scope, newest_texts, typed, {}));
        return all.substr(all.find('('));
    };
    on_each_driver([&](Store& store) {
        add(store, 1, "Connections");
        add(store, 2, "A connection, new");
        add(store, 3, "connect");
        CHECK(compiled(store, "Connec") ==
              R"((("connec" OR "connect" OR "connection" OR "connections")))");
        CHECK(compiled(store, "connecti* new ") == R"((("connecti" OR "connection") AND "new"))");
        CHECK(compiled(store, R"("connection" connection)") ==
              R"(("connection" AND ("connection")))");
        CHECK(compiled(store, "connex") == R"((("connex")))");
        for (const auto* typed : {"conne", "connec-t", "connection ", "connec*ion", "東京東京"}) {
            CHECK(compiled(store, typed).find(" OR ") == std::string::npos);
        }
        CHECK(sorted(search(store, "connec")) == std::vector<std::int64_t>{1, 2, 3});
        add(store, 4, "Connectée");
        CHECK(compiled(store, "connec") == R"(("connec"*))");
        CHECK(sorted(search(store, "connec")) == std::vector<std::int64_t>{1, 2, 3, 4});
    });
}

TEST_CASE("a customer finds only what is theirs") {
    on_each_driver([](Store& store) {
        fill(store);
        CHECK(search(store, "smell", {.customer = AccountId{1}}) == std::vector<std::int64_t>{1});
        CHECK(search(store, "smell", {.customer = AccountId{12}}) == std::vector<std::int64_t>{4});
        CHECK(search(store, "smell", {.customer = AccountId{2}}).empty());
        CHECK(search(store, "leaks", {.customer = AccountId{1}})
                  .empty());  // its description says c1, its owner is c2
        CHECK(search(store, "main) OR (owner : c2", {.customer = AccountId{1}}).empty());
    });
}

TEST_CASE("a technician finds what they were given, however much else matches and is newer") {
    on_each_driver([](Store& store) {
        fill(store);
        good(store.write_and_wait([](Tx& tx) -> Result<void> {
            TRY(tx.change(add_row, {6, "", "Valve", "", "", "c1 a5"}));
            for (std::int64_t id = 7; id < 30; ++id) {
                TRY(tx.change(add_row, {id, "", "Valve", "", "", "c1 a55"}));
            }
            return {};
        }));
        const AccountId five{5};
        CHECK(search(store, "valve", {.assignee = five}, 3) == std::vector<std::int64_t>{6});
        CHECK(search(store, "valve", {AccountId{1}, five}, 3) == std::vector<std::int64_t>{6});
        CHECK(search(store, "valve", {AccountId{2}, five}, 3).empty());
        CHECK(search(store, "valve", {.customer = five}, 3).empty());
    });
}

TEST_CASE("a word in the number or title counts more than one in the text") {
    on_each_driver([](Store& store) {
        fill(store);
        CHECK(search(store, "kitchen") == std::vector<std::int64_t>{4, 1});
        CHECK(search(store, "meter") == std::vector<std::int64_t>{2});
        CHECK(search(store, "owner") == std::vector<std::int64_t>{5});
    });
}

TEST_CASE("the newest candidates are taken, removed rows are gone") {
    on_each_driver([](Store& store) {
        fill(store);
        CHECK(search(store, "smell", {}, 1) == std::vector<std::int64_t>{4});
        good(store.write_and_wait([](Tx& tx) -> Result<void> {
            CHECK(TRY(tx.change(remove_row, {4})) == 1);
            return {};
        }));
        CHECK(search(store, "smell") == std::vector<std::int64_t>{1});
    });
}

TEST_CASE("nothing that is typed can break the search") {
    using namespace std::string_view_literals;
    const std::string long_word(100'000, 'a');
    std::string many_words;
    for (int i = 0; i < 10'000; ++i) many_words += "gas ";
    const std::string_view typed[] = {
        ""sv,
        " "sv,
        "\""sv,
        "\"\""sv,
        "\"\"\""sv,
        "*"sv,
        "**"sv,
        "gas*leak*"sv,
        "\"*\""sv,
        "-"sv,
        "--"sv,
        "^gas"sv,
        "+gas"sv,
        "gas +"sv,
        "("sv,
        ")"sv,
        "NEAR("sv,
        "NEAR(gas leak, 2)"sv,
        "AND"sv,
        "gas AND"sv,
        "OR gas"sv,
        "NOT"sv,
        "title:gas"sv,
        "{title"sv,
        "title : "sv,
        ":"sv,
        "'"sv,
        "';"sv,
        "\\"sv,
        "%"sv,
        "_"sv,
        "\0"sv,
        "gas\0leak"sv,
        "\"gas\0"sv,
        "\x01\x7F"sv,
        "\xFF\xFE"sv,
        "gas \xC3"sv,
        "\xE2\x80\x94"sv,
        "\xE2\x80\x94\xE2\x80\x94 \xE2\x80\x94*"sv,
        "gas \xE2\x80\x94"sv,
        "\"\xE2\x80\x94\""sv,
        "\xF0\x9F\x94\xA5"sv,
        "\xCC\x81\xCC\x81"sv,
        "\xE2\x80\xAE gas"sv,
        long_word,
        many_words,
    };
    on_each_driver([&](Store& store) {
        fill(store);
        for (const auto text : typed) {
            CAPTURE(text);
            for (const auto& owners : {SearchOwners{}, SearchOwners{.customer = AccountId{2}}}) {
                const auto found = search(store, text, owners);
                CHECK(found.size() <= std::size(corpus));
                if (owners.customer) CHECK(std::ranges::find(found, 1) == found.end());
            }
        }
        CHECK(search(store, many_words) == std::vector<std::int64_t>{1});
        CHECK(search(store, "").empty());
        CHECK(search(store, "\xE2\x80\x94").empty());
    });
}

TEST_CASE("any bytes make an expression that FTS5 reads") {
    constexpr std::string_view alphabet{"ag *\"'()-+^:{}.,\\%\0\xC3\xA9\xE2\x80\x94", 24};
    std::uint64_t state = 1;
    const auto any_text = [&] {
        std::string text;
        for (int i = 0; i < 12; ++i) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            text += alphabet[(state >> 33) % alphabet.size()];
        }
        return text;
    };
    const SearchOwners owners{.customer = AccountId{1}};
    on_each_driver([&](Store& store) {
        fill(store);
        good(store.write_and_wait([&](Tx& tx) -> Result<void> {
            for (std::int64_t id = 100; id < 150; ++id) {
                const auto text = "valves" + any_text() + " valves" + any_text();
                TRY(tx.change(add_row, {id, any_text(), text, any_text(), text, "c1"}));
            }
            return {};
        }));
        for (int round = 0; round < 3000; ++round) {
            const auto scope = good(store.read());
            const auto typed = any_text();
            const auto plain = compile_search(typed, owners);
            const auto sampled =
                good(compile_search(**scope, newest_texts, typed + " valves", owners));
            for (const auto& expression : {plain, sampled}) {
                INFO("expression: ", expression);
                REQUIRE((**scope).each(find_rows, {to_value(expression), 10}, [](const Row&) {}));
            }
        }
    });
}

}  // namespace
}  // namespace pilotlight::store::conformance
