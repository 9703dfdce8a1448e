#pragma once

#include "domain/invitation.hpp"
#include "store/connection.hpp"

namespace pilotlight::service::invitation {

struct Issued {
    Invitation invitation{};
    std::string code{};  // shown this once
};

/// An administrator lets one person register as support or technician.
Result<Issued> issue(store::Tx& tx, const Actor& actor, Role role, Instant now);

}  // namespace pilotlight::service::invitation
