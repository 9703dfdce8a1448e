#pragma once

#include "domain/invitation.hpp"
#include "store/connection.hpp"
#include "store/list.hpp"

namespace pilotlight::store::invitation {

Result<std::optional<Invitation>> find_by_code_digest(Read& read, std::string_view digest);
/// By id, descending.
Result<std::vector<Invitation>> list(Read& read, const Page& page);
Result<InvitationId> insert(Tx& tx, const Invitation& invitation);
Result<void> update(Tx& tx, const Invitation& invitation);

}  // namespace pilotlight::store::invitation
