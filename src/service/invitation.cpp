#include "service/invitation.hpp"

#include "base/crypto.hpp"
#include "service/audit.hpp"
#include "store/invitation.hpp"

namespace pilotlight::service::invitation {

Result<Issued> issue(store::Tx& tx, const Actor& actor, Role role, Instant now) {
    constexpr std::size_t code_bytes = 16;
    if (role != Role::support && role != Role::technician) {
        return invalid("role", "An invitation is for support or technician.");
    }
    Issued issued{.code = random_hex(code_bytes)};
    issued.invitation = {.code_digest = token_digest(issued.code),
                         .role = role,
                         .created_by = actor.account,
                         .created_at = now,
                         .expires_at = now + invitation_lifetime};
    issued.invitation.id = TRY(store::invitation::insert(tx, issued.invitation));
    TRY(audit(tx,
              {.actor = actor.account,
               .subject_kind = "invitation",
               .subject = issued.invitation.id.value,
               .action = "issued",
               .detail = name_of(role)},
              now));
    return issued;
}

}  // namespace pilotlight::service::invitation
