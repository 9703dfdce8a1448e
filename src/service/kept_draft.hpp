#pragma once

#include "domain/kept_draft.hpp"
#include "store/connection.hpp"

namespace pilotlight::service::kept_draft {

/// Keeps the text under the slug, in place of what was there. invalid_input of `key` for a slug
/// that is none; conflict beyond drafts_per_account_max.
Result<KeptDraft> keep(
    store::Tx& tx, const Actor& actor, std::string_view slug, std::string text, Instant now);

/// The actor's own draft; not_found when there is none, or it was kept too long.
Result<KeptDraft> find(store::Read& read, const Actor& actor, std::string_view slug, Instant now);

/// not_found when there is none.
Result<void> remove(store::Tx& tx, const Actor& actor, std::string_view slug);

}  // namespace pilotlight::service::kept_draft
