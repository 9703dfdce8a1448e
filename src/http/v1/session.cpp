#include "service/session.hpp"

#include "http/account.hpp"
#include "http/schema.hpp"
#include "http/token_pair.hpp"
#include "http/v1/credentials.hpp"
#include "http/v1/routes.hpp"
#include "http/web_session.hpp"
#include "service/api_token.hpp"

namespace pilotlight::http::v1 {
namespace {

Answer login(const ContextPtr& context) {
    const auto body = TRY(context->body<Credentials>(Mode::create));
    return log_in(context,
                  {.name = body.value.username, .password = body.value.password},
                  [context](const Account& account, const std::string& upgraded) {
                      return open_token_session(context, account, upgraded);
                  });
}

/// Ends what the caller came with.
Answer logout(const ContextPtr& context) {
    return InTx{[context](store::Tx& tx) -> Result<Response> {
        const auto& actor = context->actor();
        auto response = context->no_content();
        if (context->credential == Credential::api_token) {
            TRY(service::api_token::revoke_own(tx, actor, context->now));
            return response;
        }
        TRY(service::session::close(tx, context->desk.access, {actor.session}, context->now));
        if (context->credential == Credential::web_session) clear_cookies(*context, response);
        return response;
    }};
}

constexpr Route table[] = {
    {.method = Method::post,
     .path = "/api/v1/login/",
     .permission = Permission::anyone,
     .handler = login,
     .summary = "Log in by user name and password",
     .takes = Takes::fields,
     .request = taken<Credentials>("Credentials"),
     .response = given<TokenPair>("TokenPair")},
    {.method = Method::post,
     .path = "/api/v1/login/refresh/",
     .permission = Permission::anyone,
     .handler = refresh_access_token,
     .summary = "A new access token for a refresh token",
     .takes = Takes::fields,
     .request = taken<RefreshToken>("RefreshToken"),
     .response = given<AccessToken>("AccessToken")},
    {.method = Method::post,
     .path = "/api/v1/logout/",
     .permission = Permission::signed_in,
     .handler = logout,
     .summary = "End what this request came with: its session, or the API token",
     .success = 204,
     .is_uncounted = true},
};

}  // namespace

std::span<const Route> session_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
