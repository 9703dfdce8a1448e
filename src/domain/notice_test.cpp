#include "domain/notice.hpp"

#include <doctest/doctest.h>

namespace pilotlight {
namespace {

constexpr Actor owner{{1}, Role::customer, 0};
constexpr Actor stranger{{2}, Role::customer, 0};
constexpr Actor support{{3}, Role::support, 0};
constexpr Actor technician{{4}, Role::technician, 0};
constexpr Actor other_technician{{5}, Role::technician, 0};
constexpr Actor admin{{6}, Role::admin, 0};

/// "osStTa": a letter for each who may see it: owner, stranger, support, technician, the other
/// technician, admin.
std::string seen_by(const Notice& notice) {
    std::string seen;
    if (may_see(owner, notice)) seen += 'o';
    if (may_see(stranger, notice)) seen += 's';
    if (may_see(support, notice)) seen += 'S';
    if (may_see(technician, notice)) seen += 't';
    if (may_see(other_technician, notice)) seen += 'T';
    if (may_see(admin, notice)) seen += 'a';
    return seen;
}

TEST_CASE("notices: who may see them, row by row") {
    const std::optional<AccountId> none;
    struct Row {
        std::optional<AccountId> assigned_to;
        std::optional<AccountId> formerly;
        bool is_open_to_everyone;
        Visibility visibility;
        std::string seen;
    };
    const Row rows[] = {
        {none, none, false, Visibility::everyone, "oSa"},
        {technician.account, none, false, Visibility::everyone, "oSta"},
        {none, technician.account, false, Visibility::everyone, "oSta"},
        {other_technician.account, technician.account, false, Visibility::everyone, "oStTa"},
        {technician.account, none, false, Visibility::internal, "Sta"},
        {none, none, false, Visibility::internal, "Sa"},
        {none, none, true, Visibility::everyone, "osStTa"},
        {none, none, true, Visibility::internal, "StTa"},
        {stranger.account, none, false, Visibility::everyone, "oSa"},
    };
    for (const auto& row : rows) {
        const Notice notice{.customer = owner.account,
                            .assigned_to = row.assigned_to,
                            .formerly_assigned_to = row.formerly,
                            .is_open_to_everyone = row.is_open_to_everyone,
                            .visibility = row.visibility};
        CHECK(seen_by(notice) == row.seen);
    }
}

}  // namespace
}  // namespace pilotlight
