#include "http/account.hpp"

#include "base/text.hpp"
#include "http/compat/session/account_body.hpp"
#include "http/compat/session/envelope.hpp"
#include "http/compat/session/routes.hpp"
#include "http/schema.hpp"
#include "http/web_session.hpp"
#include "store/account.hpp"

namespace pilotlight::http::compat::session {
namespace {

/// No length here: what is too long to be right is wrong, not missing.
struct Credentials {
    std::string username{};
    std::string password{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"username",
                  &Credentials::username,
                  {.access = input_only, .required = true, .blank = false}},
            Field{"password",
                  &Credentials::password,
                  {.access = input_only, .required = true, .blank = false}},
        };
    }
};

bool can_be_right(const Credentials& given) {
    return character_count(given.username) <= username_length_max &&
           character_count(given.password) <= password_length_max;
}

/// Answers who it is, logged in by cookie.
Result<Response> welcome(store::Tx& tx,
                         const Context& context,
                         const Account& account,
                         std::string_view upgraded_hash,
                         Response response) {
    TRY(open_web_session(tx, context, account, upgraded_hash, response));
    return response;
}

Answer open_session(const ContextPtr& context,
                    const Account& account,
                    const std::string& upgraded) {
    return InTx{[context, account, upgraded](store::Tx& tx) {
        const auto person = person_of(account);
        auto response = context->ok(UserEnvelope<Person>{"Login successful", person, person});
        return welcome(tx, *context, account, upgraded, std::move(response));
    }};
}

Answer login(const ContextPtr& context) {
    TRY(check_log_in_origin(*context->request, context->desk.settings));
    const auto body = TRY(context->body<Credentials>(Mode::create));
    if (!can_be_right(body.value)) {
        return Error{.code = Code::bad_credentials, .message = "Invalid credentials"};
    }
    return log_in(context,
                  {.name = body.value.username, .password = body.value.password},
                  [context](const Account& account, const std::string& upgraded) {
                      return open_session(context, account, upgraded);
                  });
}

/// Who registers is logged in at once.
Answer register_customer(const ContextPtr& context) {
    TRY(check_log_in_origin(*context->request, context->desk.settings));
    auto wanted = TRY(read_registration(*context));
    return register_account(
        context, std::move(wanted), [context](store::Tx& tx, const Account& account) {
            const auto person = person_of(account);
            const UserEnvelope<Person> body{"Registration successful", person, person};
            return welcome(tx, *context, account, "", context->json(201, to_json(body)));
        });
}

Answer show(const ContextPtr& context) {
    const auto account = TRY(store::account::find(context->read(), context->actor().account));
    if (!account) return not_found();
    return context->json(200, united(profile_of(*account)));
}

constexpr Wording login_wordings[] = {
    {Code::invalid_input, 400, "error", "Please provide both username and password"},
    {Code::bad_credentials, 401, "error", "Invalid credentials"},
};

constexpr Route table[] = {
    {.method = Method::post,
     .path = "/accounts/api/register/",
     .permission = Permission::anyone,
     .handler = register_customer,
     .summary = "Register as a customer, and be logged in by cookie",
     .takes = Takes::fields,
     .request = taken<Registration>("Registration"),
     .response = given<UserEnvelope<Person>>("PersonEnvelope"),
     .success = 201,
     .failure = "Registration failed",
     .failure_repeats = true,
     .gives_csrf_cookie = true,
     .surface = &surface},
    {.method = Method::post,
     .path = "/accounts/api/login/",
     .permission = Permission::anyone,
     .handler = login,
     .summary = "Log in: sets the cookies sessionid and csrftoken",
     .takes = Takes::fields,
     .request = taken<Credentials>("Credentials"),
     .response = given<UserEnvelope<Person>>("PersonEnvelope"),
     .gives_csrf_cookie = true,
     .surface = &surface,
     .wordings = login_wordings},
    {.method = Method::get,
     .path = "/accounts/api/account/",
     .permission = Permission::signed_in,
     .handler = show,
     .summary = "Read one's own account",
     .response = given<Profile, Envelope<Profile>>("ProfileRead"),
     .surface = &surface},
};

}  // namespace

std::span<const Route> account_routes() {
    return table;
}

}  // namespace pilotlight::http::compat::session
