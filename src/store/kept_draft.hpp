#pragma once

#include "domain/kept_draft.hpp"
#include "store/connection.hpp"

namespace pilotlight::store::kept_draft {

Result<std::optional<KeptDraft>> find(Read& read, AccountId account, std::string_view slug);
Result<std::int64_t> count_of(Read& read, AccountId account);
Result<KeptDraftId> insert(Tx& tx, const KeptDraft& draft);
Result<void> update(Tx& tx, const KeptDraft& draft);
/// False when there was none.
Result<bool> remove(Tx& tx, AccountId account, std::string_view slug);
/// Deletes what was last changed before `before`, at most `rows_max`; how many went.
Result<std::int64_t> sweep(Tx& tx, Instant before, int rows_max);

}  // namespace pilotlight::store::kept_draft
