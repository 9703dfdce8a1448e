#include "store/sqlite/connection.hpp"

#include "store/conformance.hpp"

namespace pilotlight::store::sqlite {
namespace {

using conformance::good;

TEST_CASE("a connection keeps a bounded number of statements, the running ones among them") {
    const TemporaryFolder folder;
    const auto connection = good(SqliteConnection::open(folder.path() / "test.db", Role::writer));
    constexpr Query outer{"outer", "SELECT 1"};
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < 2 * statements_max; ++i) {
        texts.push_back("SELECT " + std::to_string(i));
    }
    std::vector<Query> queries;
    for (const auto& text : texts) queries.push_back({"many", text});
    std::size_t seen = 0;
    good(connection->run(outer, {}, [&](const Row& row) {
        for (std::size_t i = 0; i < queries.size(); ++i) {
            good(connection->run(queries[i], {}, [&](const Row& inner) {
                seen += inner.integer(0) == static_cast<std::int64_t>(i);
            }));
        }
        CHECK(row.integer(0) == 1);
    }));
    CHECK(seen == queries.size());
    CHECK(connection->statement_count() == statements_max);
    connection->drop_statements();
    CHECK(connection->statement_count() == 0);
}

TEST_CASE("the settings that safety rests on") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "test.db";
    const auto writer = good(SqliteConnection::open(file, Role::writer));
    const auto reader = good(SqliteConnection::open(file, Role::reader));
    const auto background = good(SqliteConnection::open(file, Role::background));
    // FULL. Its gathered log would show others frames that are not in the file yet (ADR 12).
    CHECK(good(number_of(writer->handle(), "PRAGMA synchronous")) == 2);
    CHECK(good(number_of(background->handle(), "PRAGMA synchronous")) == 2);
    CHECK(good(number_of(writer->handle(), "PRAGMA wal_autocheckpoint")) == 0);
    CHECK(good(number_of(reader->handle(), "PRAGMA query_only")) == 1);
    for (const auto* connection : {writer.get(), reader.get(), background.get()}) {
        CHECK(good(number_of(connection->handle(), "PRAGMA foreign_keys")) == 1);
        CHECK(good(number_of(connection->handle(), "PRAGMA trusted_schema")) == 0);
    }
}

}  // namespace
}  // namespace pilotlight::store::sqlite
