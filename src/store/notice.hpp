#pragma once

#include "domain/notice.hpp"
#include "domain/ticket.hpp"
#include "store/connection.hpp"

namespace pilotlight::store::notice {

/// What a change adds to what the row of its subject says.
struct Told {
    std::string_view kind{};
    Visibility visibility = Visibility::everyone;
    std::optional<AccountId> formerly_assigned_to{};
};
/// Writes a notice with version, customer and assignee as the row has them now: call after the row
/// was changed. internal when there is no such row.
Result<void> tell(Tx& tx, ServiceRequestId id, const Told& told, Instant now);
Result<void> tell(Tx& tx, TicketId id, const Told& told, Instant now);

/// Notices with a higher id, oldest first.
Result<std::vector<Notice>> list_after(Read& read, NoticeId after, int rows_max);

/// The ids at both ends of what is kept; both 0 when nothing ever was. The newest is never swept.
struct Kept {
    NoticeId oldest{};
    NoticeId newest{};
};
Result<Kept> kept(Read& read);

/// Deletes, oldest first, what is from before `before`, at most `rows_max`; how many went.
Result<std::int64_t> sweep(Tx& tx, Instant before, int rows_max);

}  // namespace pilotlight::store::notice
