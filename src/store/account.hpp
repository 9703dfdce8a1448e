#pragma once

#include "domain/account.hpp"
#include "store/connection.hpp"
#include "store/list.hpp"

namespace pilotlight::store::account {

Result<std::optional<Account>> find(Read& read, AccountId id);
/// By user name in any case.
Result<std::optional<Account>> find_by_username(Read& read, std::string_view username);
/// By address in any case.
Result<std::optional<Account>> find_by_email(Read& read, std::string_view email);
/// By the whole number, as it was given.
Result<std::optional<Account>> find_by_customer_number(Read& read, std::string_view number);

struct Filter {
    std::optional<Role> role{};
    bool is_staff = false;  // only members of staff, beside the role
    std::optional<bool> is_active{};
    std::optional<bool> available{};
    std::string search{};  // start of the user name or of the address, in any case
};
/// By id, ascending. A search among all accounts: by user name those whose name begins so, then by
/// address the others; it has no numbered pages, and fails with invalid_input when the account that
/// the cursor names is gone or is called otherwise since.
Result<std::vector<Account>> list(Read& read, const Filter& filter, const Page& page);
/// Where the page after `last` of the same filter's list starts.
Cursor cursor_after(const Account& last, const Filter& filter);
/// How many the filter yields, from kept counts; none when it searches or asks for availability.
Result<std::optional<std::int64_t>> count(Read& read, const Filter& filter);
/// The most PBKDF2 iterations among the imported hashes that nobody has logged in with yet; 0 when
/// there is none. Walks through all accounts.
Result<std::int64_t> imported_iterations_max(Read& read);
/// Active administrators.
Result<std::int64_t> admin_count(Read& read);

/// Fails with conflict when the user name, address or customer number is taken.
Result<AccountId> insert(Tx& tx, const Account& account);
/// `before` is what the store holds now; counts follow the difference.
Result<void> update(Tx& tx, const Account& before, const Account& after);
Result<void> remove(Tx& tx, const Account& account);
/// True when anything in the desk refers to the account: it can be deactivated, not removed.
Result<bool> is_referenced(Read& read, AccountId id);

/// The active, available support account with the least open work that takes the type; ties go to
/// the one idle longest (design.md §2).
Result<std::optional<AccountId>> pick_for_work(Read& read, std::string_view type_slug);
/// Adds to an assignee's open work; `assigned_at` when the work is newly given.
Result<void> add_open_work(Tx& tx,
                           AccountId id,
                           std::int64_t change,
                           std::optional<Instant> assigned_at);

Result<void> set_last_login(Tx& tx, AccountId id, Instant at);
Result<void> set_password_hash(Tx& tx, AccountId id, std::string_view hash);

}  // namespace pilotlight::store::account
