#include "store/dashboard.hpp"

#include <map>

#include "http/context.hpp"
#include "http/schema.hpp"
#include "http/v1/routes.hpp"
#include "store/account.hpp"
#include "store/service_request.hpp"
#include "store/service_type.hpp"

namespace pilotlight::http::v1 {
namespace {

constexpr std::chrono::days range_default{30};
constexpr std::chrono::days range_max{366};

struct Tally {
    std::string name{};
    std::int64_t n = 0;

    static constexpr auto fields() {
        return FieldList{Field{"name", &Tally::name, {}}, Field{"n", &Tally::n, {}}};
    }
};

struct DayTimes {
    std::string day{};
    std::int64_t n = 0;
    std::int64_t median_s = 0;
    std::int64_t p90_s = 0;

    static constexpr auto fields() {
        return FieldList{
            Field{"day", &DayTimes::day, {.doc = "UTC, such as 2026-11-21."}},
            Field{"n", &DayTimes::n, {.doc = "Requests that were measured on the day."}},
            Field{"median_s", &DayTimes::median_s, {.doc = "From the opening, in seconds."}},
            Field{"p90_s", &DayTimes::p90_s, {}},
        };
    }
};

struct Load {
    AccountId account{};
    std::string name{};
    Role role = Role::support;
    bool available = false;
    std::int64_t pending = 0;
    std::int64_t in_progress = 0;
    std::int64_t urgent = 0;

    static constexpr auto fields() {
        return FieldList{
            Field{"account", &Load::account, {}},
            Field{"name", &Load::name, {}},
            Field{"role", &Load::role, {}},
            Field{"available", &Load::available, {}},
            Field{"pending", &Load::pending, {}},
            Field{"in_progress", &Load::in_progress, {}},
            Field{"urgent", &Load::urgent, {.doc = "Of both."}},
        };
    }
};

struct Dashboard {
    Instant generated_at{};
    std::vector<Tally> by_status{};
    std::vector<Tally> open_by_type{};
    std::vector<Tally> open_by_age{};
    std::int64_t open_unassigned = 0;
    DayTimes first_response{};
    DayTimes resolution{};
    std::vector<DayTimes> first_response_by_day{};
    std::vector<DayTimes> resolution_by_day{};
    std::vector<Load> workload{};

    static constexpr auto fields() {
        return FieldList{
            Field{"generated_at", &Dashboard::generated_at, {}},
            Field{"by_status", &Dashboard::by_status, {}},
            Field{"open_by_type", &Dashboard::open_by_type, {.doc = "Types with open requests."}},
            Field{"open_by_age",
                  &Dashboard::open_by_age,
                  {.doc = "Since they were opened, exact to a quarter of an hour."}},
            Field{"open_unassigned", &Dashboard::open_unassigned, {}},
            Field{"first_response",
                  &Dashboard::first_response,
                  {.doc = "Of the whole range; day is its first."}},
            Field{"resolution", &Dashboard::resolution, {.doc = "Of the whole range."}},
            Field{"first_response_by_day", &Dashboard::first_response_by_day, {}},
            Field{"resolution_by_day", &Dashboard::resolution_by_day, {}},
            Field{"workload", &Dashboard::workload, {.doc = "Active staff."}},
        };
    }
};

struct Range {
    Instant from{};   // midnight
    Instant until{};  // midnight, exclusive
};

Result<Range> range_of(const Context& context) {
    const auto& head = *context.request;
    const auto until = TRY(query_instant(head, "until"));
    const auto from = TRY(query_instant(head, "from"));
    Range range;
    range.until = until ? day_of(*until) : day_of(context.now) + std::chrono::days{1};
    range.from = from ? day_of(*from) : range.until - range_default;
    if (range.from >= range.until) return invalid("from", "The range is empty.");
    if (range.until - range.from > range_max) {
        return invalid("from", "A range has 366 days at most.");
    }
    return range;
}

std::string date_of(Instant day) {
    constexpr std::size_t date_length = 10;
    return to_iso8601(day).substr(0, date_length);
}

DayTimes shown(Instant day, const TimeCounts& counts) {
    DayTimes times{.day = date_of(day)};
    for (const auto n : counts) times.n += n;
    times.median_s = quantile(counts, 50).count();
    times.p90_s = quantile(counts, 90).count();
    return times;
}

Result<DayTimes> add_times(store::Read& read,
                           Measure measure,
                           const Range& range,
                           std::vector<DayTimes>& by_day) {
    TimeCounts all{};
    const auto days = TRY(store::dashboard::times(read, measure, range.from, range.until));
    for (const auto& day : days) {
        by_day.push_back(shown(day.day, day.counts));
        for (std::size_t i = 0; i < all.size(); ++i) all[i] += day.counts[i];
    }
    return shown(range.from, all);
}

using Cells = std::vector<store::service_request::CountCell>;

void add_counts(const Cells& cells, const std::vector<ServiceType>& types, Dashboard& dashboard) {
    std::map<Status, std::int64_t> by_status;
    std::map<ServiceTypeId, std::int64_t> by_type;
    for (const auto& cell : cells) {
        by_status[cell.status] += cell.n;
        if (is_open(cell.status)) by_type[cell.service_type] += cell.n;
    }
    for (const auto word : names<Status>) {
        dashboard.by_status.push_back({std::string(word), by_status[*from_name<Status>(word)]});
    }
    for (const auto& type : types) {
        if (by_type[type.id] > 0) dashboard.open_by_type.push_back({type.slug, by_type[type.id]});
    }
}

/// What each has open; `AccountId{}` is nobody.
using OpenWork = std::map<AccountId, Load>;

OpenWork open_work_of(const Cells& open_cells) {
    OpenWork work;
    for (const auto& cell : open_cells) {
        auto& load = work[cell.assigned_to];
        (cell.status == Status::pending ? load.pending : load.in_progress) += cell.n;
        if (cell.priority == Priority::urgent) load.urgent += cell.n;
    }
    return work;
}

Load open_work_of(AccountId account, const OpenWork& work) {
    const auto found = work.find(account);
    return found == work.end() ? Load{} : found->second;
}

Load load_of(const Account& account, const OpenWork& work) {
    auto load = open_work_of(account.id, work);
    load.account = account.id;
    load.name = full_name(account);
    load.role = account.role;
    load.available = account.available;
    return load;
}

Result<Dashboard> collected(store::Read& read, const Range& range, Instant now) {
    Dashboard dashboard{.generated_at = now};
    const auto cells = TRY(store::service_request::counts_by_type(read));
    const auto work = open_work_of(TRY(store::service_request::open_counts_by_assignee(read)));
    const auto types = TRY(store::service_type::list(read, true));
    add_counts(cells, types, dashboard);
    const auto unassigned = open_work_of(AccountId{}, work);
    dashboard.open_unassigned = unassigned.pending + unassigned.in_progress;
    const auto ages = TRY(store::dashboard::open_by_age(read, now));
    for (std::size_t i = 0; i < ages.size(); ++i) {
        dashboard.open_by_age.push_back({std::string(age_bands()[i].name), ages[i]});
    }
    dashboard.first_response =
        TRY(add_times(read, Measure::first_response, range, dashboard.first_response_by_day));
    dashboard.resolution =
        TRY(add_times(read, Measure::resolution, range, dashboard.resolution_by_day));
    const auto staff = TRY(store::account::list(
        read, {.is_staff = true, .is_active = true}, {.limit = store::bare_rows_max}));
    for (const auto& account : staff) dashboard.workload.push_back(load_of(account, work));
    return dashboard;
}

Answer show(const ContextPtr& context) {
    const auto range = TRY(range_of(*context));
    const auto dashboard = TRY(collected(context->read(), range, context->now));
    return context->ok(dashboard);
}

constexpr QueryParameter parameters[] = {
    {"from", "First day of the times; 30 days before the end if none is given."},
    {"until", "Day after the last; tomorrow if none is given. At most 366 days."},
};

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/v1/dashboard/",
     .permission = Permission::desk,
     .handler = show,
     .summary = "Open work by state, type and age, times to answer and resolve, workload",
     .response = given<Dashboard>("Dashboard"),
     .query = parameters},
};

}  // namespace

std::span<const Route> dashboard_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
