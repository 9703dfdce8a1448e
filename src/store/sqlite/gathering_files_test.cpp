#include "store/sqlite/gathering_files.hpp"

#include <fstream>

#include "store/conformance.hpp"
#include "store/sqlite/connection.hpp"

namespace pilotlight::store::sqlite {
namespace {

using conformance::good;

constexpr Query create{"create", "CREATE TABLE row (id {id}, body {text} NOT NULL)"};
constexpr Query insert{"insert", "INSERT INTO row (body) VALUES (?)"};
constexpr Query count{"count", "SELECT COUNT(*) FROM row"};
constexpr Query begin{"begin", "BEGIN IMMEDIATE"};
constexpr Query commit{"commit", "COMMIT"};
constexpr Query savepoint{"savepoint", "SAVEPOINT half"};
constexpr Query undo{"undo", "ROLLBACK TO half"};

/// System calls that write, of the whole process, so far.
std::int64_t write_calls() {
    std::ifstream file("/proc/self/io");
    std::string word;
    std::int64_t number = -1;
    while (file >> word && word != "syscw:") continue;
    file >> number;
    return number;
}

void add(SqliteConnection& connection, int rows, std::size_t bytes) {
    const std::string body(bytes, 'x');
    for (int i = 0; i < rows; ++i) {
        good(connection.run(insert, std::vector<Value>{body}, Connection::no_rows));
    }
}

std::int64_t rows_of(SqliteConnection& connection) {
    std::int64_t n = -1;
    good(connection.run(count, {}, [&](const Row& row) { n = row.integer(0); }));
    return n;
}

TEST_CASE("a commit of many pages is few writes, and others see it at once") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "test.db";
    const auto writer = good(SqliteConnection::open(file, Role::writer));
    const auto reader = good(SqliteConnection::open(file, Role::reader));
    good(writer->control(create));
    constexpr int rows = 50;
    constexpr std::size_t page_bytes_and_more = 5'000;

    good(writer->control(begin));
    add(*writer, rows, page_bytes_and_more);
    const auto before = write_calls();
    good(writer->control(commit));
    const auto calls = write_calls() - before;
    CHECK(calls >= 1);
    CHECK(calls <= 2 + 2 * rows * page_bytes_and_more / gathered_bytes_max);
    CHECK(rows_of(*reader) == rows);
}

TEST_CASE("what outgrows the memory and is undone in part is there once") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "test.db";
    {
        const auto writer = good(SqliteConnection::open(file, Role::writer));
        good(execute(writer->handle(), "PRAGMA cache_size = 10"));
        good(writer->control(create));
        good(writer->control(begin));
        add(*writer, 100, 10'000);
        CHECK(rows_of(*writer) == 100);
        good(writer->control(savepoint));
        add(*writer, 100, 10'000);
        good(writer->control(undo));
        add(*writer, 1, 2 * gathered_bytes_max);
        const auto meanwhile = good(SqliteConnection::open(file, Role::reader));
        CHECK(rows_of(*meanwhile) == 0);
        good(writer->control(commit));
        CHECK(rows_of(*meanwhile) == 101);
    }
    const auto again = good(SqliteConnection::open(file, Role::reader));
    CHECK(rows_of(*again) == 101);
    CHECK(good(number_of(again->handle(),
                         "SELECT COUNT(*) FROM pragma_integrity_check "
                         "WHERE integrity_check = 'ok'")) == 1);
}

}  // namespace
}  // namespace pilotlight::store::sqlite
