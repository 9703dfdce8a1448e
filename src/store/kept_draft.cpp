#include "store/kept_draft.hpp"

namespace pilotlight::store::kept_draft {
namespace {

constexpr auto by_slug = query_of<KeptDraft>(
    "draft_by_slug", "SELECT {columns} FROM draft WHERE account = ? AND slug = ?");
constexpr Query count_drafts{"draft_count", "SELECT COUNT(*) FROM draft WHERE account = ?"};
constexpr auto insert_draft =
    query_of<KeptDraft>("draft_insert", "INSERT INTO draft {insert} {returning_id}");
constexpr auto update_draft =
    query_of<KeptDraft>("draft_update", "UPDATE draft SET {assign} WHERE id = ?");
constexpr Query delete_draft{"draft_delete", "DELETE FROM draft WHERE account = ? AND slug = ?"};
constexpr Query old{"draft_sweep",
                    "DELETE FROM draft WHERE id IN (SELECT id FROM (SELECT id FROM draft "
                    "WHERE updated_at < ? ORDER BY updated_at LIMIT ?) AS old)"};

}  // namespace

Result<std::optional<KeptDraft>> find(Read& read, AccountId account, std::string_view slug) {
    return read.one<KeptDraft>(by_slug, {to_value(account), slug});
}

Result<std::int64_t> count_of(Read& read, AccountId account) {
    const auto n = TRY(read.number(count_drafts, {to_value(account)}));
    return n.value_or(0);
}

Result<KeptDraftId> insert(Tx& tx, const KeptDraft& draft) {
    const auto id = TRY(tx.insert(insert_draft, draft));
    return KeptDraftId{id};
}

Result<void> update(Tx& tx, const KeptDraft& draft) {
    TRY(tx.update(update_draft, draft));
    return {};
}

Result<bool> remove(Tx& tx, AccountId account, std::string_view slug) {
    const auto gone = TRY(tx.change(delete_draft, {to_value(account), slug}));
    return gone > 0;
}

Result<std::int64_t> sweep(Tx& tx, Instant before, int rows_max) {
    return tx.change(old, {to_value(before), std::int64_t{rows_max}});
}

}  // namespace pilotlight::store::kept_draft
