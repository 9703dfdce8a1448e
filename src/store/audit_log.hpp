#pragma once
// The history of requests and the audit log of everything else, read as one.

#include "domain/audit_line.hpp"
#include "store/connection.hpp"
#include "store/list.hpp"

namespace pilotlight::store::audit_log {

struct Filter {
    std::optional<AccountId> actor{};
    std::string kind{};         // "" any
    std::string object_kind{};  // "" any
    std::optional<std::int64_t> object{};
    std::optional<Instant> from{};   // inclusive
    std::optional<Instant> until{};  // exclusive
};

/// Newest first; lines of one moment by id. Each log is read by an index in that order. Actors and
/// kinds of requests' lines are looked for in the index itself: one that is rare among millions
/// takes a good part of a second, so not for an IO thread.
Result<std::vector<AuditLine>> list(Read& read, const Filter& filter, const Page& page);
Cursor cursor_after(const AuditLine& last);

}  // namespace pilotlight::store::audit_log
