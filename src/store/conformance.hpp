#pragma once
// The conformance suite's ground: its tests (*_test.cpp of this folder) are written against Store,
// Read and Tx and run on every driver in the list. A new driver adds its row and nothing else.

#include <doctest/doctest.h>

#include <functional>
#include <future>
#include <thread>

#include "base/temporary_folder.hpp"
#include "store/store.hpp"

namespace pilotlight::store::conformance {

struct Driver {
    const char* name;
    Result<std::unique_ptr<Store>> (*open)(const Options&);
};
inline constexpr Driver drivers[] = {{"sqlite", &store::open}};

struct Item {
    Id<Item> id{};
    std::string name{};
    std::optional<std::string> note{};
    std::int64_t n = 0;

    static constexpr auto fields() {
        return FieldList{
            Field{"id", &Item::id, {}},
            Field{"name", &Item::name, {}},
            Field{"note", &Item::note, {}},
            Field{"n", &Item::n, {}},
        };
    }
};

inline constexpr Query tables[] = {
    {"create_item",
     "CREATE TABLE item (id {id}, name {text:100} NOT NULL UNIQUE, note {text}, "
     "n {integer} NOT NULL)"},
    {"create_part", "CREATE TABLE part (id {id}, item {integer} NOT NULL REFERENCES item (id))"},
    {"create_tally",
     "CREATE TABLE tally (a {text:20} NOT NULL, b {integer} NOT NULL, n {integer} NOT NULL, "
     "PRIMARY KEY (a, b))"},
    {"create_words", "{search_table:words}"},
};
inline constexpr auto insert_item =
    query_of<Item>("insert_item", "INSERT INTO item {insert} {returning_id}");
inline constexpr auto item_by_name =
    query_of<Item>("item_by_name", "SELECT {columns} FROM item WHERE name = ?");
inline constexpr auto update_item =
    query_of<Item>("update_item", "UPDATE item SET {assign} WHERE id = ?");
inline constexpr Query count_items{"count_items", "SELECT COUNT(*) FROM item"};
inline constexpr Query insert_part{"insert_part",
                                   "INSERT INTO part (item) VALUES (?) {returning_id}"};

/// A result that has to be good; prints the cause when it is not.
template <class T>
T good(Result<T> result) {
    if (!result) FAIL(result.error().message << " / " << result.error().cause);
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

/// The error of a result that has to be bad.
template <class T>
Error bad(Result<T> result) {
    REQUIRE_FALSE(bool(result));
    return std::move(result).error();
}

inline void create_tables(Store& store) {
    good(store.write_and_wait([](Tx& tx) -> Result<void> {
        for (const auto& table : tables) TRY(tx.change(table, {}));
        return {};
    }));
}

inline Result<void> add_item(Tx& tx, std::string name, std::int64_t n = 0) {
    TRY(tx.insert(insert_item, Item{.name = std::move(name), .n = n}));
    return {};
}

inline std::int64_t item_count(Store& store) {
    const auto scope = good(store.read());
    return good((**scope).number(count_items, {})).value_or(-1);
}

/// Holds the store's thread in a work of its own until let go, so that what is queued meanwhile
/// makes one batch.
class HeldWriter {
public:
    explicit HeldWriter(Store& store) {
        store.write(
            [this](Tx&) -> Result<void> {
                entered_.set_value();
                let_go_.get_future().wait();
                return {};
            },
            [this](Result<void>) { done_.set_value(); });
        entered_.get_future().wait();
    }
    ~HeldWriter() { release(); }

    void release() {
        if (std::exchange(is_released_, true)) return;
        let_go_.set_value();
        done_.get_future().wait();
    }

private:
    std::promise<void> entered_{};
    std::promise<void> let_go_{};
    std::promise<void> done_{};
    bool is_released_ = false;
};

/// Runs the test on a new store of each driver, with the tables above.
template <class Test>
void on_each_driver(Options options, const Test& test) {
    for (const auto& driver : drivers) {
        CAPTURE(driver.name);
        const TemporaryFolder folder;
        options.folder = folder.path() / "data";
        const auto store = good(driver.open(options));
        create_tables(*store);
        test(*store, options);
    }
}
template <class Test>
void on_each_driver(const Test& test) {
    on_each_driver(Options{}, [&](Store& store, const Options&) { test(store); });
}

}  // namespace pilotlight::store::conformance
