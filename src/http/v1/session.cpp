#include "service/session.hpp"

#include "base/text.hpp"
#include "http/schema.hpp"
#include "http/v1/account_body.hpp"
#include "http/v1/routes.hpp"
#include "store/account.hpp"

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

Error no_active_account() {
    return {.code = Code::bad_credentials,
            .message = "No active account found with the given credentials"};
}

std::string account_key(const Credentials& credentials) {
    return "u:" + folded(credentials.username);
}

/// Counts the attempt before it is checked, so that parallel guesses cannot slip through; a right
/// one is given back.
Result<void> take_attempt(const Context& context, const Credentials& credentials) {
    auto& desk = context.desk;
    const auto& address = context.request->remote_address;
    if (const auto wait = desk.login_failures_by_address.take(address, context.now)) {
        return throttled(*wait);
    }
    if (const auto wait =
            desk.login_failures_by_account.take(account_key(credentials), context.now)) {
        desk.login_failures_by_address.give_back(address);
        return throttled(*wait);
    }
    return {};
}

Session session_draft(const Context& context) {
    const auto agent = context.request->header("User-Agent");
    return {
        .remote_address = context.request->remote_address,
        .user_agent = is_utf8(agent) ? std::string(truncated(agent, user_agent_length_max)) : "",
        .created_at = context.now};
}

Answer open_session(const ContextPtr& context,
                    const Account& account,
                    const std::string& upgraded) {
    return InTx{[context, account, upgraded](store::Tx& tx) -> Result<Response> {
        const auto opened = TRY(service::session::open(
            tx, context->desk.access, account, session_draft(*context), upgraded));
        return context->ok(TokenPair{opened.refresh, opened.access});
    }};
}

Answer check_password(const ContextPtr& context, const Credentials& credentials) {
    const auto account =
        TRY(store::account::find_by_username(context->read(), credentials.username));
    context->end_read();
    const bool has_password = account && !account->password_hash.empty();
    const auto match = has_password ? verify_password(account->password_hash, credentials.password)
                                    : verify_nothing(credentials.password);
    if (match == PasswordMatch::wrong || !account->is_active) return no_active_account();
    auto& desk = context->desk;
    desk.login_failures_by_account.forget(account_key(credentials));
    desk.login_failures_by_address.give_back(context->request->remote_address);
    std::string upgraded;
    if (match == PasswordMatch::right_but_weak) {
        upgraded = TRY(hash_password(credentials.password));
    }
    return open_session(context, *account, upgraded);
}

Answer login(const ContextPtr& context) {
    const auto body = TRY(context->body<Credentials>(Mode::create));
    TRY(take_attempt(*context, body.value));
    return OnPool{
        [context, credentials = body.value] { return check_password(context, credentials); }};
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
