#include "store/sqlite/search_index.hpp"

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
    std::int64_t found() const {
        return number("SELECT COUNT(*) FROM words WHERE words MATCH 'met* AND leak'");
    }

    conformance::TemporaryFolder folder{};
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
        merger.note_segment();
    }
    CHECK(merger.is_overdue());
    CHECK(desk.segments() == search_segments_max);
    CHECK(desk.found() == desk.texts);
    merge_all(merger);
    CHECK(desk.segments() < search_segments_at_rest_max);
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
    for (int i = 0; i < search_segments_at_rest_max; ++i) merger.note_segment();
    CHECK(merger.is_due());
    merge_all(merger);
    CHECK(desk.number("SELECT v FROM words_config WHERE k = 'automerge'") == 0);
}

TEST_CASE("a writer that rests merges, one beside a server never") {
    for (const bool serves : {true, false}) {
        CAPTURE(serves);
        Desk desk;
        const auto checkpointer = good(Checkpointer::start(desk.file));
        Writer writer(std::move(desk.connection), *checkpointer, {.exclusive = serves});
        for (int i = 0; i < search_segments_max + 1; ++i) {
            std::promise<void> done;
            writer.write(
                [i](Tx& tx) -> Result<void> {
                    tx.before_commit([i](Tx& late) -> Result<void> {
                        TRY(late.change(insert, {std::int64_t{i}}));
                        return {};
                    });
                    return {};
                },
                [&](Result<void> result) {
                    good(std::move(result));
                    done.set_value();
                });
            done.get_future().wait();
        }
        const char* const ours = "SELECT COUNT(*) FROM words_config WHERE k = 'automerge'";
        if (serves) {
            const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
            while (desk.segments() >= search_segments_at_rest_max &&
                   std::chrono::steady_clock::now() < deadline) {
                std::this_thread::yield();
            }
            CHECK(desk.segments() < search_segments_at_rest_max);
        }
        writer.stop();
        CHECK(desk.number(ours) == (serves ? 1 : 0));
        CHECK(desk.found() == search_segments_max + 1);
    }
}

}  // namespace
}  // namespace pilotlight::store::sqlite
