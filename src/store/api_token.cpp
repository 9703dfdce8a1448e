#include "store/api_token.hpp"

namespace pilotlight::store::api_token {
namespace {

constexpr auto held_by_digest =
    query_of<ApiToken>("api_token_held",
                       "SELECT {columns:t}, a.role, a.is_active FROM api_token t "
                       "JOIN account a ON a.id = t.account WHERE t.digest = ?");
constexpr auto by_id =
    query_of<ApiToken>("api_token_by_id", "SELECT {columns} FROM api_token WHERE id = ?");
constexpr auto by_account =
    query_of<ApiToken>("api_token_by_account", "SELECT {columns} FROM api_token WHERE account = ?");
constexpr auto insert_token =
    query_of<ApiToken>("api_token_insert", "INSERT INTO api_token {insert} {returning_id}");
constexpr Query touch_token{
    "api_token_touch", "UPDATE api_token SET last_used_at = ? WHERE id = ? AND last_used_at < ?"};
constexpr Query revoke_one{
    "api_token_revoke", "UPDATE api_token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL"};
constexpr Query revoke_by_account{
    "api_token_revoke_of",
    "UPDATE api_token SET revoked_at = ? WHERE account = ? AND revoked_at IS NULL"};
constexpr Query delete_by_account{"api_token_delete_of", "DELETE FROM api_token WHERE account = ?"};

}  // namespace

Result<std::optional<Held>> find_held(Read& read, std::string_view digest) {
    std::optional<Held> found;
    TRY(read.each(held_by_digest, {digest}, [&](const Row& row) {
        constexpr int after_token = static_cast<int>(field_count<ApiToken>);
        auto& held = found.emplace(Held{.token = store::read<ApiToken>(row)});
        from_row(row, after_token, held.role);
        from_row(row, after_token + 1, held.is_active);
    }));
    return found;
}

Result<std::optional<ApiToken>> find(Read& read, ApiTokenId id) {
    return read.one<ApiToken>(by_id, {to_value(id)});
}

Result<std::optional<ApiToken>> find_by_account(Read& read, AccountId account) {
    return read.one<ApiToken>(by_account, {to_value(account)});
}

Result<ApiTokenId> insert(Tx& tx, const ApiToken& token) {
    const auto id = TRY(tx.insert(insert_token, token));
    return ApiTokenId{id};
}

Result<void> touch(Tx& tx, ApiTokenId id, Instant now) {
    TRY(tx.change(touch_token, {to_value(now), to_value(id), to_value(now)}));
    return {};
}

Result<void> revoke(Tx& tx, ApiTokenId id, Instant now) {
    TRY(tx.change(revoke_one, {to_value(now), to_value(id)}));
    return {};
}

Result<void> revoke_of(Tx& tx, AccountId account, Instant now) {
    TRY(tx.change(revoke_by_account, {to_value(now), to_value(account)}));
    return {};
}

Result<void> remove_of(Tx& tx, AccountId account) {
    TRY(tx.change(delete_by_account, {to_value(account)}));
    return {};
}

}  // namespace pilotlight::store::api_token
