#pragma once
// What a driver implements and what the nouns' files are given. A noun's function takes a Read&
// (any thread's view) or a Tx& (inside one transaction on the store's own thread).

#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "store/query.hpp"

namespace pilotlight::store {

/// A driver's connection: one thread at a time. Statements are prepared once and kept.
class Connection {
public:
    using Visit = std::function<void(const Row&)>;

    virtual ~Connection() = default;

    /// Runs the statement and visits each row, up to one that says stop(). Returns the number of
    /// rows changed (0 for a read). Failures: conflict (a unique or foreign key; the message is
    /// fixed text), timed_out (the read deadline), storage_full, internal. `visit` must not run
    /// another statement with the same Query on this connection.
    virtual Result<std::int64_t> run(const Query& query,
                                     std::span<const Value> values,
                                     const Visit& visit) = 0;

    /// Runs an INSERT of one row that ends in {returning_id}. Returns the new id.
    virtual Result<std::int64_t> insert(const Query& query, std::span<const Value> values);

    /// For run() of what yields no rows, or none that anybody wants.
    static const Visit no_rows;
};

/// How many statements this thread has run so far through any Read or Tx. Two readings tell what
/// the work between them has asked of the database; BEGIN, COMMIT and the like are the driver's
/// own.
std::uint64_t statements_run();

/// A consistent view of committed data: everything read through one Read is of one moment.
class Read {
public:
    explicit Read(Connection& connection) : connection_(connection) {}
    Read(const Read&) = delete;
    Read& operator=(const Read&) = delete;

    Result<void> each(const Query& query,
                      std::span<const Value> values,
                      const Connection::Visit& visit);
    Result<void> each(const Query& query,
                      std::initializer_list<Value> values,
                      const Connection::Visit& visit) {
        return each(query, std::span(values.begin(), values.size()), visit);
    }

    template <Described T>
    Result<std::vector<T>> all(const Query& query, std::span<const Value> values) {
        std::vector<T> list;
        TRY(each(query, values, [&](const Row& row) { list.push_back(read<T>(row)); }));
        return list;
    }
    template <Described T>
    Result<std::vector<T>> all(const Query& query, std::initializer_list<Value> values) {
        return all<T>(query, std::span(values.begin(), values.size()));
    }

    /// The first row, or nothing; nothing is not a failure.
    template <Described T>
    Result<std::optional<T>> one(const Query& query, std::initializer_list<Value> values) {
        std::optional<T> found;
        TRY(each(query, values, [&](const Row& row) {
            if (!found) found = read<T>(row);
        }));
        return found;
    }

    /// The first column of the first row, or nothing.
    Result<std::optional<std::int64_t>> number(const Query& query,
                                               std::initializer_list<Value> values);

protected:
    Connection& connection_;
};

/// A change of a kept count: an upsert that takes the values of the key and then how much.
struct Tally {
    const Query* query = nullptr;
    std::vector<Value> key{};
    std::int64_t change = 0;
};

/// One transaction, made by the store alone. What it wrote is durable when the store says the work
/// is done, and gone when the work returns an error.
class Tx : public Read {
public:
    explicit Tx(Connection& connection) : Read(connection) {}

    /// Runs a statement that changes rows; the number of rows changed.
    Result<std::int64_t> change(const Query& query, std::span<const Value> values);
    Result<std::int64_t> change(const Query& query, std::initializer_list<Value> values) {
        return change(query, std::span(values.begin(), values.size()));
    }

    /// Runs an INSERT ... {returning_id} and gives the new id.
    Result<std::int64_t> insert(const Query& query, std::span<const Value> values);
    Result<std::int64_t> insert(const Query& query, std::initializer_list<Value> values) {
        return insert(query, std::span(values.begin(), values.size()));
    }
    template <Described T>
    Result<std::int64_t> insert(const Query& query, const T& object) {
        return insert(query, values_of(object));
    }
    /// UPDATE ... SET {assign} WHERE id = ?
    template <Described T>
    Result<std::int64_t> update(const Query& query, const T& object) {
        auto values = values_of(object);
        values.push_back(to_value(object.id));
        return change(query, values);
    }

    /// Adds to a kept count as the commit ends, for all its works by one statement a row, before
    /// the steps of before_commit(). As with those, a failure fails all, and the work does not read
    /// it yet. The query and the texts of the key must live as long as the program (enumerations').
    void tally(const Query& query, std::initializer_list<Value> key, std::int64_t change) {
        tallies_.push_back({&query, key, change});
    }
    std::vector<Tally> take_tallies() { return std::move(tallies_); }

    /// Runs in this transaction, after the other works that share its commit have run. For derived
    /// rows that are cheaper to write together than one by one (a full-text index). A failure here
    /// fails all the works of the commit; what the work itself reads does not show it yet.
    ///
    /// Steps run by rising `row`, those of one row as they came: FTS5 begins a segment of its index
    /// anew whenever the rows go back. 0, before them: what writes no such row.
    struct Step {
        std::function<Result<void>(Tx&)> run{};
        std::int64_t row = 0;
    };
    void before_commit(std::function<Result<void>(Tx&)> step, std::int64_t row = 0) {
        steps_.push_back({std::move(step), row});
    }
    std::vector<Step> take_steps() { return std::move(steps_); }

    /// Runs after the transaction is durable and before the caller is answered; never if it fails.
    /// Must be short and must not touch the store.
    void after_commit(std::function<void()> action) { actions_.push_back(std::move(action)); }
    std::vector<std::function<void()>> take_actions() { return std::move(actions_); }

private:
    std::vector<Tally> tallies_{};
    std::vector<Step> steps_{};
    std::vector<std::function<void()>> actions_{};
};

/// Writes the tallies of one commit.
Result<void> write_tallies(Tx& tx, std::span<const Tally> tallies);

}  // namespace pilotlight::store
