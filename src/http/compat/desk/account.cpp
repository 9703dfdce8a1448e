#include "http/account.hpp"

#include "base/text.hpp"
#include "http/compat/desk/routes.hpp"
#include "http/compat/desk/words.hpp"
#include "http/schema.hpp"
#include "http/token_pair.hpp"
#include "store/account.hpp"

namespace pilotlight::http::compat::desk {
namespace {

constexpr std::size_t name_length_max = 30;
constexpr std::size_t address_length_max = 150;  // as long as the user name that it becomes

struct AccountBody {
    std::optional<std::string> first_name{};
    std::optional<std::string> last_name{};
    AccountId id{};
    std::string email{};
    RoleWord role = RoleWord::customer;

    static constexpr auto fields() {
        return FieldList{
            Field{"first_name", &AccountBody::first_name, {.doc = "null when not given."}},
            Field{"last_name", &AccountBody::last_name, {.doc = "null when not given."}},
            Field{"id", &AccountBody::id, {}},
            Field{"email", &AccountBody::email, {.format = Format::email}},
            Field{"role", &AccountBody::role, {}},
        };
    }
};

struct Registration {
    std::optional<std::string> first_name{};
    std::optional<std::string> last_name{};
    std::string email{};
    std::string password{};
    RoleWord role = RoleWord::customer;
    std::string invitation_code{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"first_name",
                  &Registration::first_name,
                  {.access = input_only, .length_max = name_length_max}},
            Field{"last_name",
                  &Registration::last_name,
                  {.access = input_only, .length_max = name_length_max}},
            Field{"email",
                  &Registration::email,
                  {.access = input_only,
                   .required = true,
                   .blank = false,
                   .length_max = address_length_max,
                   .format = Format::email,
                   .doc = "Unique, whatever its case; the user name as well."}},
            Field{"password",
                  &Registration::password,
                  {.access = input_only, .required = true, .blank = false, .length_max = 128}},
            Field{"role",
                  &Registration::role,
                  {.access = input_only,
                   .doc = "customer if absent; support_staff where the server lets them in."}},
            Field{"invitation_code",
                  &Registration::invitation_code,
                  {.access = input_only,
                   .length_max = 100,
                   .doc = "Lets its holder register as support_staff."}},
        };
    }
};

struct Credentials {
    std::string email{};
    std::string password{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"email",
                  &Credentials::email,
                  {.access = input_only, .required = true, .blank = false, .length_max = 254}},
            Field{"password",
                  &Credentials::password,
                  {.access = input_only, .required = true, .blank = false, .length_max = 128}},
        };
    }
};

std::optional<std::string> shown_name(const std::string& name) {
    return name.empty() ? std::nullopt : std::optional(name);
}

AccountBody body_of(const Account& account) {
    return {.first_name = shown_name(account.first_name),
            .last_name = shown_name(account.last_name),
            .id = account.id,
            .email = account.email,
            .role = shown(account.role)};
}

/// As the original keeps addresses: the domain in lower case, the local part as it came.
std::string normalised(const std::string& email) {
    const auto at = email.rfind('@');
    return at == std::string::npos ? email : email.substr(0, at) + folded(email.substr(at));
}

Result<NewAccount> read_registration(const Context& context) {
    const auto object = TRY(context.fields());
    FieldErrors faults;
    const auto given = decode<Registration>(object, Mode::create, faults);
    const auto& value = given.value;
    Account draft{.username = normalised(value.email),
                  .email = normalised(value.email),
                  .first_name = value.first_name.value_or(""),
                  .last_name = value.last_name.value_or(""),
                  .role = role_of(value.role)};
    if (given.has("password")) {
        for (auto& fault : password_faults_of(context, value.password, draft, "password")) {
            faults.push_back(std::move(fault));
        }
    }
    if (!faults.empty()) return invalid(std::move(faults));
    // Not even by one of them: administrators are made at /api/v1/users/ (S2, design.md §1).
    if (draft.role == Role::admin) return forbidden();
    return NewAccount{std::move(draft), value.password, value.invitation_code};
}

Answer open_account(const ContextPtr& context) {
    auto wanted = TRY(read_registration(*context));
    return register_account(context,
                            std::move(wanted),
                            [context](store::Tx&, const Account& account) -> Result<Response> {
                                return context->json(201, to_json(body_of(account)));
                            });
}

/// Whatever is wrong with the fields is a failed log-in here, not a fault of a field (C5).
Answer log_in_by_address(const ContextPtr& context) {
    const auto body = context->body<Credentials>(Mode::create);
    if (!body && body.error().code != Code::invalid_input) return body.error();
    if (!body) return Error{.code = Code::bad_credentials};
    return log_in(
        context,
        {.by = LogIn::By::email, .name = body->value.email, .password = body->value.password},
        [context](const Account& account, const std::string& upgraded) {
            return open_token_session(context, account, upgraded);
        });
}

Answer show_profile(const ContextPtr& context) {
    const auto account = TRY(store::account::find(context->read(), context->actor().account));
    if (!account) return not_found();
    return context->ok(body_of(*account));
}

/// With a blank after the colon, as Django writes what no serializer of its own does.
Answer ping(const ContextPtr& context) {
    return context->json(200, R"({"message": "pong"})");
}

struct PongBody {
    std::string message{};

    static constexpr auto fields() { return FieldList{Field{"message", &PongBody::message, {}}}; }
};

constexpr Wording log_in_words[] = {
    {.code = Code::bad_credentials, .status = 401, .text = "Invalid credentials"}};
constexpr Schema account_schema = given<AccountBody>("Account");

constexpr Route table[] = {
    {.method = Method::post,
     .path = "/api/auth/register/",
     .permission = Permission::anyone,
     .handler = open_account,
     .summary = "Register a customer, or, where allowed, support staff",
     .takes = Takes::fields,
     .request = taken<Registration>("Registration"),
     .response = account_schema,
     .success = 201,
     .surface = &surface},
    {.method = Method::post,
     .path = "/api/auth/login/",
     .permission = Permission::anyone,
     .handler = log_in_by_address,
     .summary = "Log in by address and password",
     .takes = Takes::fields,
     .request = taken<Credentials>("Credentials"),
     .response = given<TokenPair>("TokenPair"),
     .surface = &surface,
     .wordings = log_in_words},
    {.method = Method::post,
     .path = "/api/token/refresh/",
     .permission = Permission::anyone,
     .handler = refresh_access_token,
     .summary = "A new access token for a refresh token",
     .takes = Takes::fields,
     .request = taken<RefreshToken>("RefreshToken"),
     .response = given<AccessToken>("AccessToken"),
     .surface = &surface},
    {.method = Method::get,
     .path = "/api/profile/",
     .permission = Permission::signed_in,
     .handler = show_profile,
     .summary = "Read one's own profile",
     .response = account_schema,
     .surface = &surface},
    {.method = Method::get,
     .path = "/api/ping/",
     .permission = Permission::anyone,
     .handler = ping,
     .summary = "Ask whether the server answers",
     .response = given<PongBody>("Pong"),
     .surface = &surface},
};

}  // namespace

std::span<const Route> account_routes() {
    return table;
}

}  // namespace pilotlight::http::compat::desk
