#include "service/session.hpp"

#include "http/account.hpp"
#include "http/schema.hpp"
#include "http/v1/routes.hpp"

namespace pilotlight::http::v1 {
namespace {

struct Credentials {
    std::string username{};
    std::string password{};

    static constexpr auto fields() {
        using enum Access;
        return std::tuple{
            Field{"username",
                  &Credentials::username,
                  {.access = input_only, .required = true, .blank = false, .length_max = 254}},
            Field{"password",
                  &Credentials::password,
                  {.access = input_only, .required = true, .blank = false, .length_max = 128}},
        };
    }
};

struct TokenPair {
    std::string refresh{};
    std::string access{};

    static constexpr auto fields() {
        return std::tuple{Field{"refresh", &TokenPair::refresh, {.doc = "Good for a day."}},
                          Field{"access", &TokenPair::access, {.doc = "Good for 5 minutes."}}};
    }
};

struct RefreshToken {
    std::string refresh{};

    static constexpr auto fields() {
        return std::tuple{Field{"refresh",
                                &RefreshToken::refresh,
                                {.access = Access::input_only, .required = true, .blank = false}}};
    }
};

struct AccessToken {
    std::string access{};

    static constexpr auto fields() { return std::tuple{Field{"access", &AccessToken::access, {}}}; }
};

Answer open_session(const ContextPtr& context,
                    const Account& account,
                    const std::string& upgraded) {
    return InTx{[context, account, upgraded](store::Tx& tx) -> Result<Response> {
        const auto opened = TRY(service::session::open(
            tx, context->desk.access, account, session_draft(*context), upgraded));
        return context->ok(TokenPair{opened.refresh, opened.access});
    }};
}

Answer login(const ContextPtr& context) {
    const auto body = TRY(context->body<Credentials>(Mode::create));
    return log_in(context,
                  {.name = body.value.username, .password = body.value.password},
                  [context](const Account& account, const std::string& upgraded) {
                      return open_session(context, account, upgraded);
                  });
}

Answer refresh(const ContextPtr& context) {
    const auto body = TRY(context->body<RefreshToken>(Mode::create));
    const auto& access = context->desk.access;
    const auto good = TRY(access.check_refresh(body.value.refresh, context->now, context->read()));
    return context->ok(
        AccessToken{access.issue_access(good.account, good.session.id, context->now)});
}

Answer logout(const ContextPtr& context) {
    return InTx{[context](store::Tx& tx) -> Result<Response> {
        TRY(service::session::close(
            tx, context->desk.access, {context->actor().session}, context->now));
        return context->no_content();
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
     .handler = refresh,
     .summary = "A new access token for a refresh token",
     .takes = Takes::fields,
     .request = taken<RefreshToken>("RefreshToken"),
     .response = given<AccessToken>("AccessToken")},
    {.method = Method::post,
     .path = "/api/v1/logout/",
     .permission = Permission::signed_in,
     .handler = logout,
     .summary = "End this session; its tokens are refused at once",
     .success = 204},
};

}  // namespace

std::span<const Route> session_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
