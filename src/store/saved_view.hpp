#pragma once

#include "domain/saved_view.hpp"
#include "store/connection.hpp"

namespace pilotlight::store::saved_view {

Result<std::optional<SavedView>> find(Read& read, SavedViewId id);
/// All of the account's, in the order they are shown.
Result<std::vector<SavedView>> list_of(Read& read, AccountId account);
/// conflict when the account has one of that name.
Result<SavedViewId> insert(Tx& tx, const SavedView& view);
Result<void> update(Tx& tx, const SavedView& view);
Result<void> remove(Tx& tx, SavedViewId id);

}  // namespace pilotlight::store::saved_view
