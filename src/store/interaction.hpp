#pragma once

#include "domain/interaction.hpp"
#include "store/connection.hpp"
#include "store/list.hpp"
#include "store/person.hpp"

namespace pilotlight::store::interaction {

/// An interaction with the people it concerns.
struct View {
    Interaction interaction{};
    Person customer{};
    Person representative{};
};

/// Interactions that were not deleted.
Result<std::optional<Interaction>> find(Read& read, InteractionId id);
Result<std::optional<View>> view(Read& read, InteractionId id);

enum class Sort : std::uint8_t { newest, oldest };

struct Filter {
    std::optional<TicketId> ticket{};
    std::optional<AccountId> customer{};
    std::optional<AccountId> representative{};
    std::optional<InteractionType> type{};
};
/// By id; the cursor's key is unused.
Result<std::vector<View>> list(Read& read, const Filter& filter, Sort sort, const Page& page);

/// How many the filter yields: from kept counts where they tell, else counted up to `rows_max`,
/// none when there are more.
Result<std::optional<std::int64_t>> count(Read& read,
                                          const Filter& filter,
                                          std::int64_t rows_max = counted_rows_max);

/// How many minutes were spent on each of the tickets, in one query; none for no interactions.
struct Minutes {
    TicketId ticket{};
    std::int64_t n = 0;
    std::int64_t minutes = 0;
};
Result<std::vector<Minutes>> minutes_of(Read& read, std::span<const TicketId> tickets);

/// Whose statistics are kept: of everybody (account 0), of a customer, of a representative.
enum class Party : std::uint8_t { everybody, customer, representative };
struct StatCell {
    InteractionType type{};
    std::int64_t n = 0;
    std::int64_t minutes = 0;
};
/// By type; types without interactions are left out.
Result<std::vector<StatCell>> stats(Read& read, Party party, AccountId account);

Result<InteractionId> insert(Tx& tx, const Interaction& interaction);
/// `before` is what the store holds now; the statistics follow the difference. Setting deleted_at
/// takes it out of them.
Result<void> update(Tx& tx, const Interaction& before, const Interaction& after);
/// Takes all interactions of a ticket out of sight, in a number of statements that does not grow
/// with them.
Result<void> remove_of(Tx& tx, TicketId ticket, Instant now);

}  // namespace pilotlight::store::interaction

namespace pilotlight {
template <>
inline constexpr auto names<store::interaction::Party> =
    std::array<std::string_view, 3>{"everybody", "customer", "representative"};
}  // namespace pilotlight
