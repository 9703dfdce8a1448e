#include "service/api_token.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "service/audit.hpp"
#include "service/session.hpp"
#include "store/account.hpp"
#include "store/api_token.hpp"

namespace pilotlight::service::api_token {
namespace {

constexpr std::size_t nonce_bytes = 16;

Error refused(std::string_view message) {
    return {.code = Code::api_token_not_valid, .message = std::string(message)};
}

/// The colons keep it apart from all else that the key signs (base64url and dots).
std::string derive(const HmacSha256& key, const ApiToken& row) {
    const auto message = "api-token:" + std::to_string(row.account.value) + ":" + row.nonce;
    return to_hex(key(message)).substr(0, api_token_length);
}

/// The token of the row; nothing when the key it was derived with is not in the ring.
std::optional<std::string> token_of(const KeyRing& keys, const ApiToken& row) {
    for (const auto& key : keys.all()) {
        auto token = derive(key, row);
        if (equal_constant_time(token_digest(token), row.digest)) return token;
    }
    return std::nullopt;
}

Result<void> audit_token(
    store::Tx& tx, AccountId actor, const ApiToken& row, std::string_view action, Instant now) {
    return audit(tx,
                 {.actor = actor,
                  .subject_kind = "api_token",
                  .subject = row.id.value,
                  .action = action,
                  .detail = std::to_string(row.account.value)},
                 now);
}

Result<Issued> create(store::Tx& tx, const Access& access, AccountId account, Instant now) {
    TRY(store::api_token::remove_of(tx, account));
    Issued issued{.created = true};
    auto& row = issued.row;
    row = {.account = account,
           .nonce = random_hex(nonce_bytes),
           .created_at = now,
           .last_used_at = now};
    issued.token = derive(access.keys().signing(), row);
    row.digest = token_digest(issued.token);
    row.id = TRY(store::api_token::insert(tx, row));
    TRY(audit_token(tx, account, row, "issued", now));
    return issued;
}

/// A note that was not written is made up for by the next use.
void note_use(store::Store& store, ApiTokenId id, Instant now) {
    store.write([id, now](store::Tx& tx) { return store::api_token::touch(tx, id, now); },
                [](const Result<void>&) {});
}

}  // namespace

bool is_live(const ApiToken& token, const Access& access, Instant now) {
    const auto idle_max = access.lifetimes().api_token_idle;
    const bool is_idle = idle_max.count() > 0 && now - token.last_used_at > idle_max;
    return !token.revoked_at && !is_idle;
}

Result<Issued> issue(store::Tx& tx, const Access& access, AccountId account, Instant now) {
    const auto owner = TRY(store::account::find(tx, account));
    if (!owner || !owner->is_active) return not_found();
    auto row = TRY(store::api_token::find_by_account(tx, account));
    if (!row || !is_live(*row, access, now)) return create(tx, access, account, now);
    auto token = token_of(access.keys(), *row);
    if (!token) return create(tx, access, account, now);
    TRY(store::api_token::touch(tx, row->id, now));
    row->last_used_at = std::max(row->last_used_at, now);
    return Issued{.row = *std::move(row), .token = *std::move(token)};
}

Result<Issued> log_in(store::Tx& tx,
                      const Access& access,
                      const Account& checked,
                      std::string_view upgraded_hash,
                      Instant now) {
    TRY(session::record_log_in(tx, checked, upgraded_hash, now));
    return issue(tx, access, checked.id, now);
}

Result<Actor> authenticate(std::string_view token,
                           Instant now,
                           const Access& access,
                           store::Store& store) {
    if (token.size() != api_token_length) return refused("Invalid token.");
    auto scope = TRY(store.read());
    const auto held = TRY(store::api_token::find_held(**scope, token_digest(token)));
    scope.reset();
    if (!held) return refused("Invalid token.");
    if (!held->is_active) return refused("User inactive or deleted.");
    if (!is_live(held->token, access, now)) return refused("Invalid token.");
    if (now - held->token.last_used_at >= session::use_noted_every) {
        note_use(store, held->token.id, now);
    }
    return Actor{held->token.account, held->role, 0};
}

Result<void> revoke(
    store::Tx& tx, const Access& access, const Actor& actor, ApiTokenId id, Instant now) {
    const auto row = TRY(store::api_token::find(tx, id));
    const bool is_theirs = row && (row->account == actor.account || actor.role == Role::admin);
    if (!is_theirs || !is_live(*row, access, now)) return not_found();
    TRY(store::api_token::revoke(tx, id, now));
    return audit_token(tx, actor.account, *row, "revoked", now);
}

Result<void> revoke_own(store::Tx& tx, const Actor& actor, Instant now) {
    return store::api_token::revoke_of(tx, actor.account, now);
}

}  // namespace pilotlight::service::api_token
