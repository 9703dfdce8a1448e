#include "store/sqlite/search_index.hpp"

#include <bit>

#include "store/conformance.hpp"
#include "store/sqlite/writer.hpp"

namespace pilotlight::store::sqlite {
namespace {

using conformance::good;

constexpr Query create{"create_words", "{search_table:words}"};
constexpr Query insert{"insert_words",
                       "INSERT INTO words ({search_id}, number, title, description, address, "
                       "owner) VALUES (?, 'SR-1', 'Leak', 'by the meter', 'Flat 3', 'c1')"};

struct Desk {
    Desk() { good(connection->control(create)); }

    /// A commit of its own, which leaves a segment of its own.
    void add_text() { good(connection->run(insert, {{Value(++texts)}}, Connection::no_rows)); }

    std::int64_t number(const char* text) const {
        const auto reader = good(SqliteConnection::open(file, Role::reader));
        return good(number_of(reader->handle(), text));
    }
    std::int64_t segments() const { return number("SELECT COUNT(DISTINCT segid) FROM words_idx"); }
    /// FTS5 keeps how its segments lie in the row with this id: four bytes, then the number of
    /// levels.
    std::int64_t levels() const {
        return number(
            "SELECT unicode(CAST(substr(block, 5, 1) AS TEXT)) FROM words_data WHERE id = 10");
    }
    std::int64_t setting(const std::string& name) const {
        return number(
            ("SELECT ifnull((SELECT v FROM words_config WHERE k = '" + name + "'), -1)").c_str());
    }
    std::int64_t found() const {
        return number("SELECT COUNT(*) FROM words WHERE words MATCH 'met* AND leak'");
    }

    TemporaryFolder folder{};
    std::filesystem::path file = folder.path() / "test.db";
    std::unique_ptr<SqliteConnection> connection = good(SqliteConnection::open(file, Role::writer));
    std::int64_t texts = 0;
};

/// To the end of a pass; how many steps that took.
int merge_all(SearchMerger& merger) {
    int steps = 0;
    for (; merger.is_due() && steps < 1000; ++steps) merger.step();
    return steps;
}

void add_texts(Desk& desk, SearchMerger& merger, int texts) {
    for (int i = 0; i < texts; ++i) {
        desk.add_text();
        merger.note_texts(1);
    }
}

TEST_CASE("segments are left alone until there are many, then merged") {
    Desk desk;
    SearchMerger merger(*desk.connection);
    CHECK(merger.is_due());  // of an earlier run, for all it knows
    merge_all(merger);
    CHECK_FALSE(merger.is_due());
    for (int i = 0; i < search_segments_max; ++i) {
        CHECK(merger.is_due() == (i >= search_segments_at_rest_max));
        CHECK_FALSE(merger.is_overdue());
        desk.add_text();
        merger.note_texts(1);
    }
    CHECK(merger.is_overdue());
    CHECK(desk.segments() == search_segments_max);
    CHECK(desk.found() == desk.texts);
    merge_all(merger);
    CHECK(desk.segments() == 1);
    CHECK(desk.found() == desk.texts);
    good(
        execute(desk.connection->handle(), "INSERT INTO words (words) VALUES ('integrity-check')"));
}

TEST_CASE("a merge that fails is tried again with the next segments, not at once") {
    Desk desk;
    SearchMerger merger(*desk.connection);
    good(execute(desk.connection->handle(), "PRAGMA query_only = ON"));
    CHECK(merge_all(merger) == 1);
    good(execute(desk.connection->handle(), "PRAGMA query_only = OFF"));
    CHECK_FALSE(merger.is_due());
    for (int i = 0; i < search_segments_at_rest_max; ++i) merger.note_texts(1);
    CHECK(merger.is_due());
    merge_all(merger);
    CHECK(desk.setting("automerge") == 0);
}

TEST_CASE("settings that were made in part are made whole") {
    Desk desk;
    good(execute(desk.connection->handle(),
                 "INSERT INTO words (words, rank) VALUES ('automerge', 0)"));
    SearchMerger merger(*desk.connection);
    merge_all(merger);
    CHECK(desk.setting("usermerge") == merged_at_rest_min);
    CHECK(desk.setting("crisismerge") > search_segments_max);
}

TEST_CASE("a pass that is overdue merges by the dozen, and leaves the rest to the next rest") {
    Desk desk;
    SearchMerger merger(*desk.connection);
    merger.step();
    CHECK(desk.setting("usermerge") == merged_at_rest_min);
    add_texts(desk, merger, search_segments_max);
    int steps = 0;
    for (; merger.is_overdue() && steps < 100; ++steps) {
        merger.step();
        CHECK(desk.setting("usermerge") == merged_between_commits_min);
    }
    CHECK(steps > 1);
    CHECK(merger.is_due());
    merge_all(merger);
    CHECK(desk.setting("usermerge") == merged_at_rest_min);
    CHECK(desk.segments() == 1);
    CHECK(desk.found() == desk.texts);
}

TEST_CASE("however many passes, few segments and levels stay, in every index") {
    Desk desk;
    constexpr Query create_others{"create_others", "{search_table:others}"};
    good(desk.connection->control(create_others));
    SearchMerger merger(*desk.connection);
    constexpr int passes = 100;
    for (int commit = 0; commit < passes * search_segments_at_rest_max; ++commit) {
        add_texts(desk, merger, 1);
        good(execute(desk.connection->handle(), "INSERT INTO others (title) VALUES ('valve')"));
        if (merger.is_due()) merger.step();  // a short rest, one commit long
    }
    const auto digits = std::bit_width(static_cast<unsigned>(passes));
    CHECK(desk.segments() <= search_segments_at_rest_max + digits);
    CHECK(desk.levels() <= digits + 2);
    CHECK(desk.number("SELECT COUNT(DISTINCT segid) FROM others_idx") <=
          search_segments_at_rest_max + digits);
    CHECK(desk.found() == desk.texts);
}

TEST_CASE("commits without texts and segments of the pass that goes on are told apart") {
    Desk desk;
    SearchMerger merger(*desk.connection);
    merge_all(merger);
    for (int i = 0; i < search_segments_max; ++i) merger.note_texts(0);
    CHECK_FALSE(merger.is_due());
    add_texts(desk, merger, search_segments_at_rest_max);
    merger.step();
    REQUIRE(merger.is_due());
    for (int i = 0; i < search_segments_at_rest_max; ++i) merger.note_texts(1);
    merger.step();
    CHECK(merger.is_due());
}

Result<void> write_and_wait(Writer& writer, const Store::Work& work) {
    std::promise<Result<void>> answer;
    writer.write(work, [&](Result<void> result) { answer.set_value(std::move(result)); });
    return answer.get_future().get();
}

Store::Work add_texts(std::int64_t first, std::int64_t last) {
    return [=](Tx& tx) -> Result<void> {
        for (auto row = last; row >= first; --row) {
            const auto step = [row](Tx& late) -> Result<void> {
                TRY(late.change(insert, {row}));
                return {};
            };
            tx.before_commit(step, row);
        }
        return {};
    };
}

TEST_CASE("the texts of a commit are one segment, in whatever order they come") {
    Desk desk;
    const auto checkpointer = good(Checkpointer::start(desk.file));
    Writer writer(std::move(desk.connection), *checkpointer, {.exclusive = false});
    good(write_and_wait(writer, add_texts(1, 40)));
    writer.stop();
    CHECK(desk.segments() == 1);
    CHECK(desk.found() == 40);
}

TEST_CASE("a writer merges between commits, one beside a server never") {
    for (const bool serves : {true, false}) {
        CAPTURE(serves);
        Desk desk;
        const auto checkpointer = good(Checkpointer::start(desk.file));
        Writer writer(std::move(desk.connection), *checkpointer, {.exclusive = serves});
        constexpr int commits = search_segments_max + 2;  // overdue, however busy
        for (std::int64_t row = 1; row <= commits; ++row) {
            good(write_and_wait(writer, add_texts(row, row)));
        }
        writer.stop();
        CHECK(desk.setting("automerge") == (serves ? 0 : -1));
        CHECK(desk.found() == commits);
    }
}

}  // namespace
}  // namespace pilotlight::store::sqlite
