#include "service/account.hpp"

#include <algorithm>
#include <iterator>

#include "http/account.hpp"
#include "http/schema.hpp"
#include "http/v1/account_body.hpp"
#include "http/v1/routes.hpp"
#include "store/account.hpp"

namespace pilotlight::http::v1 {

void write_account(JsonWriter& out, const Account& account) {
    out.begin_object().members(account);
    out.member("user_type", account.role).end_object();
}

namespace {

/// What registering takes beside the account's own fields.
struct RegistrationFields {
    std::string user_type{};
    std::string invitation_code{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"user_type",
                  &RegistrationFields::user_type,
                  {.access = input_only, .length_max = 20, .doc = "customer or support."}},
            Field{"invitation_code",
                  &RegistrationFields::invitation_code,
                  {.access = input_only,
                   .length_max = 100,
                   .doc = "Lets its holder register as staff."}},
        };
    }
};

/// Seed 001 has words of its own for what is missing (contracts.md §3).
void use_seed_words(FieldErrors& faults) {
    static constexpr std::pair<std::string_view, std::string_view> words[] = {
        {"username", "Username is required."},
        {"email", "Email address is required."},
        {"first_name", "First name is required."},
        {"last_name", "Last name is required."},
    };
    for (auto& fault : faults) {
        if (fault.message != "This field is required." &&
            fault.message != "This field may not be blank.") {
            continue;
        }
        for (const auto& [field, text] : words) {
            if (fault.field == field) fault.message = text;
        }
    }
}

void check_user_type(const Decoded<RegistrationFields>& fields,
                     Account& draft,
                     FieldErrors& faults) {
    const auto has_fault = [](const FieldError& fault) { return fault.field == "user_type"; };
    if (std::ranges::any_of(faults, has_fault)) return;
    const auto& word = fields.value.user_type;
    if (!fields.has("user_type") || word.empty()) {
        faults.push_back({"user_type", "Invalid user type selected."});
        return;
    }
    const auto role = from_name<Role>(word);
    if (!role || *role == Role::admin) {
        faults.push_back({"user_type", "\"" + word + "\" is not a valid choice."});
        return;
    }
    draft.role = *role;
}

/// The two are compared once the first is good by itself: one fault, one sentence.
void check_password(const Context& context,
                    const Decoded<NewPassword>& given,
                    const Account& owner,
                    FieldErrors& faults) {
    const auto& [password, again] = given.value;
    if (!again) faults.push_back({"password2", "This field is required."});
    auto weak = password_faults_of(context, password, owner, "password");
    if (weak.empty() && again && *again != password) {
        weak.push_back({"password", "Password fields didn't match."});
    }
    std::ranges::move(weak, std::back_inserter(faults));
}

Result<NewAccount> read_registration(const Context& context) {
    const auto object = TRY(context.fields());
    FieldErrors faults;
    auto account = decode<Account>(object, Mode::create, faults);
    const auto password = decode<NewPassword>(object, Mode::create, faults);
    const auto extra = decode<RegistrationFields>(object, Mode::create, faults);
    use_seed_words(faults);
    check_user_type(extra, account.value, faults);
    if (password.has("password")) check_password(context, password, account.value, faults);
    if (!faults.empty()) return invalid(std::move(faults));
    return NewAccount{
        std::move(account.value), password.value.password, extra.value.invitation_code};
}

Response registered(const Context& context, const Account& account) {
    JsonWriter out;
    out.begin_object().member("message", "User registered successfully.").key("user");
    write_account(out, account);
    out.end_object();
    return context.json(201, out.take());
}

Answer open_account(const ContextPtr& context) {
    auto wanted = TRY(read_registration(*context));
    return register_account(context,
                            std::move(wanted),
                            [context](store::Tx&, const Account& account) -> Result<Response> {
                                return registered(*context, account);
                            });
}

Result<Account> own_account(const ContextPtr& context) {
    auto account = TRY(store::account::find(context->read(), context->actor().account));
    if (!account) return not_found();
    return *std::move(account);
}

Answer show_profile(const ContextPtr& context) {
    const auto account = TRY(own_account(context));
    JsonWriter out;
    write_account(out, account);
    return context->json(200, out.take());
}

/// PUT and PATCH are both partial (contracts.md §3).
Answer edit_profile(const ContextPtr& context) {
    const auto changes = TRY(context->body<Account>(Mode::patch));
    return InTx{[context, changes](store::Tx& tx) -> Result<Response> {
        const auto account = TRY(service::account::edit(
            tx, context->actor(), context->actor().account, changes, context->now));
        JsonWriter out;
        out.begin_object().member("message", "Profile updated successfully.").key("user");
        write_account(out, account);
        out.end_object();
        return context->json(200, out.take());
    }};
}

struct PasswordChange {
    std::string old_password{};

    static constexpr auto fields() {
        return FieldList{Field{
            "old_password",
            &PasswordChange::old_password,
            {.access = Access::input_only, .required = true, .blank = false, .length_max = 128}}};
    }
};

Answer change_password(const ContextPtr& context) {
    const auto object = TRY(context->fields());
    const auto change = TRY(Context::decoded<PasswordChange>(object, Mode::create));
    const auto fresh = TRY(Context::decoded<NewPassword>(object, Mode::create));
    if (fresh.value.password2 && *fresh.value.password2 != fresh.value.password) {
        return invalid("password", "Password fields didn't match.");
    }
    const auto account = TRY(own_account(context));
    auto faults = password_faults_of(*context, fresh.value.password, account, "password");
    if (!faults.empty()) return invalid(std::move(faults));
    TRY(Attempt::allowed(*context, attempt_key(account)));
    return OnPool{[context,
                   account,
                   old_password = change.value.old_password,
                   password = fresh.value.password]() -> Answer {
        const auto attempt = TRY(Attempt::begin(*context, attempt_key(account)));
        if (verify_password(account.password_hash, old_password) == PasswordMatch::wrong) {
            attempt->fail();
            return invalid("old_password", "The password is wrong.");
        }
        attempt->succeed();
        const auto fresh_hash = TRY(hash_password(password));
        const service::account::PasswordChange now_set{account, fresh_hash};
        return InTx{[context, now_set](store::Tx& tx) -> Result<Response> {
            TRY(service::account::change_password(
                tx, context->desk.access, context->actor(), now_set, context->now));
            return context->ok(MessageBody{"Password changed."});
        }};
    }};
}

/// Whose account it now is; only its shape, for the API document.
struct UserPart {
    Joined<Account, AccountExtras> user{};

    static constexpr auto fields() { return FieldList{Field{"user", &UserPart::user, {}}}; }
};

constexpr Schema account_schema = given<Account, AccountExtras>("Account");
constexpr Schema changed_schema = given<MessageBody, UserPart>("ProfileChanged");
constexpr Schema profile_schema = taken_in_part<Account>("ProfileChange");

constexpr Route table[] = {
    {.method = Method::post,
     .path = "/api/v1/register/",
     .permission = Permission::anyone,
     .handler = open_account,
     .summary = "Register a customer, or, where allowed, a representative",
     .takes = Takes::fields,
     .request = taken<Account, NewPassword, RegistrationFields>("Registration"),
     .response = given<MessageBody, UserPart>("Registered"),
     .success = 201,
     .failure = "Registration failed",
     .failure_repeats = true},
    {.method = Method::get,
     .path = "/api/v1/profile/",
     .permission = Permission::signed_in,
     .handler = show_profile,
     .summary = "Read one's own profile",
     .response = account_schema},
    {.method = Method::put,
     .path = "/api/v1/profile/",
     .permission = Permission::signed_in,
     .handler = edit_profile,
     .summary = "Change one's own profile; fields left out stay",
     .takes = Takes::fields,
     .request = profile_schema,
     .response = changed_schema,
     .failure = "Profile update failed"},
    {.method = Method::patch,
     .path = "/api/v1/profile/",
     .permission = Permission::signed_in,
     .handler = edit_profile,
     .summary = "Change one's own profile",
     .takes = Takes::fields,
     .request = profile_schema,
     .response = changed_schema,
     .failure = "Profile update failed"},
    {.method = Method::post,
     .path = "/api/v1/profile/password/",
     .permission = Permission::signed_in,
     .handler = change_password,
     .summary = "Change one's own password; other sessions end",
     .takes = Takes::fields,
     .request = taken<PasswordChange, NewPassword>("PasswordChange"),
     .response = given<MessageBody>("Message")},
};

}  // namespace

std::span<const Route> account_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
