#include "service/account.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/crypto.hpp"
#include "service/assignment.hpp"
#include "service/audit.hpp"
#include "service/leak_report.hpp"
#include "service/session.hpp"
#include "store/account.hpp"
#include "store/api_token.hpp"
#include "store/invitation.hpp"
#include "store/service_type.hpp"
#include "store/session.hpp"

namespace pilotlight::service::account {
namespace {

std::string new_customer_number() {
    auto hex = random_hex(4);
    std::ranges::transform(hex, hex.begin(), ascii_upper);
    return "CUST" + hex;
}

/// Asked when a user name is given: who has their address for it may take another address later.
Result<void> check_username(const Account& account) {
    if (is_own_username(account)) return {};
    return invalid("username", "A user name with @ must be the account's own email address.");
}

Result<void> check_identity(store::Read& read, const Account& account) {
    FieldErrors faults;
    const auto namesake = TRY(store::account::find_by_username(read, account.username));
    if (namesake && namesake->id != account.id) {
        faults.push_back({"username", "A user with that username already exists."});
    }
    if (!account.email.empty()) {
        const auto mailmate = TRY(store::account::find_by_email(read, account.email));
        if (mailmate && mailmate->id != account.id) {
            faults.push_back({"email", "A user with this email already exists."});
        }
    }
    if (!account.customer_number.empty()) {
        const auto twin =
            TRY(store::account::find_by_customer_number(read, account.customer_number));
        if (twin && twin->id != account.id) {
            faults.push_back(
                {"customer_number", "An account with this customer number already exists."});
        }
    }
    if (!faults.empty()) return invalid(std::move(faults));
    return {};
}

/// An administrator who had to go leaves no door open behind them.
Result<bool> still_invites(store::Read& read, const Invitation& invitation) {
    const auto giver = TRY(store::account::find(read, invitation.created_by));
    return giver && giver->is_active && giver->role == Role::admin;
}

/// The invitation that a code opens, if it is still good for the role.
Result<std::optional<Invitation>> good_invitation(store::Read& read,
                                                  std::string_view code,
                                                  Role role,
                                                  Instant now) {
    if (code.empty()) return std::optional<Invitation>{};
    auto found = TRY(store::invitation::find_by_code_digest(read, token_digest(code)));
    if (!found || found->used_at || found->expires_at <= now || found->role != role) {
        return std::optional<Invitation>{};
    }
    const bool is_good = TRY(still_invites(read, *found));
    if (!is_good) found.reset();
    return found;
}

Result<Account> existing(store::Read& read, AccountId id) {
    auto found = TRY(store::account::find(read, id));
    if (!found) return not_found();
    return *std::move(found);
}

/// The account of leak reports is nobody's: who could log in as it would own them all.
Result<void> check_is_persons(const Account& account) {
    if (account.username != leak_report::owner_username) return {};
    return Error{.code = Code::conflict, .message = "This account is the desk's own."};
}

Result<void> keep_an_admin(store::Read& read, const Account& before, const Account& after) {
    const bool was = before.role == Role::admin && before.is_active;
    const bool stays = after.role == Role::admin && after.is_active;
    if (!was || stays) return {};
    const auto admins = TRY(store::account::admin_count(read));
    if (admins > 1) return {};
    return Error{.code = Code::conflict, .message = "The last administrator cannot go."};
}

struct Deed {
    AccountId account{};
    std::string_view action{};
    std::string_view detail{};
};

Result<void> audit_account(store::Tx& tx, const Actor& actor, const Deed& deed, Instant now) {
    store::audit_event::Entry entry{.subject_kind = "account",
                                    .subject = deed.account.value,
                                    .action = deed.action,
                                    .detail = deed.detail};
    if (actor.account) entry.actor = actor.account;
    return audit(tx, entry, now);
}

/// "email, phone_number".
std::string changed_fields(const Account& before, const Account& after) {
    std::string names;
    for_each_field(after, [&](const auto& field, const auto& value) {
        if (field.rule.access != pilotlight::Access::writable || value == before.*field.member)
            return;
        if (!names.empty()) names += ", ";
        names += field.name;
    });
    return names;
}

/// Ends what the account's tokens were good for.
Result<void> revoke(store::Tx& tx, Access& access, AccountId id, SessionId keep, Instant now) {
    TRY(store::session::revoke_all(tx, id, keep, now));
    tx.after_commit([&access, id, now] { access.doubt(id, now); });
    return {};
}

void apply(Account& account, const Administration& change, Instant now) {
    account.role = change.role.value_or(account.role);
    account.is_active = change.is_active.value_or(account.is_active);
    account.employee_id = change.employee_id.value_or(account.employee_id);
    account.department = change.department.value_or(account.department);
    account.skills = change.skills.value_or(account.skills);
    account.available = change.available.value_or(account.available);
    if (!change.password_hash.empty()) account.password_hash = change.password_hash;
    account.updated_at = now;
}

/// A skill that is never asked for would leave its owner idle.
Result<void> check_skills(store::Read& read, const Words& skills) {
    if (skills.list().empty()) return {};
    const auto types = TRY(store::service_type::list(read, true));
    for (const auto& word : skills.list()) {
        const bool is_known =
            std::ranges::any_of(types, [&](const ServiceType& type) { return type.slug == word; });
        if (!is_known) return invalid("skills", "\"" + word + "\" is no slug of a service type.");
    }
    return {};
}

Result<void> check_rights(const Actor& actor,
                          const Account& account,
                          const Administration& change) {
    if (change.of_staff && !is_staff(account.role)) return not_found();
    if (actor.role == Role::admin) return {};
    const bool is_administration = change.role || change.is_active || change.employee_id ||
                                   change.department || change.skills ||
                                   !change.password_hash.empty();
    const bool is_own = is_staff(actor.role) && account.id == actor.account;
    if (is_administration || !is_own) return forbidden();
    return {};
}

bool takes_work(const Account& account) {
    return account.role == Role::support && account.is_active && account.available;
}

/// What follows from another role, another activity or another availability.
Result<void> follow(
    store::Tx& tx, Access& access, const Account& before, const Account& after, Instant now) {
    if (before.credentials_changed_at != after.credentials_changed_at) {
        TRY(revoke(tx, access, after.id, {}, now));
    }
    // Another role is no reason: whoever shows the token has the role of that moment.
    if (!after.is_active || before.password_hash != after.password_hash) {
        TRY(store::api_token::revoke_of(tx, after.id, now));
    }
    const bool leaves =
        (before.is_active && !after.is_active) || (is_staff(before.role) && !is_staff(after.role));
    if (leaves) TRY(assignment::give_back(tx, after.id, now));
    if (leaves || (takes_work(after) && !takes_work(before)) || before.skills != after.skills) {
        TRY(assignment::call_for(tx, now));
    }
    return {};
}

}  // namespace

Result<Account> open(store::Tx& tx, Registration registration, Instant now) {
    auto& account = registration.draft;
    std::optional<Invitation> invitation;
    if (is_staff(account.role) && registration.by.role != Role::admin) {
        invitation = TRY(good_invitation(tx, registration.invitation_code, account.role, now));
        const bool open_to_all = registration.open_staff && account.role == Role::support;
        if (!invitation && !open_to_all) return forbidden();
    }
    TRY(check_username(account));
    TRY(check_identity(tx, account));
    TRY(check_skills(tx, account.skills));
    set_identity_keys(account);
    account.password_hash = std::move(registration.password_hash);
    account.created_at = account.updated_at = account.credentials_changed_at = now;
    if (account.customer_number.empty()) account.customer_number = new_customer_number();
    account.id = TRY(store::account::insert(tx, account));
    if (invitation) {
        invitation->used_by = account.id;
        invitation->used_at = now;
        TRY(store::invitation::update(tx, *invitation));
    }
    TRY(audit_account(tx, registration.by, {account.id, "registered", name_of(account.role)}, now));
    if (takes_work(account)) TRY(assignment::call_for(tx, now));
    return std::move(account);
}

Result<Account> edit(
    store::Tx& tx, const Actor& actor, AccountId id, const Decoded<Account>& changes, Instant now) {
    const auto before = TRY(existing(tx, id));
    TRY(check_is_persons(before));
    auto after = before;
    if (!changes.apply_to(after)) return before;
    if (after.username != before.username) TRY(check_username(after));
    TRY(check_identity(tx, after));
    set_identity_keys(after);
    after.updated_at = now;
    TRY(store::account::update(tx, before, after));
    TRY(audit_account(tx, actor, {id, "edited", changed_fields(before, after)}, now));
    return after;
}

Result<Account> administer(
    store::Tx& tx, Access& access, const Actor& actor, const Administration& change, Instant now) {
    const auto id = change.account;
    const auto before = TRY(existing(tx, id));
    TRY(check_rights(actor, before, change));
    TRY(check_is_persons(before));
    if (change.skills) TRY(check_skills(tx, *change.skills));
    auto after = before;
    apply(after, change, now);
    const bool rights_change = before.role != after.role || before.is_active != after.is_active;
    if (rights_change && id == actor.account) {
        return Error{.code = Code::conflict,
                     .message = "You cannot change your own role or activity."};
    }
    TRY(keep_an_admin(tx, before, after));
    if (rights_change || !change.password_hash.empty()) after.credentials_changed_at = now;
    TRY(store::account::update(tx, before, after));
    if (rights_change) {
        const auto detail =
            std::string(name_of(after.role)) + (after.is_active ? ", active" : ", inactive");
        TRY(audit_account(tx, actor, {id, "rights_changed", detail}, now));
    }
    TRY(follow(tx, access, before, after, now));
    return existing(tx, id);  // what followed may have taken or given work
}

Result<void> change_password(
    store::Tx& tx, Access& access, const Actor& actor, const PasswordChange& change, Instant now) {
    TRY(session::check_unchanged(tx, change.checked));
    TRY(session::check_live(tx, access, actor, now));
    const auto before = TRY(existing(tx, actor.account));
    auto after = before;
    after.password_hash = change.hash;
    after.updated_at = after.credentials_changed_at = now;
    TRY(store::account::update(tx, before, after));
    TRY(audit_account(tx, actor, {actor.account, "password_changed"}, now));
    TRY(store::api_token::revoke_of(tx, actor.account, now));
    return revoke(tx, access, actor.account, {actor.session}, now);
}

Result<void> remove(store::Tx& tx, Access& access, const Actor& actor, AccountId id, Instant now) {
    const auto account = TRY(existing(tx, id));
    if (id == actor.account) {
        return Error{.code = Code::conflict, .message = "You cannot delete your own account."};
    }
    auto gone = account;
    gone.is_active = false;
    TRY(keep_an_admin(tx, account, gone));
    const bool referenced = TRY(store::account::is_referenced(tx, id));
    if (referenced) {
        return Error{.code = Code::conflict, .message = std::string(still_referenced)};
    }
    TRY(store::account::remove(tx, account));
    TRY(audit_account(tx, actor, {id, "deleted", account.username}, now));
    tx.after_commit([&access, id, now] { access.doubt(id, now); });
    return {};
}

}  // namespace pilotlight::service::account
