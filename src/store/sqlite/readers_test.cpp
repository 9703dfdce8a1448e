#include "store/sqlite/readers.hpp"

#include "store/conformance.hpp"
#include "store/sqlite/connection.hpp"

namespace pilotlight::store::sqlite {
namespace {

using conformance::good;

constexpr Query count{"count", "SELECT COUNT(*) FROM row"};

/// Readers without a store around them: nobody else takes locks.
struct Room {
    Room() { good(execute(writer->handle(), "CREATE TABLE row (id INTEGER PRIMARY KEY)")); }

    void add_row() {
        good(execute(writer->handle(), "INSERT INTO row DEFAULT VALUES"));
        commits->fetch_add(1);
    }
    std::int64_t rows() {
        const auto scope = good(readers.read(Patience::full));
        return good((**scope).number(count, {})).value_or(-1);
    }
    /// Whether some view still needs what is in the log.
    bool log_is_pinned() const {
        auto* const database = writer->handle();
        sqlite3_busy_timeout(database, 0);
        return sqlite3_wal_checkpoint_v2(
                   database, "main", SQLITE_CHECKPOINT_RESTART, nullptr, nullptr) == SQLITE_BUSY;
    }

    TemporaryFolder folder{};
    std::filesystem::path file = folder.path() / "test.db";
    std::unique_ptr<SqliteConnection> writer = good(SqliteConnection::open(file, Role::writer));
    std::shared_ptr<CommitCount> commits = std::make_shared<CommitCount>(0);
    Readers readers{file, Options{}, commits};
};

TEST_CASE("a view ends with its scope, unless the thread shares views") {
    Room room;
    room.add_row();
    std::thread([&] {
        CHECK(room.rows() == 1);
        CHECK_FALSE(room.log_is_pinned());
        std::function<void()> end;
        good(room.readers.share_views([&](auto step) { end = std::move(step); }));
        room.add_row();
        CHECK(room.rows() == 2);
        CHECK(room.log_is_pinned());
        end();
        CHECK_FALSE(room.log_is_pinned());
    }).join();
}

TEST_CASE("a shared view ends with its thread, and what was asked of that comes too late") {
    Room room;
    std::function<void()> end;
    room.add_row();
    std::thread([&] {
        good(room.readers.share_views([&](auto step) { end = std::move(step); }));
        CHECK(room.rows() == 1);
        CHECK(room.log_is_pinned());
    }).join();
    CHECK_FALSE(room.log_is_pinned());
    room.add_row();
    const auto scope =
        good(room.readers.read(Patience::full));  // on the connection that was left behind
    CHECK(good((**scope).number(count, {})) == 2);
    end();
    CHECK(room.log_is_pinned());
}

TEST_CASE("a view whose end cannot be put off ends at once") {
    Room room;
    room.add_row();
    std::thread([&] {
        good(room.readers.share_views([](auto) { throw std::runtime_error("no memory"); }));
        CHECK(room.rows() == 1);
        CHECK_FALSE(room.log_is_pinned());
        room.add_row();
        CHECK(room.rows() == 2);
    }).join();
}

}  // namespace
}  // namespace pilotlight::store::sqlite
