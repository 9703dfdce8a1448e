#include "http/account.hpp"
#include "http/compat/token/routes.hpp"
#include "http/schema.hpp"
#include "service/api_token.hpp"

namespace pilotlight::http::compat::token {
namespace {

struct TokenLogIn {
    std::string username{};
    std::string password{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"username",
                  &TokenLogIn::username,
                  {.access = input_only, .required = true, .blank = false, .length_max = 254}},
            Field{"password",
                  &TokenLogIn::password,
                  {.access = input_only, .required = true, .blank = false, .length_max = 128}},
        };
    }
};

/// Seed 000's answer, which holds seed 004's (contracts.md C1).
struct IssuedToken {
    std::string token{};
    AccountId user_id{};
    std::string email{};
    bool is_staff = false;

    static constexpr auto fields() {
        return FieldList{Field{"token", &IssuedToken::token, {}},
                         Field{"user_id", &IssuedToken::user_id, {}},
                         Field{"email", &IssuedToken::email, {}},
                         Field{"is_staff", &IssuedToken::is_staff, {}}};
    }
};

Answer log_in_for_token(const ContextPtr& context) {
    const auto body = TRY(context->body<TokenLogIn>(Mode::create));
    const LogIn given{.name = body.value.username, .password = body.value.password};
    return log_in(context, given, [context](const Account& account, const std::string& hash) {
        return InTx{[context, account, hash](store::Tx& tx) -> Result<Response> {
            const auto issued = TRY(
                service::api_token::log_in(tx, context->desk.access, account, hash, context->now));
            return context->ok(
                IssuedToken{issued.token, account.id, account.email, is_staff(account.role)});
        }};
    });
}

struct OwnToken {
    std::string token{};
    bool created = false;

    static constexpr auto fields() {
        return FieldList{Field{"token", &OwnToken::token, {}},
                         Field{"created", &OwnToken::created, {}}};
    }
};

Answer get_token(const ContextPtr& context) {
    return InTx{[context](store::Tx& tx) -> Result<Response> {
        const auto issued = TRY(service::api_token::issue(
            tx, context->desk.access, context->actor().account, context->now));
        return context->ok(OwnToken{issued.token, issued.created});
    }};
}

constexpr Route table[] = {
    {.method = Method::post,
     .path = "/api/token/",
     .permission = Permission::anyone,
     .handler = log_in_for_token,
     .summary = "Log in for a lasting token, the same each time",
     .takes = Takes::fields,
     .request = taken<TokenLogIn>("TokenLogIn"),
     .response = given<IssuedToken>("IssuedToken"),
     .surface = &surface},
    {.method = Method::post,
     .path = "/api/accounts/customers/get_token/",
     .permission = Permission::signed_in,
     .handler = get_token,
     .summary = "One's own lasting token, for whoever is signed in by other means",
     .takes = Takes::fields,
     .response = given<OwnToken>("OwnToken"),
     .surface = &surface},
};

}  // namespace

std::span<const Route> token_routes() {
    return table;
}

}  // namespace pilotlight::http::compat::token
