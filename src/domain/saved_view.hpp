#pragma once

#include "domain/account.hpp"

namespace pilotlight {

struct SavedView;
using SavedViewId = Id<SavedView>;

inline constexpr std::int64_t views_per_account_max = 50;

/// Filters of the list of requests under a name; its owner's alone. Lists show views by position,
/// then in the order they were made.
struct SavedView {
    SavedViewId id{};
    AccountId account{};
    std::string name{};
    std::string filters{};  // a JSON object of query parameters of the list of requests
    std::int64_t position = 0;
    Instant created_at{};
    Instant updated_at{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"id", &SavedView::id, {}},
            Field{"account", &SavedView::account, {.access = stored_only}},
            Field{"name",
                  &SavedView::name,
                  {.access = writable, .required = true, .blank = false, .length_max = 100}},
            Field{"filters", &SavedView::filters, {.access = stored_only}},
            Field{"position", &SavedView::position, {.access = writable, .doc = "Lowest first."}},
            Field{"created_at", &SavedView::created_at, {}},
            Field{"updated_at", &SavedView::updated_at, {}},
        };
    }
};

}  // namespace pilotlight
