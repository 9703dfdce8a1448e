#include "store/sqlite/store.hpp"

#include <sys/stat.h>

#include <fstream>

#include "store/conformance.hpp"
#include "store/sqlite/checkpointer.hpp"
#include "store/sqlite/folder.hpp"

namespace pilotlight::store::sqlite {
namespace {

using namespace conformance;

TEST_CASE("a folder is served once, and only its owner may look into it") {
    on_each_driver(Options{}, [](Store& store, const Options& options) {
        good(store.write_and_wait([](Tx& tx) { return add_item(tx, "one"); }));
        const auto error = bad(sqlite::open(options));
        CHECK(error.code == Code::conflict);
        CHECK(error.message.find(options.folder.string()) == std::string::npos);
        struct stat state {};
        REQUIRE(::stat(options.folder.c_str(), &state) == 0);
        CHECK((state.st_mode & 0777) == 0700);
        for (const auto& file : std::filesystem::directory_iterator(options.folder)) {
            CAPTURE(file.path().string());
            REQUIRE(::stat(file.path().c_str(), &state) == 0);
            CHECK((state.st_mode & 0777) == 0600);
        }
    });
}

TEST_CASE("a commit that fails fails all its works, and the next one is served") {
    on_each_driver([](Store& store) {
        std::vector<Code> codes;
        std::promise<void> last_done;
        bool has_acted = false;
        HeldWriter held(store);
        const auto note = [&](Result<void> result) {
            codes.push_back(bad(std::move(result)).code);
        };
        store.write(
            [&](Tx& tx) {
                tx.after_commit([&] { has_acted = true; });
                return add_item(tx, "a");
            },
            note);
        store.write(
            [](Tx& tx) -> Result<void> {
                constexpr Query defer{"defer", "PRAGMA defer_foreign_keys = ON"};
                TRY(tx.change(defer, {}));
                TRY(tx.insert(insert_part, {404}));
                return {};
            },
            [&](Result<void> result) {
                note(std::move(result));
                last_done.set_value();
            });
        held.release();
        last_done.get_future().wait();
        CHECK(codes == std::vector<Code>{Code::conflict, Code::conflict});
        CHECK_FALSE(has_acted);
        CHECK(item_count(store) == 0);
        good(store.write_and_wait([](Tx& tx) { return add_item(tx, "b"); }));
        CHECK(item_count(store) == 1);
    });
}

TEST_CASE("check finds a search index that lost a text, and leaves no copy behind") {
    const TemporaryFolder folder;
    const auto store = good(sqlite::open({.folder = folder.path()}));
    good(store->migrate());
    create_tables(*store);
    constexpr Query add{"add",
                        "INSERT INTO words ({search_id}, number, title, description, address, "
                        "owner) VALUES (1, '', 'valve', '', '', '')"};
    good(store->write_and_wait([&](Tx& tx) -> Result<void> {
        TRY(tx.change(add, {}));
        return {};
    }));
    CHECK(good(store->check()).empty());
    const auto raw = good(SqliteConnection::open(folder.path() / database_name, Role::background));
    good(execute(raw->handle(), "UPDATE words_content SET c1 = 'pipe'"));
    CHECK(good(store->check()) ==
          std::vector<std::string>{"The index of words does not fit its texts."});
    for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
        CHECK(file.path().string().find(".check") == std::string::npos);
    }
}

TEST_CASE("check finds references to nothing and pages that are not what they were") {
    const TemporaryFolder folder;
    const auto file = folder.path() / database_name;
    {
        const auto store = good(sqlite::open({.folder = folder.path()}));
        good(store->migrate());
        create_tables(*store);
        // The last page is theirs then, and not one of the schema, without which nothing opens.
        good(store->write_and_wait([](Tx& tx) -> Result<void> {
            for (int i = 0; i < 1000; ++i) TRY(add_item(tx, "item " + std::to_string(i)));
            return {};
        }));
        CHECK(good(store->check()).empty());
        const auto raw = good(SqliteConnection::open(file, Role::background));
        good(execute(raw->handle(),
                     "PRAGMA foreign_keys = OFF; INSERT INTO part (item) VALUES (4040)"));
        const auto findings = good(store->check());
        REQUIRE(findings.size() == 1);
        CHECK(findings.front() == "Row 1 of part refers to a row of item that is not there.");
    }
    {
        std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
        bytes.seekp(-page_bytes + 8, std::ios::end);
        bytes << "not a page of a database";
    }
    const auto refused = bad(sqlite::open({.folder = folder.path()}));
    CHECK(refused.cause.find("A damaged database") != std::string::npos);
    const auto visited = good(sqlite::open({.folder = folder.path(), .exclusive = false}));
    const auto findings = visited->check();
    CHECK((!findings || !findings->empty()));
}

}  // namespace
}  // namespace pilotlight::store::sqlite
