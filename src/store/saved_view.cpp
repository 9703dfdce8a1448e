#include "store/saved_view.hpp"

namespace pilotlight::store::saved_view {
namespace {

constexpr auto by_id =
    query_of<SavedView>("saved_view_by_id", "SELECT {columns} FROM saved_view WHERE id = ?");
constexpr auto by_account = query_of<SavedView>(
    "saved_view_list",
    "SELECT {columns} FROM saved_view WHERE account = ? ORDER BY position, id LIMIT ?");
constexpr auto insert_view =
    query_of<SavedView>("saved_view_insert", "INSERT INTO saved_view {insert} {returning_id}");
constexpr auto update_view =
    query_of<SavedView>("saved_view_update", "UPDATE saved_view SET {assign} WHERE id = ?");
constexpr Query delete_view{"saved_view_delete", "DELETE FROM saved_view WHERE id = ?"};

}  // namespace

Result<std::optional<SavedView>> find(Read& read, SavedViewId id) {
    return read.one<SavedView>(by_id, {to_value(id)});
}

Result<std::vector<SavedView>> list_of(Read& read, AccountId account) {
    return read.all<SavedView>(by_account, {to_value(account), views_per_account_max});
}

Result<SavedViewId> insert(Tx& tx, const SavedView& view) {
    const auto id = TRY(tx.insert(insert_view, view));
    return SavedViewId{id};
}

Result<void> update(Tx& tx, const SavedView& view) {
    TRY(tx.update(update_view, view));
    return {};
}

Result<void> remove(Tx& tx, SavedViewId id) {
    TRY(tx.change(delete_view, {to_value(id)}));
    return {};
}

}  // namespace pilotlight::store::saved_view
