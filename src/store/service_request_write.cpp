// The writing half: one row and everything that is derived from it.
#include "store/account.hpp"
#include "store/dashboard.hpp"
#include "store/search.hpp"
#include "store/service_request.hpp"

namespace pilotlight::store::service_request {
namespace {

constexpr auto insert_request = query_of<ServiceRequest>(
    "service_request_insert", "INSERT INTO service_request {insert} {returning_id}");
constexpr auto update_request = query_of<ServiceRequest>(
    "service_request_update", "UPDATE service_request SET {assign} WHERE id = ?");
constexpr Query adjust_count{
    "service_request_count_adjust",
    "INSERT INTO service_request_count (assigned_to, service_type, status, priority, n) "
    "VALUES (?, ?, ?, ?, ?) {upsert:assigned_to,service_type,status,priority} "
    "n = {old:service_request_count.n} + {new:n}"};
constexpr Query adjust_type_count{
    "service_request_type_count_adjust",
    "INSERT INTO service_request_type_count (status, service_type, priority, n) "
    "VALUES (?, ?, ?, ?) {upsert:status,service_type,priority} "
    "n = {old:service_request_type_count.n} + {new:n}"};
constexpr Query adjust_load_count{
    "service_request_load_count_adjust",
    "INSERT INTO service_request_load_count (assigned_to, status, priority, n) "
    "VALUES (?, ?, ?, ?) {upsert:assigned_to,status,priority} "
    "n = {old:service_request_load_count.n} + {new:n}"};
constexpr Query adjust_customer_count{
    "service_request_customer_count_adjust",
    "INSERT INTO service_request_customer_count (customer, status, n) VALUES (?, ?, ?) "
    "{upsert:customer,status} n = {old:service_request_customer_count.n} + {new:n}"};
constexpr Query insert_search{"service_request_search_insert",
                              "INSERT INTO service_request_search "
                              "({search_id}, number, title, description, address, owner) "
                              "VALUES (?, ?, ?, ?, ?, ?)"};
constexpr Query delete_search{"service_request_search_delete",
                              "DELETE FROM service_request_search WHERE {search_id} = ?"};

std::int64_t assignee_or_none(const ServiceRequest& request) {
    return request.assigned_to ? request.assigned_to->value : 0;
}

void adjust(Tx& tx, const ServiceRequest& request, std::int64_t change) {
    const auto status = to_value(request.status);
    const auto type = to_value(request.service_type);
    const auto priority = to_value(request.priority);
    const auto assignee = assignee_or_none(request);
    tx.tally(adjust_count, {assignee, type, status, priority}, change);
    tx.tally(adjust_type_count, {status, type, priority}, change);
    tx.tally(adjust_load_count, {assignee, status, priority}, change);
    tx.tally(adjust_customer_count, {to_value(request.customer), status}, change);
}

/// Written with the rest of the commit: on its own, each text would be a segment of the index.
void index(Tx& tx, ServiceRequestId id, const ServiceRequest& request) {
    auto write = [id,
                  owner = SearchOwners{request.customer, request.assigned_to}.text(),
                  title = request.title,
                  description = request.description,
                  address = request.address](Tx& late) -> Result<void> {
        const auto number = request_number(id);
        TRY(late.change(insert_search,
                        {to_value(id),
                         to_value(number),
                         to_value(title),
                         to_value(description),
                         to_value(address),
                         to_value(owner)}));
        return {};
    };
    tx.before_commit(std::move(write), id.value);
}

void take_from_index(Tx& tx, ServiceRequestId id) {
    const auto remove = [id](Tx& late) -> Result<void> {
        TRY(late.change(delete_search, {to_value(id)}));
        return {};
    };
    tx.before_commit(remove, id.value);
}

std::int64_t load_of(const ServiceRequest& request) {
    return !request.deleted_at && request.assigned_to && is_open(request.status) ? 1 : 0;
}

/// Moves the open work between the assignees before and after.
Result<void> shift_load(Tx& tx, const ServiceRequest& before, const ServiceRequest& after) {
    const bool same = before.assigned_to == after.assigned_to;
    if (same && load_of(before) == load_of(after)) return {};
    if (before.assigned_to && load_of(before) != 0) {
        TRY(account::add_open_work(tx, *before.assigned_to, -1, std::nullopt));
    }
    if (after.assigned_to && load_of(after) != 0) {
        const auto given = same ? std::nullopt : std::optional(after.updated_at);
        TRY(account::add_open_work(tx, *after.assigned_to, 1, given));
    }
    return {};
}

bool same_cell(const ServiceRequest& a, const ServiceRequest& b) {
    return a.status == b.status && a.service_type == b.service_type && a.priority == b.priority &&
           a.assigned_to == b.assigned_to && a.deleted_at == b.deleted_at;
}

bool same_search_text(const ServiceRequest& a, const ServiceRequest& b) {
    return a.title == b.title && a.description == b.description && a.address == b.address &&
           a.assigned_to == b.assigned_to && a.deleted_at == b.deleted_at;
}

}  // namespace

Result<ServiceRequestId> insert(Tx& tx, const ServiceRequest& request) {
    const ServiceRequestId id{TRY(tx.insert(insert_request, request))};
    adjust(tx, request, 1);
    dashboard::follow(tx, nullptr, request);
    index(tx, id, request);
    if (load_of(request) != 0) {
        TRY(account::add_open_work(tx, *request.assigned_to, 1, request.created_at));
    }
    return id;
}

Result<void> update(Tx& tx, const ServiceRequest& before, const ServiceRequest& after) {
    TRY(tx.update(update_request, after));
    TRY(shift_load(tx, before, after));
    dashboard::follow(tx, &before, after);
    if (!same_cell(before, after)) {
        adjust(tx, before, -1);
        if (!after.deleted_at) adjust(tx, after, 1);
    }
    if (!same_search_text(before, after)) {
        take_from_index(tx, after.id);
        if (!after.deleted_at) index(tx, after.id, after);
    }
    return {};
}

}  // namespace pilotlight::store::service_request
