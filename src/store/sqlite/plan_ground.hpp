#pragma once
// The ground of the tests of plans: how SQLite would go about a statement, on a desk that is new or
// filled. For tests alone.

#include "store/account.hpp"
#include "store/conformance.hpp"
#include "store/request_event.hpp"
#include "store/service_request.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/folder.hpp"
#include "store/sqlite/plan.hpp"

namespace pilotlight::store::sqlite {

/// Runs nothing: notes how the statement would be run.
class Planner final : public Connection {
public:
    explicit Planner(const std::filesystem::path& file)
        : connection_(conformance::good(SqliteConnection::open(file, Role::reader))) {}

    Result<std::int64_t> run(const Query& query, std::span<const Value>, const Visit&) override {
        // Explaining alone does not ask whether the schema is a new one; running anything does.
        TRY(execute(connection_->handle(), "SELECT COUNT(*) FROM sqlite_schema"));
        const auto text = TRY(expand(query, Dialect::sqlite)).text;
        for (const auto& step : TRY(plan_of(connection_->handle(), text))) plan += step + '\n';
        return 0;
    }

    std::string plan{};

private:
    std::unique_ptr<SqliteConnection> connection_;
};

/// A migrated store, as new or with rows and statistics of them.
class Ground {
public:
    enum class Rows : int { none = 0, few = 10, many = 2000 };

    explicit Ground(Rows rows)
        : store_(conformance::good(store::open({.folder = folder_.path()}))) {
        conformance::good(store_->migrate());
        if (rows == Rows::none) return;
        fill(static_cast<int>(rows));
        conformance::good(store_->refresh_statistics());
    }
    std::filesystem::path file() const { return folder_.path() / database_name; }

    void grow() const {
        fill(static_cast<int>(Rows::many));
        conformance::good(store_->refresh_statistics());
    }

    template <class Work>
    std::string plan_of(const Work& work) const {
        Planner planner(file());
        Tx tx(planner);
        conformance::good(work(tx));
        REQUIRE_FALSE(planner.plan.empty());
        return planner.plan;
    }

private:
    void fill(int rows) const {
        conformance::good(store_->write_and_wait([rows](Tx& tx) -> Result<void> {
            for (int i = 0; i < 20; ++i) {
                const auto name = "name" + std::to_string(rows + i);
                TRY(account::insert(
                    tx, {.username_key = name, .email_key = name, .customer_number = name}));
            }
            for (int i = 0; i < rows; ++i) {
                const Instant at{std::chrono::seconds(i)};
                std::optional<AccountId> assignee;
                if (i % 7 != 0) assignee = AccountId{i % 3 + 18};
                TRY(service_request::insert(tx,
                                            {.customer = AccountId{i % 17 + 1},
                                             .service_type = ServiceTypeId{i % 5 + 1},
                                             .status = static_cast<Status>(i % 4),
                                             .priority = static_cast<Priority>(i % 3),
                                             .assigned_to = assignee,
                                             .created_at = at,
                                             .updated_at = at}));
                TRY(request_event::insert(tx,
                                          {.service_request = ServiceRequestId{i + 1},
                                           .actor = AccountId{1},
                                           .is_update = i % 3 == 0}));
            }
            return {};
        }));
    }

    const TemporaryFolder folder_{};
    const std::unique_ptr<Store> store_;
};

template <class Test>
void on_new_and_filled(const Test& test) {
    for (const auto rows : {Ground::Rows::none, Ground::Rows::many}) {
        CAPTURE(static_cast<int>(rows));
        test(Ground(rows));
    }
}

}  // namespace pilotlight::store::sqlite
