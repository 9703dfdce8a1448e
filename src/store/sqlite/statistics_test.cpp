#include "store/sqlite/statistics.hpp"

#include "store/conformance.hpp"
#include "store/store.hpp"

namespace pilotlight::store::sqlite {
namespace {

using namespace conformance;

TEST_CASE("a small table is read by id however small it was when it was counted") {
    const TemporaryFolder folder;
    const auto store = good(store::open({.folder = folder.path()}));
    good(store->migrate());
    good(store->refresh_statistics());
    std::string plan;
    good(store->write_and_wait([&](Tx& tx) {
        constexpr Query by_id{"plan",
                              "EXPLAIN QUERY PLAN SELECT title FROM service_request WHERE id = 1"};
        return tx.each(by_id, {}, [&](const Row& row) { plan += row.text(3); });
    }));
    CHECK(plan.starts_with("SEARCH service_request"));
}

TEST_CASE("only what is large is counted, and counted anew each time") {
    const TemporaryFolder folder;
    const auto store = good(store::open({.folder = folder.path()}));
    good(store->migrate());
    const auto counted = [&] {
        good(store->refresh_statistics());
        std::string tables;
        constexpr Query found{"counted", "SELECT DISTINCT tbl FROM sqlite_stat1"};
        good((**good(store->read())).each(found, {}, [&](const Row& row) {
            tables += row.text(0);
        }));
        return tables;
    };
    good(store->write_and_wait([](Tx& tx) -> Result<void> {
        constexpr Query some{
            "some",
            "INSERT INTO notice (id, noun, subject, version, kind, customer, is_open_to_everyone, "
            "visibility, created_at) VALUES (?, '', 0, 0, '', 0, 0, '', 0)"};
        TRY(tx.change(some, {std::int64_t{1}}));
        TRY(tx.change(some, {counted_rows_min + 1}));
        return {};
    }));
    CHECK(counted() == "notice");
    CHECK(counted() == "notice");
}

}  // namespace
}  // namespace pilotlight::store::sqlite
