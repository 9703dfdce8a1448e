#include "service/saved_view.hpp"

#include "store/saved_view.hpp"

namespace pilotlight::service::saved_view {
namespace {

Result<void> check_name(const std::vector<SavedView>& views, const SavedView& view) {
    for (const auto& other : views) {
        if (other.id != view.id && other.name == view.name) {
            return invalid("name", "You have a view of this name already.");
        }
    }
    return {};
}

}  // namespace

Result<SavedView> own(store::Read& read, const Actor& actor, SavedViewId id) {
    auto view = TRY(store::saved_view::find(read, id));
    if (!view || view->account != actor.account) return not_found();
    return *std::move(view);
}

Result<SavedView> open(store::Tx& tx, const Actor& actor, const Change& given, Instant now) {
    const auto views = TRY(store::saved_view::list_of(tx, actor.account));
    auto view = given.fields.value;
    view.account = actor.account;
    view.filters = given.filters.value_or("{}");
    view.created_at = view.updated_at = now;
    TRY(check_name(views, view));
    if (static_cast<std::int64_t>(views.size()) >= views_per_account_max) {
        return Error{.code = Code::conflict,
                     .message = "You have " + std::to_string(views_per_account_max) +
                                " views. Delete one first."};
    }
    view.id = TRY(store::saved_view::insert(tx, view));
    return view;
}

Result<SavedView> edit(
    store::Tx& tx, const Actor& actor, SavedViewId id, const Change& change, Instant now) {
    auto view = TRY(own(tx, actor, id));
    const auto views = TRY(store::saved_view::list_of(tx, actor.account));
    change.fields.apply_to(view);
    if (change.filters) view.filters = *change.filters;
    view.updated_at = now;
    TRY(check_name(views, view));
    TRY(store::saved_view::update(tx, view));
    return view;
}

Result<void> remove(store::Tx& tx, const Actor& actor, SavedViewId id) {
    TRY(own(tx, actor, id));
    return store::saved_view::remove(tx, id);
}

}  // namespace pilotlight::service::saved_view
