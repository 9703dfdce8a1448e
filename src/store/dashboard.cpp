#include "store/dashboard.hpp"

namespace pilotlight::store::dashboard {
namespace {

constexpr Query adjust_age{"request_age_adjust",
                           "INSERT INTO request_age (slot, n) VALUES (?, ?) {upsert:slot} "
                           "n = {old:request_age.n} + {new:n}"};
constexpr Query drop_age{"request_age_drop", "DELETE FROM request_age WHERE slot = ? AND n = 0"};
constexpr Query sum_age{"request_age_sum",
                        "SELECT COALESCE(SUM(n), 0) FROM request_age WHERE slot > ? AND slot <= ?"};
constexpr Query adjust_time{"request_time_adjust",
                            "INSERT INTO request_time (measure, day, bucket, n) "
                            "VALUES (?, ?, ?, ?) {upsert:measure,day,bucket} "
                            "n = {old:request_time.n} + {new:n}"};
constexpr Query list_times{"request_time_list",
                           "SELECT day, bucket, n FROM request_time WHERE measure = ? "
                           "AND day >= ? AND day < ? AND n <> 0 ORDER BY day, bucket"};

/// What a request adds to the figures.
struct Share {
    std::optional<Instant> opened{};  // of an open one
    std::optional<Instant> responded{};
    std::optional<Instant> resolved{};
};

Share share_of(const ServiceRequest& request) {
    if (request.deleted_at) return {};
    Share share{.responded = request.first_response_at, .resolved = request.resolved_at};
    if (is_open(request.status)) share.opened = request.created_at;
    return share;
}

void move_age(Tx& tx, Instant opened_at, std::int64_t change) {
    const auto slot = to_value(age_slot_of(opened_at));
    tx.tally(adjust_age, {slot}, change);
    if (change > 0) return;
    // After the tallies, which may bring it to 0.
    tx.before_commit([slot](Tx& late) -> Result<void> {
        TRY(late.change(drop_age, {slot}));
        return {};
    });
}

/// Counts one measurement in its day, or takes it back.
struct Sample {
    Measure measure = Measure::resolution;
    Instant from{};
    Instant until{};
};
void move_time(Tx& tx, const Sample& sample, std::int64_t change) {
    tx.tally(adjust_time,
             {to_value(sample.measure),
              to_value(day_of(sample.until)),
              time_bucket(sample.until - sample.from)},
             change);
}

void follow_time(Tx& tx,
                 Sample sample,
                 std::optional<Instant> before,
                 std::optional<Instant> after) {
    if (before == after) return;
    if (before) {
        sample.until = *before;
        move_time(tx, sample, -1);
    }
    if (after) {
        sample.until = *after;
        move_time(tx, sample, 1);
    }
}

}  // namespace

void follow(Tx& tx, const ServiceRequest* before, const ServiceRequest& after) {
    const auto was = before == nullptr ? Share{} : share_of(*before);
    const auto is = share_of(after);
    if (was.opened != is.opened) {
        if (was.opened) move_age(tx, *was.opened, -1);
        if (is.opened) move_age(tx, *is.opened, 1);
    }
    const auto opened = after.created_at;
    follow_time(tx, {Measure::first_response, opened}, was.responded, is.responded);
    follow_time(tx, {Measure::resolution, opened}, was.resolved, is.resolved);
}

Result<std::vector<std::int64_t>> open_by_age(Read& read, Instant now) {
    std::vector<std::int64_t> list;
    for (const auto& band : age_bands()) {
        const auto n =
            TRY(read.number(sum_age, {to_value(now - band.until), to_value(now - band.from)}));
        list.push_back(n.value_or(0));
    }
    return list;
}

Result<std::vector<Day>> times(Read& read, Measure measure, Instant from, Instant until) {
    std::vector<Day> list;
    TRY(read.each(
        list_times, {to_value(measure), to_value(from), to_value(until)}, [&](const Row& row) {
            Instant day;
            from_row(row, 0, day);
            if (list.empty() || list.back().day != day) list.push_back({.day = day});
            const auto bucket = static_cast<std::size_t>(row.integer(1));
            auto& counts = list.back().counts;
            if (bucket < counts.size()) counts[bucket] = row.integer(2);
        }));
    return list;
}

}  // namespace pilotlight::store::dashboard
