#pragma once

#include "domain/ticket.hpp"
#include "store/connection.hpp"
#include "store/list.hpp"
#include "store/person.hpp"

namespace pilotlight::store::ticket {

/// A ticket with the people it refers to.
struct View {
    Ticket ticket{};
    Person customer{};
    Person assignee{};
};

/// Tickets that were not deleted; a deleted one is absent here.
Result<std::optional<Ticket>> find(Read& read, TicketId id);
Result<std::optional<View>> view(Read& read, TicketId id);
/// Several in one query, by id; for what refers to them. Those that are absent are left out.
Result<std::vector<View>> of_ids(Read& read, std::span<const TicketId> ids);
/// The cases of several requests in one query, oldest first.
Result<std::vector<Ticket>> of_requests(Read& read, std::span<const ServiceRequestId> requests);

enum class Sort : std::uint8_t { newest, oldest, activity_newest };

struct Filter {
    std::optional<TicketKind> kind{};
    std::optional<TicketStatus> status{};
    std::optional<Priority> priority{};
    std::optional<AccountId> customer{};
    std::optional<AccountId> assigned_to{};
    bool unassigned = false;
    std::optional<ServiceRequestId> service_request{};
    std::string search{};  // in subject and description; ranked instead of sorted when not empty
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
/// Open work of an assignee, of both kinds.
Result<std::int64_t> open_count_of(Read& read, AccountId assignee);

/// Open and assigned to the account, oldest first.
Result<std::vector<Ticket>> list_open_of(Read& read, AccountId assignee, int rows_max);

/// Writes the row, the counts and the search text in one go.
Result<TicketId> insert(Tx& tx, const Ticket& ticket);
/// `before` is what the store holds now; everything derived follows the difference. Setting
/// deleted_at takes it out of all of them.
Result<void> update(Tx& tx, const Ticket& before, const Ticket& after);

}  // namespace pilotlight::store::ticket
