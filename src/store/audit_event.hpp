#pragma once

#include "domain/account.hpp"
#include "store/connection.hpp"

namespace pilotlight::store::audit_event {

/// What was done to a thing that has no history of its own. Append-only.
struct Entry {
    std::optional<AccountId> actor{};  // none: a command on the server itself
    std::string_view subject_kind{};   // "account", "service_type", ...
    std::int64_t subject = 0;
    std::string_view action{};
    std::string_view detail{};  // never a secret
};

Result<void> insert(Tx& tx, const Entry& entry, Instant now);
Result<std::int64_t> count_of(Read& read, std::string_view subject_kind, std::int64_t subject);

}  // namespace pilotlight::store::audit_event
