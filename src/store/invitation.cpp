#include "store/invitation.hpp"

namespace pilotlight::store::invitation {
namespace {

constexpr auto by_digest = query_of<Invitation>(
    "invitation_by_code", "SELECT {columns} FROM invitation WHERE code_digest = ?");
constexpr auto insert_invitation =
    query_of<Invitation>("invitation_insert", "INSERT INTO invitation {insert} {returning_id}");
constexpr auto update_invitation =
    query_of<Invitation>("invitation_update", "UPDATE invitation SET {assign} WHERE id = ?");

}  // namespace

Result<std::optional<Invitation>> find_by_code_digest(Read& read, std::string_view digest) {
    return read.one<Invitation>(by_digest, {digest});
}

Result<std::vector<Invitation>> list(Read& read, const Page& page) {
    Selection selection("invitation_list", "SELECT {columns} FROM invitation", by_digest.columns);
    if (page.after) selection.where("id < ?", page.after->id);
    selection.tail("ORDER BY id DESC LIMIT ?").value(std::int64_t{page.limit});
    return read.all<Invitation>(selection.query(), selection.values());
}

Result<InvitationId> insert(Tx& tx, const Invitation& invitation) {
    const auto id = TRY(tx.insert(insert_invitation, invitation));
    return InvitationId{id};
}

Result<void> update(Tx& tx, const Invitation& invitation) {
    TRY(tx.update(update_invitation, invitation));
    return {};
}

}  // namespace pilotlight::store::invitation
