#include "store/store.hpp"

#include <atomic>

#include "store/conformance.hpp"

namespace pilotlight::store::conformance {
namespace {

constexpr Query endless{"endless",
                        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                        "SELECT COUNT(*) FROM n"};

Result<void> ok(Tx&) {
    return {};
}

TEST_CASE("a scope sees one moment, the next one a later") {
    on_each_driver([](Store& store) {
        std::promise<void> written;
        std::promise<void> read_once;
        std::thread reader([&] {
            auto scope = good(store.read());
            CHECK(good((**scope).number(count_items, {})) == 0);
            read_once.set_value();
            written.get_future().wait();
            CHECK(good((**scope).number(count_items, {})) == 0);
            const auto inner = good(store.read());
            CHECK(good((**inner).number(count_items, {})) == 0);
        });
        read_once.get_future().wait();
        good(store.write_and_wait([](Tx& tx) { return add_item(tx, "one"); }));
        CHECK(item_count(store) == 1);
        written.set_value();
        reader.join();
    });
}

TEST_CASE("a work reads what it wrote, and nobody else does before it is done") {
    on_each_driver([](Store& store) {
        good(store.write_and_wait([&](Tx& tx) -> Result<void> {
            TRY(add_item(tx, "one"));
            CHECK(TRY(tx.number(count_items, {})) == 1);
            std::thread([&] { CHECK(item_count(store) == 0); }).join();
            return {};
        }));
        CHECK(item_count(store) == 1);
    });
}

TEST_CASE("one failing work of a batch is undone alone") {
    on_each_driver([](Store& store) {
        const auto before = store.figures();
        std::vector<std::string> log;
        std::promise<void> last_done;
        HeldWriter held(store);
        const auto queue = [&](std::string name, Store::Work work) {
            store.write(std::move(work), [&, name](Result<void> result) {
                log.push_back(name + ":" +
                              std::string(result ? "ok" : name_of(result.error().code)));
                if (name == "e") last_done.set_value();
            });
        };
        queue("a", [&](Tx& tx) {
            tx.after_commit([&] { log.emplace_back("a after"); });
            return add_item(tx, "a");
        });
        queue("b", [&](Tx& tx) -> Result<void> {
            tx.after_commit([&] { log.emplace_back("b after"); });
            TRY(add_item(tx, "b"));
            return not_found();
        });
        queue("c", [&](Tx& tx) -> Result<void> {
            TRY(add_item(tx, "c"));
            throw std::runtime_error("thrown by a test");
        });
        queue("d", [&](Tx& tx) { return add_item(tx, "a"); });
        queue("e", [&](Tx& tx) {
            tx.after_commit([&] { log.emplace_back("e after"); });
            return add_item(tx, "e");
        });
        held.release();
        last_done.get_future().wait();

        CHECK(log ==
              std::vector<std::string>{
                  "a after", "a:ok", "b:not_found", "c:internal", "d:conflict", "e after", "e:ok"});
        CHECK(item_count(store) == 2);
        const auto after = store.figures();
        CHECK(after.batches - before.batches == 2);  // the holder's and that of the five
        CHECK(after.transactions - before.transactions == 6);
        CHECK(after.failed_transactions - before.failed_transactions == 3);
    });
}

TEST_CASE("the hook is called once a commit, before the answers, and not when nothing was kept") {
    on_each_driver([](Store& store) {
        std::vector<std::string> log;
        std::promise<void> last_done;
        store.on_commit([&] { log.emplace_back("committed"); });
        HeldWriter held(store);
        const auto queue = [&](std::string name, Result<void> result) {
            store.write(
                [&, name, result](Tx& tx) -> Result<void> {
                    TRY(add_item(tx, name));
                    return result;
                },
                [&, name](Result<void>) {
                    log.push_back(name);
                    if (name == "c") last_done.set_value();
                });
        };
        queue("a", {});
        queue("b", not_found());
        queue("c", {});
        held.release();
        last_done.get_future().wait();
        CHECK_FALSE(store.write_and_wait([](Tx&) -> Result<void> { return not_found(); }));
        store.on_commit({});
        good(store.write_and_wait([](Tx& tx) { return add_item(tx, "unheard"); }));
        CHECK(log == std::vector<std::string>{"committed", "committed", "a", "b", "c"});
        CHECK(item_count(store) == 3);
    });
}

TEST_CASE("steps before the commit run after all works, of those that succeeded") {
    on_each_driver([](Store& store) {
        std::vector<std::string> log;
        std::promise<void> last_done;
        HeldWriter held(store);
        const auto queue = [&](std::string name, Result<void> result) {
            store.write(
                [&, name, result](Tx& tx) -> Result<void> {
                    log.push_back(name);
                    tx.before_commit([&, name](Tx& late) -> Result<void> {
                        log.push_back(name + " step");
                        return add_item(late, name);
                    });
                    return result;
                },
                [&, name](Result<void>) {
                    if (name == "c") last_done.set_value();
                });
        };
        queue("a", {});
        queue("b", forbidden());
        queue("c", {});
        held.release();
        last_done.get_future().wait();
        CHECK(log == std::vector<std::string>{"a", "b", "c", "a step", "c step"});
        CHECK(item_count(store) == 2);
    });
}

TEST_CASE("tallies of a commit are summed up, before its steps, and not read by the works") {
    on_each_driver([](Store& store) {
        static constexpr Query adjust{"adjust",
                                      "INSERT INTO request_age (slot, n) VALUES (?, ?) "
                                      "{upsert:slot} n = {old:request_age.n} + {new:n}"};
        static constexpr Query of_slot{"of_slot", "SELECT n FROM request_age WHERE slot = 7"};
        good(store.migrate());
        std::vector<std::int64_t> seen;
        std::promise<void> last_done;
        HeldWriter held(store);
        const auto queue = [&](std::int64_t change, Result<void> result) {
            store.write(
                [&seen, change, result](Tx& tx) -> Result<void> {
                    tx.tally(adjust, {std::int64_t{7}}, change);
                    seen.push_back(TRY(tx.number(of_slot, {})).value_or(-1));
                    tx.before_commit([&seen](Tx& late) -> Result<void> {
                        seen.push_back(TRY(late.number(of_slot, {})).value_or(-1));
                        return {};
                    });
                    return result;
                },
                [&last_done, change](const Result<void>&) {
                    if (change == 4) last_done.set_value();
                });
        };
        queue(1, {});
        queue(2, forbidden());
        queue(4, {});
        held.release();
        last_done.get_future().wait();
        CHECK(seen == std::vector<std::int64_t>{-1, -1, -1, 5, 5});
    });
}

TEST_CASE("a failing step fails every work of the commit") {
    on_each_driver([](Store& store) {
        std::vector<Code> codes;
        std::promise<void> last_done;
        HeldWriter held(store);
        const auto note = [&](Result<void> result) {
            codes.push_back(bad(std::move(result)).code);
        };
        store.write([](Tx& tx) { return add_item(tx, "a"); }, note);
        store.write(
            [](Tx& tx) -> Result<void> {
                tx.before_commit(
                    [](Tx&) -> Result<void> { throw std::runtime_error("by a test"); });
                return add_item(tx, "b");
            },
            [&](Result<void> result) {
                note(std::move(result));
                last_done.set_value();
            });
        held.release();
        last_done.get_future().wait();
        CHECK(codes == std::vector<Code>{Code::internal, Code::internal});
        CHECK(item_count(store) == 0);
        good(store.write_and_wait([](Tx& tx) { return add_item(tx, "c"); }));
    });
}

TEST_CASE("a lone failing work is undone too") {
    on_each_driver([](Store& store) {
        CHECK(bad(store.write_and_wait([](Tx& tx) -> Result<void> {
                  TRY(add_item(tx, "one"));
                  return forbidden();
              })).code == Code::forbidden);
        const auto thrown = bad(store.write_and_wait([](Tx& tx) -> Result<void> {
            TRY(add_item(tx, "one"));
            throw std::runtime_error("thrown by a test");
        }));
        CHECK(thrown.code == Code::internal);
        CHECK(thrown.cause.find("thrown by a test") != std::string::npos);
        CHECK(item_count(store) == 0);
        good(store.write_and_wait([](Tx& tx) { return add_item(tx, "one"); }));
        CHECK(item_count(store) == 1);
    });
}

TEST_CASE("callbacks that throw do not end the store") {
    on_each_driver([](Store& store) {
        store.write([](Tx& tx) { return add_item(tx, "one"); },
                    [](Result<void>) { throw std::runtime_error("thrown by a test"); });
        std::atomic<bool> answered = false;
        store.write(
            [](Tx& tx) {
                tx.after_commit([] { throw 42; });
                return add_item(tx, "two");
            },
            [&](Result<void> result) { answered = bool(result); });
        good(store.write_and_wait(ok));
        CHECK(answered);
        CHECK(item_count(store) == 2);
    });
}

TEST_CASE("done comes when everybody can see the work") {
    on_each_driver([](Store& store) {
        std::int64_t seen_by_action = 0;
        std::int64_t seen_by_done = 0;
        HeldWriter held(store);
        store.write(
            [&](Tx& tx) {
                tx.after_commit([&] { seen_by_action = item_count(store); });
                return add_item(tx, "one");
            },
            [&](Result<void>) { seen_by_done = item_count(store); });
        store.write([&](Tx& tx) { return add_item(tx, "two"); }, [](Result<void>) {});
        held.release();
        good(store.write_and_wait(ok));
        CHECK(seen_by_action == 2);
        CHECK(seen_by_done == 2);
    });
}

TEST_CASE("many threads share commits, and none of their work is lost") {
    on_each_driver([](Store& store) {
        constexpr int threads = 16;
        constexpr int each = 50;
        const auto before = store.figures();
        std::vector<std::thread> writers;
        for (int t = 0; t < threads; ++t) {
            writers.emplace_back([&, t] {
                for (int i = 0; i < each; ++i) {
                    const auto name = std::to_string(t) + "/" + std::to_string(i);
                    good(store.write_and_wait([&](Tx& tx) { return add_item(tx, name); }));
                    const auto scope = good(store.read());
                    CHECK(good((**scope).one<Item>(item_by_name, {to_value(name)})).has_value());
                }
            });
        }
        for (auto& writer : writers) writer.join();
        const auto after = store.figures();
        CHECK(item_count(store) == threads * each);
        CHECK(after.transactions - before.transactions == threads * each);
        CHECK(after.batches - before.batches < threads * each);
    });
}

TEST_CASE("a full queue refuses at once and says when to come again") {
    on_each_driver(Options{.queue_max = 3, .batch_max = 2}, [](Store& store, const Options&) {
        int good_ones = 0;
        std::promise<void> third_done;
        const auto count = [&](Result<void> result) {
            good_ones += bool(result);
            if (good_ones == 3) third_done.set_value();
        };
        const auto refused_before = store.figures().refused_transactions;
        HeldWriter held(store);
        for (int i = 0; i < 3; ++i) store.write(ok, count);
        CHECK(store.figures().queue_depth == 3);
        std::optional<Error> refusal;
        std::thread::id refused_on;
        store.write(ok, [&](Result<void> result) {
            refusal = bad(std::move(result));
            refused_on = std::this_thread::get_id();
        });
        REQUIRE(refusal.has_value());
        CHECK(refusal->code == Code::overloaded);
        CHECK(refusal->retry_after_s > 0);
        CHECK(refused_on == std::this_thread::get_id());
        CHECK(store.figures().refused_transactions - refused_before == 1);
        const auto batches_before = store.figures().batches;
        held.release();
        third_done.get_future().wait();
        CHECK(good_ones == 3);
        CHECK(store.figures().batches - batches_before == 2);  // three, of at most two
        CHECK(store.figures().queue_depth == 0);
    });
}

TEST_CASE("a read beyond its deadline is timed out and the thread reads on") {
    on_each_driver(Options{.read_deadline = std::chrono::milliseconds(30)},
                   [](Store& store, const Options&) {
                       {
                           const auto scope = good(store.read());
                           const auto inner = good(store.read());
                           CHECK(bad((**inner).number(endless, {})).code == Code::timed_out);
                       }
                       CHECK(item_count(store) == 0);
                       good(store.write_and_wait([](Tx& tx) { return add_item(tx, "one"); }));
                       CHECK(item_count(store) == 1);
                   });
}

TEST_CASE("a brief read has a deadline of its own, which is never the later one") {
    const Options soon{.read_deadline = std::chrono::minutes(10),
                       .brief_read_deadline = std::chrono::milliseconds(1)};
    const Options never_later{.read_deadline = std::chrono::milliseconds(1),
                              .brief_read_deadline = std::chrono::minutes(10)};
    for (const auto& options : {soon, never_later}) {
        on_each_driver(options, [](Store& store, const Options&) {
            const auto scope = good(store.read(Patience::brief));
            CHECK(bad((**scope).number(endless, {})).code == Code::timed_out);
        });
    }
}

TEST_CASE("stop finishes what is queued and refuses the rest") {
    on_each_driver([](Store& store) {
        std::atomic<int> done = 0;
        for (int i = 0; i < 100; ++i) {
            store.write([i](Tx& tx) { return add_item(tx, std::to_string(i)); },
                        [&](Result<void> result) { done += bool(result); });
        }
        store.stop();
        CHECK(done == 100);
        CHECK(bad(store.write_and_wait(ok)).code == Code::overloaded);
        CHECK(bad(store.read()).code == Code::overloaded);
        store.stop();
    });
}

TEST_CASE("a scope that is alive while the store stops stays good") {
    on_each_driver([](Store& store) {
        good(store.write_and_wait([](Tx& tx) { return add_item(tx, "one"); }));
        std::promise<void> entered;
        std::promise<void> stopped;
        std::thread reader([&] {
            const auto scope = good(store.read());
            CHECK(good((**scope).number(count_items, {})) == 1);
            entered.set_value();
            stopped.get_future().wait();
            CHECK(good((**scope).number(count_items, {})) == 1);
        });
        entered.get_future().wait();
        store.stop();
        stopped.set_value();
        reader.join();
    });
}

TEST_CASE("threads come and go while others write") {
    on_each_driver([](Store& store) {
        std::atomic<bool> is_over = false;
        std::thread writer([&] {
            for (int i = 0; !is_over; ++i) {
                good(store.write_and_wait([&](Tx& tx) { return add_item(tx, std::to_string(i)); }));
            }
        });
        for (int round = 0; round < 20; ++round) {
            std::vector<std::thread> readers;
            for (int i = 0; i < 4; ++i) {
                readers.emplace_back([&] {
                    const auto first = item_count(store);
                    CHECK(item_count(store) >= first);
                });
            }
            for (auto& reader : readers) reader.join();
        }
        is_over = true;
        writer.join();
    });
}

TEST_CASE("what was written is there after the store is opened again") {
    for (const auto& driver : drivers) {
        CAPTURE(driver.name);
        const TemporaryFolder folder;
        const Options options{.folder = folder.path() / "new" / "data"};
        for (int round = 0; round < 3; ++round) {
            const auto store = good(driver.open(options));
            if (round == 0) create_tables(*store);
            CHECK(item_count(*store) == round);
            good(
                store->write_and_wait([&](Tx& tx) { return add_item(tx, std::to_string(round)); }));
        }
    }
}

TEST_CASE("a copy made under writes is whole") {
    on_each_driver(Options{}, [](Store& store, const Options& options) {
        good(store.migrate());
        std::atomic<bool> is_over = false;
        std::atomic<int> written = 0;
        std::vector<std::thread> writers;
        for (int t = 0; t < 2; ++t) {
            writers.emplace_back([&, t] {
                for (int i = 0; !is_over; ++i) {
                    const auto name = std::to_string(t) + "/" + std::to_string(i);
                    good(store.write_and_wait([&](Tx& tx) -> Result<void> {
                        TRY(add_item(tx, name));
                        const auto found = TRY(tx.one<Item>(item_by_name, {to_value(name)}));
                        TRY(tx.insert(insert_part, {to_value(found->id)}));
                        return {};
                    }));
                    ++written;
                }
            });
        }
        while (written < 50) std::this_thread::yield();
        const int before = written;
        const auto target_folder = options.folder.parent_path() / "copy";
        std::filesystem::create_directory(target_folder);
        const auto target = target_folder / "pilotlight.db";
        good(store.backup(target));
        const int after = written + 2;  // each writer may have committed one it has not counted
        is_over = true;
        for (auto& writer : writers) writer.join();

        CHECK(bad(store.backup(target)).code == Code::conflict);
        Options copied = options;
        copied.folder = target_folder;
        const auto copy = good(open(copied));
        CHECK(good(copy->check()) == std::vector<std::string>{});
        CHECK(item_count(*copy) >= before);
        CHECK(item_count(*copy) <= after);
        const auto scope = good(copy->read());
        constexpr Query count_parts{"count_parts", "SELECT COUNT(*) FROM part"};
        CHECK(good((**scope).number(count_parts, {})) == good((**scope).number(count_items, {})));
    });
}

TEST_CASE("a copy that fails leaves no file") {
    on_each_driver(Options{}, [](Store& store, const Options& options) {
        const auto target = options.folder / "no such folder" / "copy.db";
        CHECK(bad(store.backup(target)).code == Code::internal);
        CHECK_FALSE(std::filesystem::exists(target));
    });
}

}  // namespace
}  // namespace pilotlight::store::conformance
