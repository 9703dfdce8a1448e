#include "service/assignment.hpp"

#include <algorithm>

#include "service/audit.hpp"
#include "service/ticket.hpp"
#include "store/account.hpp"
#include "store/job.hpp"
#include "store/service_request.hpp"
#include "store/service_type.hpp"

namespace pilotlight::service::assignment {
namespace {

/// Rows given back in one go; a representative with more open work than that is beyond belief, and
/// the loop goes on until none is left.
constexpr int give_back_rows = 500;

Result<void> reassign(store::Tx& tx,
                      const ServiceRequest& before,
                      std::optional<AccountId> assignee,
                      Instant now) {
    auto after = before;
    after.assigned_to = assignee;
    after.updated_at = now;
    ++after.version;
    TRY(store::service_request::update(tx, before, after));
    const auto shown = [](std::optional<AccountId> id) {
        return id ? std::to_string(id->value) : std::string();
    };
    TRY(record(tx,
               before.id,
               {},
               {.kind = EventKind::assigned,
                .from_value = shown(before.assigned_to),
                .to_value = shown(assignee),
                .formerly_assigned_to = before.assigned_to},
               now));
    return {};
}

}  // namespace

Result<void> call_for(store::Tx& tx, Instant now) {
    return store::job::enqueue(tx, job_kind, "", now, now);
}

Result<Assigned> assign_waiting(store::Tx& tx,
                                Instant now,
                                const std::optional<ServiceRequest>& after) {
    const auto waiting = TRY(store::service_request::list_waiting(tx, after, waiting_rows_max));
    const auto types = TRY(store::service_type::list(tx, true));
    Assigned result;
    std::vector<ServiceTypeId> untaken;  // who may take a type does not change within a transaction
    for (const auto& request : waiting) {
        if (std::ranges::find(untaken, request.service_type) != untaken.end()) continue;
        std::string_view slug;
        for (const auto& type : types) {
            if (type.id == request.service_type) slug = type.slug;
        }
        const auto assignee = TRY(store::account::pick_for_work(tx, slug));
        if (!assignee) {
            untaken.push_back(request.service_type);
            continue;
        }
        TRY(reassign(tx, request, assignee, now));
        ++result.given;
    }
    if (waiting.size() == waiting_rows_max) result.last = waiting.back();
    return result;
}

Result<void> check_assignee(store::Read& read, AccountId id) {
    const auto account = TRY(store::account::find(read, id));
    if (account && account->is_active && is_staff(account->role)) return {};
    return invalid("assigned_to", "Choose an active member of staff.");
}

Result<void> give_back(store::Tx& tx, AccountId assignee, Instant now) {
    while (true) {
        const auto work = TRY(store::service_request::list_open_of(tx, assignee, give_back_rows));
        for (const auto& request : work) TRY(reassign(tx, request, std::nullopt, now));
        if (work.size() < give_back_rows) break;
    }
    return ticket::give_back(tx, assignee, now);
}

}  // namespace pilotlight::service::assignment
