#pragma once

#include "domain/api_token.hpp"
#include "store/connection.hpp"

namespace pilotlight::store::api_token {

/// A token with what decides whether its account may use it: one read.
struct Held {
    ApiToken token{};
    Role role = Role::customer;
    bool is_active = false;
};
/// Also a revoked one.
Result<std::optional<Held>> find_held(Read& read, std::string_view digest);
Result<std::optional<ApiToken>> find(Read& read, ApiTokenId id);
/// Also a revoked one.
Result<std::optional<ApiToken>> find_by_account(Read& read, AccountId account);

Result<ApiTokenId> insert(Tx& tx, const ApiToken& token);
/// Sets last_used_at unless it is later already.
Result<void> touch(Tx& tx, ApiTokenId id, Instant now);
Result<void> revoke(Tx& tx, ApiTokenId id, Instant now);
Result<void> revoke_of(Tx& tx, AccountId account, Instant now);
/// Deletes the account's row, if any.
Result<void> remove_of(Tx& tx, AccountId account);

}  // namespace pilotlight::store::api_token
