#include "service/kept_draft.hpp"

#include "store/kept_draft.hpp"

namespace pilotlight::service::kept_draft {

Result<KeptDraft> keep(
    store::Tx& tx, const Actor& actor, std::string_view slug, std::string text, Instant now) {
    if (!is_draft_slug(slug)) {
        return invalid("key", "Use at most 64 lower-case letters, digits and dashes.");
    }
    auto draft = TRY(store::kept_draft::find(tx, actor.account, slug));
    if (draft) {
        draft->text = std::move(text);
        draft->updated_at = now;
        TRY(store::kept_draft::update(tx, *draft));
        return *std::move(draft);
    }
    const auto there = TRY(store::kept_draft::count_of(tx, actor.account));
    if (there >= drafts_per_account_max) {
        return Error{.code = Code::conflict,
                     .message = "You have " + std::to_string(drafts_per_account_max) +
                                " drafts. Send or delete one first."};
    }
    KeptDraft made{.account = actor.account,
                   .slug = std::string(slug),
                   .text = std::move(text),
                   .created_at = now,
                   .updated_at = now};
    made.id = TRY(store::kept_draft::insert(tx, made));
    return made;
}

Result<KeptDraft> find(store::Read& read, const Actor& actor, std::string_view slug, Instant now) {
    auto draft = TRY(store::kept_draft::find(read, actor.account, slug));
    if (!draft || draft->updated_at < now - draft_lifetime) return not_found();
    return *std::move(draft);
}

Result<void> remove(store::Tx& tx, const Actor& actor, std::string_view slug) {
    const bool was_there = TRY(store::kept_draft::remove(tx, actor.account, slug));
    if (!was_there) return not_found();
    return {};
}

}  // namespace pilotlight::service::kept_draft
