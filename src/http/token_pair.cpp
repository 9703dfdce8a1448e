#include "http/token_pair.hpp"

#include "http/account.hpp"
#include "service/session.hpp"

namespace pilotlight::http {

Answer open_token_session(const ContextPtr& context,
                          const Account& account,
                          const std::string& upgraded_hash) {
    return InTx{[context, account, upgraded_hash](store::Tx& tx) -> Result<Response> {
        const auto opened = TRY(service::session::open(
            tx, context->desk.access, account, session_draft(*context), upgraded_hash));
        return context->ok(TokenPair{opened.refresh, opened.access});
    }};
}

Answer refresh_access_token(const ContextPtr& context) {
    const auto body = TRY(context->body<RefreshToken>(Mode::create));
    const auto& access = context->desk.access;
    const auto good = TRY(access.check_refresh(body.value.refresh, context->now, context->read()));
    return context->ok(
        AccessToken{access.issue_access(good.account, good.session.id, context->now)});
}

}  // namespace pilotlight::http
