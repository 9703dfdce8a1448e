#include "service/access.hpp"

#include "store/account.hpp"
#include "store/session.hpp"

namespace pilotlight::service {
namespace {

/// A token's time is that of the arrival of its request, which may have waited for a worker.
constexpr std::chrono::seconds request_wait_max{60};
constexpr std::chrono::seconds clock_step_max{60};  // as a time service sets a clock right

Error not_valid() {
    return {.code = Code::token_not_valid, .message = "Token is invalid or expired"};
}

Result<Actor> actor_in_store(const Claims& claims, store::Store& store) {
    const auto scope = TRY(store.read());
    auto& read = **scope;
    const AccountId id{claims.user_id};
    const auto account = TRY(store::account::find(read, id));
    if (!account) return Error{.code = Code::account_not_found, .message = "User not found"};
    if (!account->is_active) {
        return Error{.code = Code::account_inactive, .message = "User is inactive"};
    }
    if (claims.session_id != 0) {
        const auto session = TRY(store::session::find(read, {claims.session_id}));
        if (!session || session->revoked_at || session->account != id) return not_valid();
    }
    return Actor{id, account->role, claims.session_id};
}

}  // namespace

Result<Actor> Access::authenticate(std::string_view token, Instant now, store::Store& store) const {
    const auto claims = TRY(verified(token, now));
    const auto role = from_name<Role>(claims->role);
    if (!role || claims->session_id == 0 || is_doubted(*claims, now)) {
        return actor_in_store(*claims, store);
    }
    return Actor{{claims->user_id}, *role, claims->session_id};
}

/// A signature that was good stays good. What depends on the time is asked each time.
Result<VerifiedTokens::Kept> Access::verified(std::string_view token, Instant now) const {
    if (auto known = verified_.find(token); known && is_in_force(*known, now)) return known;
    auto claims = TRY(verify_jwt(keys_, token, TokenType::access, now));
    return verified_.keep(token, std::move(claims));
}

std::string Access::issue_access(const Account& account, SessionId session, Instant now) const {
    return encode_jwt(keys_,
                      {.token_type = TokenType::access,
                       .expires_at = now + lifetimes_.access,
                       .issued_at = now,
                       .jti = new_jti(),
                       .user_id = account.id.value,
                       .session_id = session.value,
                       .role = std::string(name_of(account.role))});
}

std::string Access::issue_refresh(const Session& session, std::string jti) const {
    return encode_jwt(keys_,
                      {.token_type = TokenType::refresh,
                       .expires_at = session.expires_at,
                       .issued_at = session.created_at,
                       .jti = std::move(jti),
                       .user_id = session.account.value,
                       .session_id = session.id.value});
}

Result<Access::Refreshed> Access::check_refresh(std::string_view token,
                                                Instant now,
                                                store::Read& read) const {
    const auto claims = TRY(verify_jwt(keys_, token, TokenType::refresh, now));
    const auto session =
        TRY(store::session::find_by_refresh_digest(read, token_digest(claims.jti)));
    const bool is_live = session && session->kind == SessionKind::token && !session->revoked_at &&
                         session->expires_at > now;
    if (!is_live) return not_valid();
    const auto account = TRY(store::account::find(read, session->account));
    if (!account || !account->is_active) return not_valid();
    return Refreshed{*account, *session};
}

void Access::doubt(AccountId account, Instant now) {
    const std::unique_lock lock(mutex_);
    forget_old(now);
    accounts_[account] = now;
}

void Access::doubt(SessionId session, Instant now) {
    const std::unique_lock lock(mutex_);
    forget_old(now);
    sessions_[session] = now;
}

bool Access::is_doubted(const Claims& claims, Instant now) const {
    // What happened before this run is not remembered, a deleted account least of all.
    if (claims.issued_at < started_at_) return true;
    // From before the clock was set back: older than it says, and good for longer than it should.
    if (claims.issued_at > now + clock_step_max) return true;
    return is_doubted(AccountId{claims.user_id}, SessionId{claims.session_id});
}

bool Access::is_doubted(AccountId account, SessionId session) const {
    const std::shared_lock lock(mutex_);
    return accounts_.contains(account) || sessions_.contains(session);
}

/// A token issued before the change has expired once an access lifetime has passed, and so the
/// doubt is of no use any more.
void Access::forget_old(Instant now) {
    const auto before = now - lifetimes_.access - request_wait_max;
    const auto is_old = [before](const auto& entry) { return entry.second < before; };
    std::erase_if(accounts_, is_old);
    std::erase_if(sessions_, is_old);
}

}  // namespace pilotlight::service
