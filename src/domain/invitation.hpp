#pragma once

#include "domain/account.hpp"

namespace pilotlight {

struct Invitation;
using InvitationId = Id<Invitation>;

/// Lets one person register with a staff role; holds the digest of a code that is shown once.
struct Invitation {
    InvitationId id{};
    std::string code_digest{};
    Role role = Role::support;
    AccountId created_by{};
    Instant created_at{};
    Instant expires_at{};
    std::optional<AccountId> used_by{};
    std::optional<Instant> used_at{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"id", &Invitation::id, {}},
            Field{"code_digest", &Invitation::code_digest, {.access = stored_only}},
            Field{"role",
                  &Invitation::role,
                  {.access = create_only, .doc = "support or technician."}},
            Field{"created_by", &Invitation::created_by, {}},
            Field{"created_at", &Invitation::created_at, {}},
            Field{"expires_at", &Invitation::expires_at, {}},
            Field{"used_by", &Invitation::used_by, {}},
            Field{"used_at", &Invitation::used_at, {}},
        };
    }
};

inline constexpr std::chrono::hours invitation_lifetime{7 * 24};

}  // namespace pilotlight
