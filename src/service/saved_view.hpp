#pragma once

#include "base/decode.hpp"
#include "domain/saved_view.hpp"
#include "store/connection.hpp"

namespace pilotlight::service::saved_view {

/// The actor's own view; not_found for anybody else's.
Result<SavedView> own(store::Read& read, const Actor& actor, SavedViewId id);

/// What came of a view; the filters were checked before.
struct Change {
    Decoded<SavedView> fields{};
    std::optional<std::string> filters{};
};

/// invalid_input of `name` when the actor has a view of that name; conflict beyond
/// views_per_account_max.
Result<SavedView> open(store::Tx& tx, const Actor& actor, const Change& given, Instant now);
Result<SavedView> edit(
    store::Tx& tx, const Actor& actor, SavedViewId id, const Change& change, Instant now);
Result<void> remove(store::Tx& tx, const Actor& actor, SavedViewId id);

}  // namespace pilotlight::service::saved_view
