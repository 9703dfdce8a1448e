#include <map>

#include "http/context.hpp"
#include "http/schema.hpp"
#include "http/v1/routes.hpp"
#include "store/service_request.hpp"
#include "store/service_type.hpp"

namespace pilotlight::http::v1 {
namespace {

using store::service_request::AssigneeCount;
using store::service_request::CountCell;

/// While cells are added up: a large desk has thousands, and words are found for sums alone.
template <class Key>
using Sums = std::map<Key, std::int64_t>;

/// One queue of the desk by status.
struct QueueCounts {
    std::int64_t pending = 0;
    std::int64_t in_progress = 0;
    std::int64_t resolved = 0;
    std::int64_t cancelled = 0;

    static constexpr auto fields() {
        return FieldList{Field{"pending", &QueueCounts::pending, {}},
                         Field{"in_progress", &QueueCounts::in_progress, {}},
                         Field{"resolved", &QueueCounts::resolved, {}},
                         Field{"cancelled", &QueueCounts::cancelled, {}}};
    }

    static QueueCounts of(const Sums<Status>& sums) {
        QueueCounts counts;
        for_each_field(counts, [&](const auto& field, auto& count) {
            for (const auto& [status, n] : sums) {
                if (field.name == name_of(status)) count = n;
            }
        });
        return counts;
    }
};

struct Queues {
    QueueCounts mine{};
    QueueCounts unassigned{};
    QueueCounts all{};

    static constexpr auto fields() {
        return FieldList{Field{"mine", &Queues::mine, {}},
                         Field{"unassigned", &Queues::unassigned, {}},
                         Field{"all", &Queues::all, {}}};
    }
};

struct Stats {
    std::int64_t total = 0;
    std::optional<Queues> queues{};

    static constexpr auto fields() {
        return FieldList{
            Field{"total", &Stats::total, {}},
            Field{"queues", &Stats::queues, {.doc = "For staff; null for customers."}}};
    }
};

using Counts = std::map<std::string, std::int64_t>;

// What stands beside Stats: the two are only shapes, for the API document.
struct StatusCounts {
    Counts by_status{};

    static constexpr auto fields() {
        return FieldList{Field{"by_status", &StatusCounts::by_status, {}}};
    }
};

struct StaffCounts {
    Counts by_type{};
    Counts by_priority{};
    Counts by_assignee{};

    static constexpr auto fields() {
        return FieldList{
            Field{"by_type", &StaffCounts::by_type, {.doc = "For staff, as the next two."}},
            Field{"by_priority", &StaffCounts::by_priority, {}},
            Field{"by_assignee", &StaffCounts::by_assignee, {.doc = "Account id; \"0\": nobody."}}};
    }
};

void write_counts(JsonWriter& out, std::string_view name, const Counts& counts) {
    out.key(name).begin_object();
    for (const auto& [word, n] : counts) out.member(word, n);
    out.end_object();
}

Result<Counts> by_slug(const Sums<ServiceTypeId>& sums, const std::vector<ServiceType>& types) {
    Counts counts;
    for (const auto& type : types) {
        const auto sum = sums.find(type.id);
        if (sum != sums.end()) counts[type.slug] = sum->second;
    }
    if (counts.size() != sums.size()) return internal_error("counts of no service type");
    return counts;
}

Counts by_id(const std::vector<AssigneeCount>& sums) {
    Counts counts;
    for (const auto& [account, n] : sums) counts[std::to_string(account.value)] = n;
    return counts;
}

Sums<Status> by_status(const std::vector<CountCell>& cells) {
    Sums<Status> sums;
    for (const auto& cell : cells) sums[cell.status] += cell.n;
    return sums;
}

template <Named E>
Counts by_name(const Sums<E>& sums) {
    Counts counts;
    for (const auto& [value, n] : sums) counts[std::string(name_of(value))] = n;
    return counts;
}

Counts every_status(const Sums<Status>& sums) {
    auto counts = by_name(sums);
    for (const auto word : names<Status>) counts.try_emplace(std::string(word), 0);
    return counts;
}

std::int64_t total_of(const std::vector<CountCell>& cells) {
    std::int64_t total = 0;
    for (const auto& cell : cells) total += cell.n;
    return total;
}

Answer own_stats(const ContextPtr& context) {
    const auto cells =
        TRY(store::service_request::customer_counts(context->read(), context->actor().account));
    JsonWriter out;
    out.begin_object().members(Stats{.total = total_of(cells)});
    write_counts(out, "by_status", every_status(by_status(cells)));
    out.end_object();
    return context->json(200, out.take());
}

/// What the actor may know of: a technician their own part.
struct Known {
    std::vector<CountCell> all{};
    std::vector<CountCell> mine{};
    std::vector<CountCell> unassigned{};
    std::vector<AssigneeCount> by_assignee{};
};

Result<Known> known_to(store::Read& read, const Actor& actor) {
    using namespace store::service_request;
    Known known;
    if (sees_all_requests(actor.role)) {
        known.all = TRY(counts_by_type(read));
        known.mine = TRY(status_counts_of(read, actor.account));
        known.unassigned = TRY(status_counts_of(read, AccountId{}));
        known.by_assignee = TRY(counts_by_assignee(read));
    } else {
        known.all = known.mine = TRY(counts_of(read, actor.account));
        const auto total = total_of(known.mine);
        if (total > 0) known.by_assignee.push_back({.assigned_to = actor.account, .n = total});
    }
    return known;
}

Answer show(const ContextPtr& context) {
    const auto& actor = context->actor();
    if (actor.role == Role::customer) return own_stats(context);
    auto& read = context->read();
    const auto known = TRY(known_to(read, actor));
    const auto types = TRY(store::service_type::list(read, true));
    Sums<ServiceTypeId> by_type;
    Sums<Priority> by_priority;
    for (const auto& cell : known.all) {
        by_type[cell.service_type] += cell.n;
        if (cell.priority) by_priority[*cell.priority] += cell.n;
    }
    const auto all = by_status(known.all);
    const Queues queues{.mine = QueueCounts::of(by_status(known.mine)),
                        .unassigned = QueueCounts::of(by_status(known.unassigned)),
                        .all = QueueCounts::of(all)};
    JsonWriter out;
    out.begin_object().members(Stats{.total = total_of(known.all), .queues = queues});
    write_counts(out, "by_status", every_status(all));
    write_counts(out, "by_type", TRY(by_slug(by_type, types)));
    write_counts(out, "by_priority", by_name(by_priority));
    write_counts(out, "by_assignee", by_id(known.by_assignee));
    out.end_object();
    return context->json(200, out.take());
}

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/v1/stats/",
     .permission = Permission::signed_in,
     .handler = show,
     .summary =
         "Counts of requests by status, type, priority and assignee; one's own for customers",
     .response = given<Stats, StatusCounts, Maybe<StaffCounts>>("Stats")},
};

}  // namespace

std::span<const Route> stats_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
