// The credentials beside the access token, as their owner and an administrator see them.
#include "http/account.hpp"
#include "http/schema.hpp"
#include "http/v1/credentials.hpp"
#include "http/v1/routes.hpp"
#include "http/web_session.hpp"
#include "service/api_token.hpp"
#include "service/session.hpp"
#include "store/api_token.hpp"
#include "store/session.hpp"

namespace pilotlight::http::v1 {
namespace {

struct SessionExtras {
    bool is_current = false;

    static constexpr auto fields() {
        return FieldList{
            Field{"is_current", &SessionExtras::is_current, {.doc = "It is this request's."}}};
    }
};

struct IssuedToken {
    std::string token{};
    bool created = false;

    static constexpr auto fields() {
        return FieldList{
            Field{"token", &IssuedToken::token, {.doc = "For Authorization: Token."}},
            Field{"created", &IssuedToken::created, {.doc = "Not the one of last time."}}};
    }
};

/// Whose credentials the list is of; forbidden when they are neither the caller's nor asked for by
/// an administrator.
Result<AccountId> owner_asked_for(const Context& context) {
    const auto& actor = context.actor();
    const auto user = TRY(query_number(*context.request, "user"));
    if (!user || *user == actor.account.value) return actor.account;
    if (actor.role != Role::admin) return forbidden();
    return AccountId{*user};
}

void write_session(JsonWriter& out, const Session& session, bool is_current) {
    out.begin_object().members(session).members(SessionExtras{is_current}).end_object();
}

Answer open_session(const ContextPtr& context,
                    const Account& account,
                    const std::string& upgraded) {
    return InTx{[context, account, upgraded](store::Tx& tx) -> Result<Response> {
        auto response = context->json(201, {});
        const auto session = TRY(open_web_session(tx, *context, account, upgraded, response));
        JsonWriter out;
        write_session(out, session, true);
        response.body = out.take();
        return response;
    }};
}

Answer log_in_by_cookie(const ContextPtr& context) {
    TRY(check_log_in_origin(*context->request, context->desk.settings));
    const auto body = TRY(context->body<Credentials>(Mode::create));
    return log_in(context,
                  {.name = body.value.username, .password = body.value.password},
                  [context](const Account& account, const std::string& upgraded) {
                      return open_session(context, account, upgraded);
                  });
}

Answer list_sessions(const ContextPtr& context) {
    const auto page = TRY(context->page());
    const auto owner = TRY(owner_asked_for(*context));
    const auto sessions =
        TRY(store::session::list_live(context->read(), owner, context->now, page));
    JsonWriter out;
    out.begin_array();
    for (const auto& session : sessions) {
        write_session(out, session, session.id.value == context->actor().session);
    }
    out.end_array();
    std::optional<store::Cursor> next;
    if (static_cast<int>(sessions.size()) == page.limit) next = {0, sessions.back().id.value};
    return context->list(out.take(), next, std::nullopt);
}

Answer end_session(const ContextPtr& context) {
    return InTx{[context](store::Tx& tx) -> Result<Response> {
        const auto id = context->id<SessionId>();
        const auto& actor = context->actor();
        TRY(service::session::end(tx, context->desk.access, actor, id, context->now));
        auto response = context->no_content();
        const bool is_own_cookie =
            context->credential == Credential::web_session && actor.session == id.value;
        if (is_own_cookie) clear_cookies(*context, response);
        return response;
    }};
}

Answer end_other_sessions(const ContextPtr& context) {
    return InTx{[context](store::Tx& tx) -> Result<Response> {
        TRY(service::session::end_others(tx, context->desk.access, context->actor(), context->now));
        return context->no_content();
    }};
}

Answer list_tokens(const ContextPtr& context) {
    const auto owner = TRY(owner_asked_for(*context));
    const auto token = TRY(store::api_token::find_by_account(context->read(), owner));
    const bool is_shown =
        token && service::api_token::is_live(*token, context->desk.access, context->now);
    JsonWriter out;
    out.begin_array();
    if (is_shown) out.begin_object().members(*token).end_object();
    out.end_array();
    return context->list(out.take(), std::nullopt, is_shown ? 1 : 0);
}

Answer issue_token(const ContextPtr& context) {
    return InTx{[context](store::Tx& tx) -> Result<Response> {
        const auto issued = TRY(service::api_token::issue(
            tx, context->desk.access, context->actor().account, context->now));
        return context->ok(IssuedToken{issued.token, issued.created});
    }};
}

Answer end_token(const ContextPtr& context) {
    return InTx{[context](store::Tx& tx) -> Result<Response> {
        TRY(service::api_token::revoke(
            tx, context->desk.access, context->actor(), context->id<ApiTokenId>(), context->now));
        return context->no_content();
    }};
}

constexpr Schema session_schema = given<Session, SessionExtras>("Session");
constexpr QueryParameter of_user[] = {
    {"user", "Of this account instead of the own; administrators only."}};

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/v1/sessions/",
     .permission = Permission::signed_in,
     .handler = list_sessions,
     .summary = "Live sessions, newest first",
     .response = session_schema,
     .list = ListForm::array,
     .query = of_user},
    {.method = Method::post,
     .path = "/api/v1/sessions/",
     .permission = Permission::anyone,
     .handler = log_in_by_cookie,
     .summary = "Log a browser in: sets the cookies sessionid and csrftoken",
     .takes = Takes::fields,
     .request = taken<Credentials>("Credentials"),
     .response = session_schema,
     .success = 201},
    {.method = Method::del,
     .path = "/api/v1/sessions/",
     .permission = Permission::signed_in,
     .handler = end_other_sessions,
     .summary = "End all of one's own sessions but this request's, at once",
     .success = 204,
     .is_uncounted = true},
    {.method = Method::del,
     .path = "/api/v1/sessions/{id}/",
     .permission = Permission::signed_in,
     .handler = end_session,
     .summary = "End a session of one's own (administrators: any), at once",
     .success = 204,
     .is_uncounted = true},
    {.method = Method::get,
     .path = "/api/v1/tokens/",
     .permission = Permission::signed_in,
     .handler = list_tokens,
     .summary = "The API token, without its text: one or none",
     .response = given<ApiToken>("ApiToken"),
     .list = ListForm::array,
     .query = of_user},
    {.method = Method::post,
     .path = "/api/v1/tokens/",
     .permission = Permission::signed_in,
     .handler = issue_token,
     .summary = "The API token of the caller: the same each time until it is revoked",
     .response = given<IssuedToken>("IssuedToken")},
    {.method = Method::del,
     .path = "/api/v1/tokens/{id}/",
     .permission = Permission::signed_in,
     .handler = end_token,
     .summary = "Revoke the own API token (administrators: any), at once",
     .success = 204,
     .is_uncounted = true},
};

}  // namespace

std::span<const Route> credential_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
