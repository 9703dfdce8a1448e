#include "service/session.hpp"

#include "store/account.hpp"
#include "store/session.hpp"

namespace pilotlight::service::session {
namespace {

/// The password was checked outside this transaction: since then the account may have gone, been
/// stopped or got another password, and the session would outlive what ended all others.
Result<void> check_unchanged(store::Read& read, const Account& checked) {
    const auto account = TRY(store::account::find(read, checked.id));
    const bool unchanged = account && account->is_active &&
                           account->credentials_changed_at == checked.credentials_changed_at;
    if (unchanged) return {};
    return Error{.code = Code::bad_credentials,
                 .message = "No active account found with the given credentials"};
}

}  // namespace

Result<Opened> open(store::Tx& tx,
                    const Access& access,
                    const Account& account,
                    Session draft,
                    std::string_view upgraded_hash) {
    TRY(check_unchanged(tx, account));
    const auto now = draft.created_at;
    auto jti = new_jti();
    draft.account = account.id;
    draft.refresh_digest = token_digest(jti);
    draft.last_used_at = now;
    draft.expires_at = now + access.lifetimes().refresh;
    draft.id = TRY(store::session::insert(tx, draft));
    TRY(store::account::set_last_login(tx, account.id, now));
    if (!upgraded_hash.empty()) {
        TRY(store::account::set_password_hash(tx, account.id, upgraded_hash));
    }
    auto refresh = access.issue_refresh(draft, std::move(jti));
    auto first_access = access.issue_access(account, draft.id, now);
    return Opened{std::move(draft), std::move(first_access), std::move(refresh)};
}

Result<void> close(store::Tx& tx, Access& access, SessionId session, Instant now) {
    TRY(store::session::revoke(tx, session, now));
    tx.after_commit([&access, session, now] { access.doubt(session, now); });
    return {};
}

}  // namespace pilotlight::service::session
