#include "store/list.hpp"

#include <doctest/doctest.h>

#include <thread>

namespace pilotlight::store {
namespace {

TEST_CASE("a cursor survives the trip through a client") {
    for (const Cursor cursor :
         {Cursor{0, 0}, Cursor{1'795'230'218'719'606, 42}, Cursor{INT64_MAX, INT64_MAX}}) {
        const auto back = decode_cursor(encode_cursor(cursor));
        REQUIRE(back);
        CHECK(back->key == cursor.key);
        CHECK(back->id == cursor.id);
    }
}

TEST_CASE("the row before a page is counted from the nearer end") {
    struct Case {
        Page page;
        bool is_from_end;
        std::int64_t skipped;
    };
    const Case rows[] = {
        {{.offset = 1}, false, 0},
        {{.offset = 90}, false, 89},
        {{.offset = 10, .total = 100}, false, 9},
        {{.offset = 50, .total = 100}, false, 49},
        {{.offset = 51, .total = 100}, true, 49},
        {{.offset = 90, .total = 100}, true, 10},
        {{.offset = 99, .total = 100}, true, 1},
        {{.offset = 100, .total = 100}, true, 0},
        {{.offset = 200, .total = 100}, true, 0},
    };
    for (const auto& row : rows) {
        CAPTURE(row.page.offset);
        const auto before = row_before(row.page);
        CHECK(before.is_from_end == row.is_from_end);
        CHECK(before.skipped == row.skipped);
    }
}

TEST_CASE("what is no cursor of ours is none") {
    for (std::string_view text : {"",
                                  ".",
                                  "1",
                                  "1.",
                                  ".1",
                                  "1.2.3",
                                  "-5.1",
                                  "5.-1",
                                  "1,2",
                                  "a.b",
                                  "1.2 ",
                                  " 1.2",
                                  "+1.2",
                                  "01.2",
                                  "1.00",
                                  "9999999999999999999.1",
                                  "1.9999999999999999999"}) {
        CAPTURE(text);
        CHECK_FALSE(decode_cursor(text));
    }
}

TEST_CASE("a selection joins conditions and keeps values in their order") {
    Selection selection("test", "SELECT a FROM t", nullptr);
    selection.where("x = ?", std::int64_t{1}).where("y IS NULL").where("z = ?", "word");
    selection.tail("ORDER BY a LIMIT ?").value(std::int64_t{5});
    CHECK(selection.query().text ==
          "SELECT a FROM t WHERE x = ? AND y IS NULL AND z = ? ORDER BY a LIMIT ?");
    REQUIRE(selection.values().size() == 3);
    CHECK(std::get<std::int64_t>(selection.values()[0]) == 1);
    CHECK(std::get<std::string_view>(selection.values()[1]) == "word");
    CHECK(std::get<std::int64_t>(selection.values()[2]) == 5);
}

TEST_CASE("a selection without conditions has none") {
    Selection selection("test", "SELECT b FROM t", nullptr);
    selection.tail("LIMIT 1");
    CHECK(selection.query().text == "SELECT b FROM t LIMIT 1");
}

TEST_CASE("one text is one query, whoever asks, for ever") {
    const auto& first = interned("n", "SELECT c FROM t", nullptr);
    CHECK(&first == &interned("n", std::string("SELECT c ") + "FROM t", nullptr));
    CHECK(&first != &interned("n", "SELECT d FROM t", nullptr));
    CHECK(first.text == "SELECT c FROM t");
    std::vector<std::thread> threads;
    std::vector<const Query*> found(8);
    for (std::size_t i = 0; i < found.size(); ++i) {
        threads.emplace_back(
            [&found, i] { found[i] = &interned("n", "SELECT e FROM t", nullptr); });
    }
    for (auto& thread : threads) thread.join();
    for (const auto* query : found) CHECK(query == found.front());
}

TEST_CASE("lists of ids come in few lengths") {
    const std::pair<std::size_t, std::size_t> rows[] = {
        {1, 1}, {2, 2}, {3, 4}, {4, 4}, {5, 8}, {20, 32}, {50, 64}, {100, 128}};
    for (const auto& [count, padded] : rows) {
        CHECK(padded_count(count) == padded);
        const auto text = placeholders(count);
        CHECK(static_cast<std::size_t>(std::count(text.begin(), text.end(), '?')) == padded);
    }
    CHECK(placeholders(1) == "?");
    CHECK(placeholders(3) == "?, ?, ?, ?");
}

TEST_CASE("a word is looked for as it is written") {
    CHECK(like_word("leak") == "%,leak,%");
    CHECK(like_word("gas_leak") == "%,gas!_leak,%");
    CHECK(like_word("100%!") == "%,100!%!!,%");
}

}  // namespace
}  // namespace pilotlight::store
