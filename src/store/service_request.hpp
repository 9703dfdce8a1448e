#pragma once

#include "domain/service_request.hpp"
#include "store/connection.hpp"
#include "store/list.hpp"

namespace pilotlight::store::service_request {

/// A request with the names of those it refers to.
struct View {
    ServiceRequest request{};
    std::string customer_first_name{};
    std::string customer_last_name{};
    std::string customer_username{};
    std::string customer_number{};
    ServiceType type{};  // slug, name, aliases and hazard only
    std::string assignee_first_name{};
    std::string assignee_last_name{};
    std::string assignee_username{};
    // Most requests have neither, which spares whoever shows them two queries.
    bool has_updates = false;  // of the history, for staff alone or for everybody
    bool has_files = false;
};

/// Requests that were not deleted; a deleted one is absent here.
Result<std::optional<ServiceRequest>> find(Read& read, ServiceRequestId id);
Result<std::optional<View>> view(Read& read, ServiceRequestId id);
/// Also a deleted one, whose history stays.
Result<std::optional<ServiceRequest>> find_with_deleted(Read& read, ServiceRequestId id);

enum class Sort : std::uint8_t { newest, oldest, updated_newest, updated_oldest };

struct Filter {
    std::optional<AccountId> customer{};
    std::optional<AccountId> assigned_to{};
    bool unassigned = false;
    std::optional<Status> status{};
    std::optional<ServiceTypeId> service_type{};
    std::optional<Priority> priority{};
    std::optional<Instant> created_from{};   // inclusive
    std::optional<Instant> created_until{};  // exclusive
    std::optional<Instant> updated_from{};
    std::optional<Instant> updated_until{};
    std::string search{};  // what the user typed; ranked instead of sorted when not empty
};

inline constexpr int search_candidates_max = 1000;  // the newest matches; only these are ranked

Result<std::vector<View>> list(Read& read, const Filter& filter, Sort sort, const Page& page);
/// Where the page after `last` starts; `rank` counts the rows of a search shown so far.
Cursor cursor_after(const View& last, const Filter& filter, Sort sort, std::int64_t rank);

/// How many the filter yields: from kept counts where they tell, else counted up to `rows_max`,
/// none when there are more or when it searches.
Result<std::optional<std::int64_t>> count(Read& read,
                                          const Filter& filter,
                                          std::int64_t rows_max = counted_rows_max);
/// How many rows a search can list: its matches among the newest candidates that pass the filter.
Result<std::int64_t> search_count(Read& read, const Filter& filter);

/// One cell of the kept counts; assigned_to 0 is nobody. Of what the cells do not tell apart, ids
/// are 0 and the priority is none.
struct CountCell {
    Status status{};
    ServiceTypeId service_type{};
    std::optional<Priority> priority{};
    AccountId assigned_to{};
    std::int64_t n = 0;
};
/// By status, type and priority.
Result<std::vector<CountCell>> counts_by_type(Read& read);
/// By status, of one assignee, or of nobody.
Result<std::vector<CountCell>> status_counts_of(Read& read, AccountId assignee);
/// By assignee, status and priority, in the open states alone.
Result<std::vector<CountCell>> open_counts_by_assignee(Read& read);
/// Of each assignee who has any, and of nobody.
struct AssigneeCount {
    AccountId assigned_to{};
    std::int64_t n = 0;
};
Result<std::vector<AssigneeCount>> counts_by_assignee(Read& read);
/// By everything, of one assignee.
Result<std::vector<CountCell>> counts_of(Read& read, AccountId assignee);
Result<std::vector<CountCell>> customer_counts(Read& read, AccountId customer);

/// Open and unassigned, emergencies first, then by age; those behind `after`, which may have
/// been assigned since.
Result<std::vector<ServiceRequest>> list_waiting(Read& read,
                                                 const std::optional<ServiceRequest>& after,
                                                 int rows_max);
/// Open and assigned to the account.
Result<std::vector<ServiceRequest>> list_open_of(Read& read, AccountId assignee, int rows_max);

/// Writes the row and the load at once, and the counts and the search text as the commit ends.
Result<ServiceRequestId> insert(Tx& tx, const ServiceRequest& request);
/// `before` is what the store holds now; everything derived follows the difference. Setting
/// deleted_at takes it out of all of them.
Result<void> update(Tx& tx, const ServiceRequest& before, const ServiceRequest& after);

}  // namespace pilotlight::store::service_request
