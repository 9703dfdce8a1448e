#include "service/session.hpp"

#include "store/account.hpp"
#include "store/session.hpp"

namespace pilotlight::service::session {

Result<Opened> open(store::Tx& tx,
                    const Access& access,
                    const Account& account,
                    Session draft,
                    std::string_view upgraded_hash) {
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
