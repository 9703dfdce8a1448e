#include "store/account.hpp"

#include <algorithm>
#include <iterator>

#include "base/password.hpp"
#include "base/text.hpp"
#include "store/api_token.hpp"

namespace pilotlight::store::account {
namespace {

constexpr auto by_id =
    query_of<Account>("account_by_id", "SELECT {columns} FROM account WHERE id = ?");
constexpr auto by_username = query_of<Account>(
    "account_by_username", "SELECT {columns} FROM account WHERE username_key = ?");
constexpr auto by_email =
    query_of<Account>("account_by_email", "SELECT {columns} FROM account WHERE email_key = ?");
constexpr auto by_customer_number = query_of<Account>(
    "account_by_customer_number", "SELECT {columns} FROM account WHERE customer_number = ?");
constexpr auto insert_account =
    query_of<Account>("account_insert", "INSERT INTO account {insert} {returning_id}");
constexpr auto update_account =
    query_of<Account>("account_update", "UPDATE account SET {assign} WHERE id = ?");
constexpr Query delete_account{"account_delete", "DELETE FROM account WHERE id = ?"};
constexpr Query adjust_count{"account_count_adjust",
                             "INSERT INTO account_count (role, is_active, n) VALUES (?, ?, ?) "
                             "{upsert:role,is_active} n = {old:account_count.n} + {new:n}"};
constexpr Query count_admins{"account_count_admins",
                             "SELECT n FROM account_count WHERE role = 'admin' AND is_active = 1"};
constexpr Query first_reference{
    "account_first_reference",
    "SELECT 1 FROM service_request WHERE customer = ? "
    "UNION ALL SELECT 1 FROM service_request WHERE assigned_to = ? "
    "UNION ALL SELECT 1 FROM request_event WHERE actor = ? "
    "UNION ALL SELECT 1 FROM comment WHERE author = ? "
    "UNION ALL SELECT 1 FROM attachment WHERE uploaded_by = ? "
    "UNION ALL SELECT 1 FROM invitation WHERE created_by = ? "
    "UNION ALL SELECT 1 FROM invitation WHERE used_by = ? "
    "UNION ALL SELECT 1 FROM ticket WHERE customer = ? "
    "UNION ALL SELECT 1 FROM ticket WHERE assigned_to = ? "
    "UNION ALL SELECT 1 FROM post WHERE author = ? "
    "UNION ALL SELECT 1 FROM interaction WHERE customer = ? "
    "UNION ALL SELECT 1 FROM interaction WHERE representative = ? LIMIT 1"};
constexpr Query delete_sessions{"account_delete_sessions", "DELETE FROM session WHERE account = ?"};
constexpr Query delete_idempotency_keys{"account_delete_idempotency_keys",
                                        "DELETE FROM idempotency_key WHERE account = ?"};
constexpr Query least_loaded{
    "account_least_loaded",
    "SELECT id FROM account WHERE role = 'support' AND is_active = 1 AND available = 1 "
    "AND (skills = '' OR skills LIKE ? ESCAPE '!') ORDER BY open_work, last_assigned_at LIMIT 1"};
constexpr Query add_work{"account_add_work",
                         "UPDATE account SET open_work = open_work + ? WHERE id = ?"};
constexpr Query give_work{
    "account_give_work",
    "UPDATE account SET open_work = open_work + ?, last_assigned_at = ? WHERE id = ?"};
constexpr Query touch_login{"account_touch_login",
                            "UPDATE account SET last_login_at = ? WHERE id = ?"};
constexpr Query replace_hash{"account_replace_hash",
                             "UPDATE account SET password_hash = ? WHERE id = ?"};

constexpr Query imported_hashes{
    "account_imported_hashes",
    "SELECT password_hash FROM account WHERE password_hash LIKE 'pbkdf2%'"};

constexpr std::string_view from_all = "SELECT {columns} FROM account";
/// Staff are few among many customers, which a planner with statistics of another day does not
/// know: it would walk all accounts. CROSS JOIN has it begin with the index on roles.
constexpr std::string_view from_staff =
    "SELECT {columns} FROM (SELECT id AS member FROM account WHERE role = 'support' "
    "UNION ALL SELECT id FROM account WHERE role = 'technician' "
    "UNION ALL SELECT id FROM account WHERE role = 'admin') AS few CROSS JOIN account";

bool is_few(const Filter& filter) {
    return filter.is_staff || (filter.role && is_staff(*filter.role));
}

/// The start of a name may be that of a hundred thousand: in the order of ids, all of them would
/// have to be found before the first is shown.
bool walks_names(const Filter& filter) {
    return !filter.search.empty() && !is_few(filter);
}

/// Everything but the search and the page.
void apply(Selection& selection, const Filter& filter) {
    // Customers are nearly all: their part of the index on roles would have to be sorted.
    if (filter.role) {
        selection.where(is_few(filter) ? "role = ?" : "COALESCE(role, '') = ?",
                        to_value(*filter.role));
    }
    // A search walks the names: an index on this would have to be sorted for that.
    if (filter.is_active) {
        selection.where(walks_names(filter) ? "COALESCE(is_active, 0) = ?" : "is_active = ?",
                        to_value(*filter.is_active));
    }
    if (filter.available) selection.where("available = ?", to_value(*filter.available));
}

/// What begins with the text lies from `start` to `stop`.
struct Sought {
    explicit Sought(std::string_view text)
        : start(folded(text)),
          stop(start + "\xF4\x8F\xBF\xBF") {}  // U+10FFFF: beyond every text with that start
    std::string start;
    std::string stop;
};

/// Which part of a search a page ended in; the key of its cursor.
enum class Part : std::int64_t { names = 0, addresses = 1 };

bool ends_in(Part part, const Cursor& cursor) {
    return cursor.key == static_cast<std::int64_t>(part);
}

/// A page of one part: what begins with the text, beyond `after` unless that is empty.
struct Stretch {
    std::string_view first() const { return after.empty() ? sought.start : after; }

    const Sought& sought;
    std::string_view after{};
    int limit;
};

Result<std::vector<Account>> list_names(Read& read, const Filter& filter, const Stretch& page) {
    Selection selection("account_list_by_username", from_all, by_id.columns);
    selection.where(page.after.empty() ? "username_key >= ?" : "username_key > ?", page.first());
    selection.where("username_key <= ?", page.sought.stop);
    apply(selection, filter);
    selection.tail("ORDER BY username_key LIMIT ?").value(std::int64_t{page.limit});
    return read.all<Account>(selection.query(), selection.values());
}

/// Of those that the names do not show.
Result<std::vector<Account>> list_addresses(Read& read, const Filter& filter, const Stretch& page) {
    Selection selection("account_list_by_email", from_all, by_id.columns);
    selection.where(page.after.empty() ? "email_key >= ?" : "email_key > ?", page.first());
    selection.where("email_key <= ?", page.sought.stop);
    selection.where("NOT (username_key BETWEEN ? AND ?)", page.sought.start);
    selection.value(page.sought.stop);
    apply(selection, filter);
    selection.tail("ORDER BY email_key LIMIT ?").value(std::int64_t{page.limit});
    return read.all<Account>(selection.query(), selection.values());
}

/// The key of the account that the last page ended with. One that is gone since, or is called
/// otherwise now, does not say where to go on.
Result<std::string> key_at(Read& read, const Cursor& cursor, const Sought& sought) {
    std::string key;
    const auto last = TRY(read.one<Account>(by_id, {cursor.id}));
    if (last && ends_in(Part::names, cursor)) key = last->username_key;
    if (last && ends_in(Part::addresses, cursor)) key = last->email_key.value_or("");
    if (key.starts_with(sought.start)) return key;
    return invalid("cursor", "The list has changed; begin again.");
}

/// First those whose name begins with it, by name; then those whose address alone does, by address.
Result<std::vector<Account>> list_by_name(Read& read,
                                          const Filter& filter,
                                          const Sought& sought,
                                          const Page& page) {
    std::string after;
    if (page.after) after = TRY(key_at(read, *page.after, sought));
    if (page.after && ends_in(Part::addresses, *page.after)) {
        return list_addresses(read, filter, {sought, after, page.limit});
    }
    auto list = TRY(list_names(read, filter, {sought, after, page.limit}));
    const int rest = page.limit - static_cast<int>(list.size());
    if (rest == 0) return list;
    auto more = TRY(list_addresses(read, filter, {.sought = sought, .limit = rest}));
    std::ranges::move(more, std::back_inserter(list));
    return list;
}

Result<void> adjust(Tx& tx, const Account& account, std::int64_t change) {
    TRY(tx.change(adjust_count, {to_value(account.role), to_value(account.is_active), change}));
    return {};
}

}  // namespace

Result<std::optional<Account>> find(Read& read, AccountId id) {
    return read.one<Account>(by_id, {to_value(id)});
}

Result<std::optional<Account>> find_by_username(Read& read, std::string_view username) {
    const auto key = folded(username);
    return read.one<Account>(by_username, {to_value(key)});
}

Result<std::optional<Account>> find_by_email(Read& read, std::string_view email) {
    const auto key = folded(email);
    return read.one<Account>(by_email, {to_value(key)});
}

Result<std::optional<Account>> find_by_customer_number(Read& read, std::string_view number) {
    return read.one<Account>(by_customer_number, {to_value(number)});
}

Result<std::vector<Account>> list(Read& read, const Filter& filter, const Page& page) {
    const Sought sought(filter.search);
    if (walks_names(filter)) return list_by_name(read, filter, sought, page);
    const bool few = is_few(filter);
    Selection selection("account_list", few ? from_staff : from_all, by_id.columns);
    if (few) selection.where("id = member");
    apply(selection, filter);
    if (!filter.search.empty()) {
        selection.where("(username_key BETWEEN ? AND ? OR email_key BETWEEN ? AND ?)");
        selection.value(sought.start).value(sought.stop).value(sought.start).value(sought.stop);
    }
    if (page.after) selection.where("id > ?", page.after->id);
    selection.tail("ORDER BY id LIMIT ?").value(std::int64_t{page.limit});
    if (page.offset > 0) selection.tail("OFFSET ?").value(page.offset);
    return read.all<Account>(selection.query(), selection.values());
}

Cursor cursor_after(const Account& last, const Filter& filter) {
    const bool is_named = last.username_key.starts_with(folded(filter.search));
    const auto part = walks_names(filter) && !is_named ? Part::addresses : Part::names;
    return {static_cast<std::int64_t>(part), last.id.value};
}

Result<std::optional<std::int64_t>> count(Read& read, const Filter& filter) {
    if (!filter.search.empty() || filter.available) return std::optional<std::int64_t>{};
    Selection selection("account_count", "SELECT SUM(n) FROM account_count", nullptr);
    if (filter.role) selection.where("role = ?", to_value(*filter.role));
    if (filter.is_staff) selection.where("role <> 'customer'");
    if (filter.is_active) selection.where("is_active = ?", to_value(*filter.is_active));
    std::optional<std::int64_t> total = 0;
    TRY(read.each(
        selection.query(), selection.values(), [&](const Row& row) { total = row.integer(0); }));
    return total;
}

Result<std::int64_t> imported_iterations_max(Read& read) {
    std::int64_t most = 0;
    TRY(read.each(imported_hashes, {}, [&](const Row& row) {
        most = std::max(most, imported_iterations(row.text(0)));
    }));
    return most;
}

Result<std::int64_t> admin_count(Read& read) {
    const auto n = TRY(read.number(count_admins, {}));
    return n.value_or(0);
}

Result<AccountId> insert(Tx& tx, const Account& account) {
    const auto id = TRY(tx.insert(insert_account, account));
    TRY(adjust(tx, account, 1));
    return AccountId{id};
}

Result<void> update(Tx& tx, const Account& before, const Account& after) {
    TRY(tx.update(update_account, after));
    if (before.role == after.role && before.is_active == after.is_active) return {};
    TRY(adjust(tx, before, -1));
    return adjust(tx, after, 1);
}

Result<void> remove(Tx& tx, const Account& account) {
    TRY(tx.change(delete_sessions, {to_value(account.id)}));
    TRY(api_token::remove_of(tx, account.id));
    TRY(tx.change(delete_idempotency_keys, {to_value(account.id)}));
    TRY(tx.change(delete_account, {to_value(account.id)}));
    return adjust(tx, account, -1);
}

Result<bool> is_referenced(Read& read, AccountId id) {
    const auto v = to_value(id);
    const auto found = TRY(read.number(first_reference, {v, v, v, v, v, v, v, v, v, v, v, v}));
    return found.has_value();
}

Result<std::optional<AccountId>> pick_for_work(Read& read, std::string_view type_slug) {
    const auto pattern = like_word(type_slug);
    const auto id = TRY(read.number(least_loaded, {to_value(pattern)}));
    if (!id) return std::optional<AccountId>{};
    return std::optional(AccountId{*id});
}

Result<void> add_open_work(Tx& tx,
                           AccountId id,
                           std::int64_t change,
                           std::optional<Instant> assigned_at) {
    if (assigned_at) {
        TRY(tx.change(give_work, {change, to_value(*assigned_at), to_value(id)}));
    } else {
        TRY(tx.change(add_work, {change, to_value(id)}));
    }
    return {};
}

Result<void> set_last_login(Tx& tx, AccountId id, Instant at) {
    TRY(tx.change(touch_login, {to_value(at), to_value(id)}));
    return {};
}

Result<void> set_password_hash(Tx& tx, AccountId id, std::string_view hash) {
    TRY(tx.change(replace_hash, {hash, to_value(id)}));
    return {};
}

}  // namespace pilotlight::store::account
