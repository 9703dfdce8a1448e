#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "base/field.hpp"
#include "base/id.hpp"
#include "base/instant.hpp"
#include "base/words.hpp"

namespace pilotlight {

/// What an account may do. `support` answers customers at the desk, `technician` works on what is
/// assigned to them, `admin` manages everything.
enum class Role : std::uint8_t { customer, support, technician, admin };
template <>
inline constexpr auto names<Role> =
    std::array<std::string_view, 4>{"customer", "support", "technician", "admin"};

struct Account;
using AccountId = Id<Account>;

/// One person who can log in: customer, representative, technician or administrator.
struct Account {
    AccountId id{};
    std::string username{};
    std::string username_key{};              // folded; unique
    std::string email{};                     // "" when not given
    std::optional<std::string> email_key{};  // folded; unique when present
    std::string first_name{};
    std::string last_name{};
    std::string phone_number{};
    std::string address{};
    Role role = Role::customer;
    bool is_active = true;
    std::string customer_number{};  // CUST + 8 upper-case hex digits, or given; unique
    std::string employee_id{};
    std::string department{};
    Words skills{};              // slugs of service types; none: takes any
    bool available = true;       // takes new work
    std::int64_t open_work = 0;  // requests assigned and not yet resolved or cancelled
    std::optional<Instant> last_assigned_at{};
    std::string password_hash{};
    Instant credentials_changed_at{};  // password, role or activity: older sessions are re-checked
    Instant created_at{};
    Instant updated_at{};
    std::optional<Instant> last_login_at{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"id", &Account::id, {}},
            Field{"username",
                  &Account::username,
                  {.access = create_only,
                   .required = true,
                   .blank = false,
                   .length_max = 150,
                   .format = Format::username,
                   .doc = "Unique, whatever its case."}},
            Field{"username_key", &Account::username_key, {.access = stored_only}},
            Field{"email",
                  &Account::email,
                  {.access = writable,
                   .required = true,
                   .blank = false,
                   .length_max = 254,
                   .format = Format::email,
                   .doc = "Unique, whatever its case."}},
            Field{"email_key", &Account::email_key, {.access = stored_only}},
            Field{"first_name",
                  &Account::first_name,
                  {.access = writable, .required = true, .blank = false, .length_max = 150}},
            Field{"last_name",
                  &Account::last_name,
                  {.access = writable, .required = true, .blank = false, .length_max = 150}},
            Field{"phone_number",
                  &Account::phone_number,
                  {.access = writable,
                   .length_max = 15,
                   .format = Format::phone,
                   .doc = "Digits and + only."}},
            Field{"address", &Account::address, {.access = writable, .length_max = 500}},
            Field{"role", &Account::role, {}},
            Field{"is_active", &Account::is_active, {}},
            Field{"customer_number", &Account::customer_number, {}},
            Field{"employee_id", &Account::employee_id, {.length_max = 50}},
            Field{"department", &Account::department, {.length_max = 100}},
            Field{"skills", &Account::skills, {.doc = "Slugs of service types; none: any."}},
            Field{"available", &Account::available, {.doc = "Takes new work."}},
            Field{"open_work", &Account::open_work, {.doc = "Requests assigned and unfinished."}},
            Field{"last_assigned_at", &Account::last_assigned_at, {.access = stored_only}},
            Field{"password_hash", &Account::password_hash, {.access = stored_only}},
            Field{"credentials_changed_at",
                  &Account::credentials_changed_at,
                  {.access = stored_only}},
            Field{"created_at", &Account::created_at, {}},
            Field{"updated_at", &Account::updated_at, {}},
            Field{"last_login_at", &Account::last_login_at, {}},
        };
    }
};

/// Support, technician or admin: what other systems call staff.
constexpr bool is_staff(Role role) {
    return role != Role::customer;
}

/// Support and admin work the whole desk; a technician only what is assigned to them.
constexpr bool sees_all_requests(Role role) {
    return role == Role::support || role == Role::admin;
}

/// "First Last", or the user name when neither is known.
std::string full_name(const Account& account);
std::string full_name(std::string_view first, std::string_view last, std::string_view username);

/// False for a user name with an @ that is not the account's own address: whoever has the address
/// could not register under it any more.
bool is_own_username(const Account& account);

/// Fills the keys by which user names and addresses are compared.
void set_identity_keys(Account& account);

/// Who is asking, as the credentials say.
struct Actor {
    AccountId account{};
    Role role = Role::customer;
    std::int64_t session = 0;  // 0: none (a command, a job)
};

/// True when the actor may know and correct what the account tells of its person: their own,
/// support those of customers, administrators all.
bool may_see(const Actor& actor, const Account& account);

}  // namespace pilotlight
