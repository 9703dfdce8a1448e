#pragma once

#include "base/decode.hpp"
#include "service/access.hpp"

namespace pilotlight::service::account {

/// How someone asks for an account. `draft.role` is what they ask for.
struct Registration {
    Account draft{};
    std::string password_hash{};
    std::string invitation_code{};  // "" when none was shown
    bool open_staff = false;        // the profile lets anyone become support (demo)
    Actor by{};                     // account 0: nobody is signed in
};

/// Makes the account. invalid_input for a taken user name or address, for somebody's address as
/// the user name, and for a skill that is no slug of a service type; forbidden for a staff role
/// without an administrator, a good invitation or the open profile. An administrator is only ever
/// made by an administrator.
Result<Account> open(store::Tx& tx, Registration registration, Instant now);

/// Changes what the owner may change (names, address, telephone, email); whether the actor may is
/// asked before. The audit log names the fields, not what stood in them.
Result<Account> edit(
    store::Tx& tx, const Actor& actor, AccountId id, const Decoded<Account>& changes, Instant now);

/// What an administrator may change beside that.
struct Administration {
    AccountId account{};
    std::optional<Role> role{};
    std::optional<bool> is_active{};
    std::optional<std::string> employee_id{};
    std::optional<std::string> department{};
    std::optional<Words> skills{};
    std::optional<bool> available{};
    std::string password_hash{};  // "" keeps it
    bool of_staff = false;        // not_found unless the account is a member of staff
};
/// Administrators change everything, members of staff their own availability; forbidden for others.
/// invalid_input for a skill that is no slug of a service type; conflict when the last
/// administrator would go or when it is the actor's own role or activity. Deactivation ends all
/// sessions and the API token, and gives open work back to the queue.
Result<Account> administer(
    store::Tx& tx, Access& access, const Actor& actor, const Administration& change, Instant now);

struct PasswordChange {
    Account checked{};  // the account as it was when its old password was right
    std::string hash{};
};
/// A new password: every other session of the account and its API token end at once.
/// bad_credentials when the account was stopped or got other credentials since it was checked, or
/// what let the actor in was ended.
Result<void> change_password(
    store::Tx& tx, Access& access, const Actor& actor, const PasswordChange& change, Instant now);

inline constexpr std::string_view still_referenced =
    "This account has requests or other work and cannot be deleted. Deactivate it instead.";
/// Removes an account that nothing refers to; conflict (still_referenced) when requests or other
/// work do, when it is the actor's own, or the last administrator.
Result<void> remove(store::Tx& tx, Access& access, const Actor& actor, AccountId id, Instant now);

}  // namespace pilotlight::service::account
