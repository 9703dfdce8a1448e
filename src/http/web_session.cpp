#include "http/web_session.hpp"

#include "http/account.hpp"
#include "http/cookie.hpp"
#include "service/session.hpp"

namespace pilotlight::http {

Result<Session> open_web_session(store::Tx& tx,
                                 const Context& context,
                                 const Account& account,
                                 std::string_view upgraded_hash,
                                 Response& response) {
    auto& access = context.desk.access;
    auto opened =
        TRY(service::session::open_web(tx, access, account, session_draft(context), upgraded_hash));
    if (context.credential == Credential::web_session) {
        TRY(service::session::close(tx, access, {context.actor().session}, context.now));
    }
    const bool secure = context.request->secure;
    response.set("Set-Cookie", session_cookie(opened.key, access.lifetimes().web, secure));
    response.set("Set-Cookie", csrf_cookie(new_csrf_token(), secure));
    return std::move(opened.session);
}

void clear_cookies(const Context& context, Response& response) {
    for (const auto name : {session_cookie_name, csrf_cookie_name}) {
        response.set("Set-Cookie", expired_cookie(name, context.request->secure));
    }
}

}  // namespace pilotlight::http
