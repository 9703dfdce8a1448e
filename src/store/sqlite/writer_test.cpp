#include "store/sqlite/writer.hpp"

#include "store/conformance.hpp"

namespace pilotlight::store::sqlite {
namespace {

using conformance::bad;
using conformance::good;

constexpr Query create{"create", "CREATE TABLE row (id {id}, body {text} NOT NULL)"};
constexpr Query insert{"insert", "INSERT INTO row (body) VALUES (?) {returning_id}"};
constexpr Query replace{"replace", "UPDATE row SET body = ? WHERE id = ?"};
constexpr Query count{"count", "SELECT COUNT(*) FROM row"};

/// A writer without a store around it, so that SQLite can be given limits of its own.
struct Bench {
    TemporaryFolder folder{};
    std::filesystem::path file = folder.path() / "test.db";
    std::unique_ptr<SqliteConnection> connection = good(SqliteConnection::open(file, Role::writer));
    std::unique_ptr<Checkpointer> checkpointer = good(Checkpointer::start(file));

    Result<void> write_and_wait(Writer& writer, const Store::Work& work) {
        std::promise<Result<void>> answer;
        writer.write(work, [&](Result<void> result) { answer.set_value(std::move(result)); });
        return answer.get_future().get();
    }

    std::int64_t rows() {
        const auto reader = good(SqliteConnection::open(file, Role::reader));
        std::int64_t n = -1;
        good(reader->run(count, {}, [&](const Row& row) { n = row.integer(0); }));
        return n;
    }
};

Store::Work add(std::size_t bytes) {
    return [bytes](Tx& tx) -> Result<void> {
        TRY(tx.insert(insert, {std::string(bytes, 'x')}));
        return {};
    };
}

Store::Work fail_after(const Store::Work& work) {
    return [work](Tx& tx) -> Result<void> {
        TRY(work(tx));
        return Error{.code = Code::conflict, .message = "on purpose"};
    };
}

/// What each of the works was answered when they came while the writer was busy: as one batch.
std::vector<std::string> run_as_batch(Writer& writer, const std::vector<Store::Work>& works) {
    std::promise<void> entered;
    std::promise<void> let_go;
    std::promise<void> done;
    std::vector<std::string> answers;
    const auto gate = [&](Tx&) -> Result<void> {
        entered.set_value();
        let_go.get_future().wait();
        return {};
    };
    writer.write(gate, [](const Result<void>&) {});
    entered.get_future().wait();
    for (const auto& work : works) {
        writer.write(work, [&](const Result<void>& result) {
            answers.emplace_back(result ? "ok" : name_of(result.error().code));
            if (answers.size() == works.size()) done.set_value();
        });
    }
    let_go.set_value();
    done.get_future().wait();
    return answers;
}

TEST_CASE("a work that fails takes nothing of those along that share its commit") {
    Bench bench;
    good(bench.connection->control(create));
    Writer writer(std::move(bench.connection), *bench.checkpointer, {});
    const auto nothing = [](Tx&) -> Result<void> { return {}; };
    using Answers = std::vector<std::string>;

    CHECK(run_as_batch(writer, {add(1), fail_after(nothing), add(1)}) ==
          Answers{"ok", "conflict", "ok"});
    CHECK(bench.rows() == 2);
    CHECK(writer.figures().batches_apart == 0);

    int steps = 0;
    const auto late = [&steps](Tx& tx) -> Result<void> {
        tx.before_commit([&steps](Tx&) -> Result<void> { return ++steps, Result<void>(); });
        return {};
    };
    CHECK(run_as_batch(writer, {add(1), late, fail_after(add(1)), fail_after(late), add(1)}) ==
          Answers{"ok", "ok", "conflict", "conflict", "ok"});
    CHECK(bench.rows() == 4);
    CHECK(steps == 1);
    CHECK(writer.figures().batches_apart == 1);

    good(bench.write_and_wait(writer, add(1)));
    CHECK_FALSE(bench.write_and_wait(writer, fail_after(add(1))));
    CHECK(bench.rows() == 5);
    CHECK(writer.figures().batches_apart == 1);
}

TEST_CASE("what the works of one commit add to a kept count is one statement") {
    static constexpr Query create_count{
        "create_count", "CREATE TABLE kept (word {text:20} PRIMARY KEY, n {integer} NOT NULL)"};
    static constexpr Query adjust{"adjust",
                                  "INSERT INTO kept (word, n) VALUES (?, ?) {upsert:word} "
                                  "n = {old:kept.n} + {new:n}"};
    Bench bench;
    good(bench.connection->control(create));
    good(bench.connection->control(create_count));
    auto* const database = bench.connection->handle();
    Writer writer(std::move(bench.connection), *bench.checkpointer, {});
    const auto counting = [](std::string_view word, std::int64_t change) -> Store::Work {
        return [word, change](Tx& tx) -> Result<void> {
            tx.tally(adjust, {word}, change);
            return add(1)(tx);
        };
    };
    const auto changes_before = sqlite3_total_changes64(database);
    CHECK(run_as_batch(writer,
                       {counting("leak", 1),
                        counting("meter", 1),
                        counting("leak", 2),
                        counting("bill", 1),
                        counting("bill", -1)}) ==
          std::vector<std::string>{"ok", "ok", "ok", "ok", "ok"});
    // Five rows, and two counts: that of the bills has not changed.
    CHECK(sqlite3_total_changes64(database) - changes_before == 7);
    CHECK(run_as_batch(writer, {counting("leak", 4), fail_after(counting("leak", 8))}) ==
          std::vector<std::string>{"ok", "conflict"});
    const auto reader = good(SqliteConnection::open(bench.file, Role::reader));
    CHECK(good(number_of(reader->handle(), "SELECT n FROM kept WHERE word = 'leak'")) == 7);
    CHECK(good(number_of(reader->handle(), "SELECT COUNT(*) FROM kept")) == 2);
}

TEST_CASE("a rehearsed work is there once") {
    Bench bench;
    good(bench.connection->control(create));
    Writer writer(std::move(bench.connection), *bench.checkpointer, {.rehearses = true});
    int runs = 0;
    const auto counted = [&runs](Tx& tx) { return ++runs, add(1)(tx); };
    CHECK(run_as_batch(writer, {counted, fail_after(add(1)), add(1)}) ==
          std::vector<std::string>{"ok", "conflict", "ok"});
    CHECK(bench.rows() == 2);
    CHECK(runs == 2);
}

TEST_CASE("a full disk fails the whole batch, keeps nothing of it, and the next one is served") {
    Bench bench;
    good(bench.connection->control(create));
    good(execute(bench.connection->handle(), "PRAGMA max_page_count = 50"));
    auto* const database = bench.connection->handle();
    Writer writer(std::move(bench.connection), *bench.checkpointer, {});
    std::promise<void> entered;
    std::promise<void> let_go;
    std::promise<void> all_told;
    std::vector<std::string> answers;
    const auto note = [&](Result<void> result) {
        answers.emplace_back(result ? "ok" : name_of(result.error().code));
        if (answers.size() == 4) all_told.set_value();
    };
    writer.write(
        [&](Tx&) -> Result<void> {
            entered.set_value();
            let_go.get_future().wait();
            return {};
        },
        note);
    entered.get_future().wait();
    writer.write(add(10), note);
    writer.write(add(1'000'000), note);
    writer.write(add(10), note);
    let_go.set_value();
    all_told.get_future().wait();
    // A full disk undoes the transaction, with what the others had written in it.
    CHECK(answers ==
          std::vector<std::string>{"ok", "storage_full", "storage_full", "storage_full"});
    CHECK(bench.rows() == 0);
    good(bench.write_and_wait(writer, add(10)));
    CHECK(bench.rows() == 1);
    good(bench.write_and_wait(writer, [&](Tx&) -> Result<void> {
        return execute(database, "PRAGMA max_page_count = 100000");
    }));
    good(bench.write_and_wait(writer, add(1'000'000)));
}

TEST_CASE("the log stays bounded under writes that never pause") {
    Bench bench;
    good(bench.connection->control(create));
    Writer writer(std::move(bench.connection), *bench.checkpointer, {});
    constexpr int rows = 8;  // each a megabyte, all changed by each work
    for (int i = 0; i < rows; ++i) good(bench.write_and_wait(writer, add(1'000'000)));
    const std::filesystem::path log = bench.file.string() + "-wal";
    constexpr std::uintmax_t page_overhead = 24;
    constexpr std::uintmax_t limit = std::uintmax_t{log_pages_max} * (page_bytes + page_overhead);
    std::uintmax_t largest = 0;
    for (int i = 0; i < 100; ++i) {
        good(bench.write_and_wait(writer, [i](Tx& tx) -> Result<void> {
            // Another content each time: SQLite does not write what stays the same.
            const std::string body(1'000'000, static_cast<char>('a' + i % 26));
            for (std::int64_t row = 1; row <= rows; ++row) TRY(tx.change(replace, {body, row}));
            return {};
        }));
        largest = std::max(largest, std::filesystem::file_size(log));
    }
    CHECK(largest > limit / 2);      // the test writes enough to matter
    CHECK(largest < limit * 3 / 2);  // one late restart is allowed for
}

}  // namespace
}  // namespace pilotlight::store::sqlite
