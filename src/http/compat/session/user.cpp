#include "base/password.hpp"
#include "http/compat/list.hpp"
#include "http/compat/session/account_body.hpp"
#include "http/compat/session/envelope.hpp"
#include "http/compat/session/routes.hpp"
#include "http/schema.hpp"
#include "service/account.hpp"
#include "store/account.hpp"

namespace pilotlight::http::compat::session {
namespace {

/// What an administrator may send of an account: any of it, the rest stays.
struct UserChange {
    std::string username{};
    std::string email{};
    std::string name{};
    std::optional<std::string> phone_number{};
    std::optional<std::string> address{};
    bool is_active = true;
    bool is_staff = false;
    bool is_superuser = false;
    std::string password{};

    static constexpr auto fields() {
        using enum Access;
        using Self = UserChange;
        return FieldList{
            Field{"username", &Self::username, text_rule(username_length_max, Format::username)},
            Field{"email", &Self::email, text_rule(email_length_max, Format::email)},
            Field{"name", &Self::name, text_rule(name_length_max)},
            Field{"phone_number",
                  &Self::phone_number,
                  {.access = input_only,
                   .length_max = phone_number_length_max,
                   .format = Format::phone}},
            Field{"address",
                  &Self::address,
                  {.access = input_only, .length_max = address_length_max}},
            Field{"is_active", &Self::is_active, {.access = input_only}},
            Field{
                "is_staff",
                &Self::is_staff,
                {.access = input_only,
                 .doc = "true makes an administrator, false a customer; as it is shown, nothing."}},
            Field{"is_superuser",
                  &Self::is_superuser,
                  {.access = input_only, .doc = "true makes an administrator."}},
            Field{"password", &Self::password, text_rule(password_length_max)},
        };
    }
};

/// The role that two flags ask for. Flags sent as they are shown change nothing, so that an object
/// that was read can be sent back.
Role wanted_role(Role role, const Decoded<UserChange>& change) {
    const bool was_staff = is_staff(role);
    const bool was_superuser = role == Role::admin;
    const bool staff = change.has("is_staff") ? change.value.is_staff : was_staff;
    const bool superuser = change.has("is_superuser") ? change.value.is_superuser : was_superuser;
    if (staff == was_staff && superuser == was_superuser) return role;
    if (change.has("is_superuser") && superuser) return Role::admin;
    if (!staff) return Role::customer;
    // Who was a customer and is made staff becomes an administrator, as in the seed (C12), unless
    // the other flag says no.
    if (!was_staff && !change.has("is_superuser")) return Role::admin;
    return role == Role::technician ? role : Role::support;
}

/// The own fields of the account among the changes.
Decoded<Account> own_changes(const Decoded<UserChange>& change) {
    Decoded<Account> own;
    const auto& given = change.value;
    own.value = {.username = given.username,
                 .email = given.email,
                 .phone_number = given.phone_number.value_or(""),
                 .address = given.address.value_or("")};
    for (std::string_view name : {"username", "email", "phone_number", "address"}) {
        if (change.has(name)) own.mark(name);
    }
    if (change.has("name")) {
        set_name(own.value, given.name);
        own.mark("first_name");
        own.mark("last_name");
    }
    return own;
}

struct Changes {
    Decoded<UserChange> given{};
    Decoded<Account> own{};
    service::account::Administration administration{};
    std::string password{};
};

Result<Changes> read_changes(const Context& context, const Account& before) {
    auto fields = TRY(context.fields());
    const auto object = with_plain_phone(std::move(fields));
    FieldErrors faults;
    const auto change = decode<UserChange>(object, Mode::patch, faults);
    use_form_words(object, faults);
    const auto own = own_changes(change);
    if (change.has("password")) {
        auto owner = before;
        own.apply_to(owner);  // the new password is held against the new name
        for (auto& fault : password_faults_of(context, change.value.password, owner, "password")) {
            faults.push_back(std::move(fault));
        }
    }
    if (!faults.empty()) return invalid(std::move(faults));
    Changes changes{.given = change, .own = own, .password = change.value.password};
    changes.administration.account = before.id;
    if (change.has("is_active")) changes.administration.is_active = change.value.is_active;
    return changes;
}

Answer edit_in_tx(const ContextPtr& context, const Changes& changes) {
    return InTx{[context, changes](store::Tx& tx) -> Result<Response> {
        auto administration = changes.administration;
        // What the flags ask for depends on the role of now: another may have changed it since.
        const auto before = TRY(store::account::find(tx, administration.account));
        if (!before) return not_found();
        const auto role = wanted_role(before->role, changes.given);
        if (role != before->role) administration.role = role;
        TRY(service::account::edit(
            tx, context->actor(), administration.account, changes.own, context->now));
        const auto account = TRY(service::account::administer(
            tx, context->desk.access, context->actor(), administration, context->now));
        return context->ok(Envelope<User>{"User updated successfully", user_of(account)});
    }};
}

Answer edit(const ContextPtr& context) {
    const auto before = TRY(store::account::find(context->read(), context->id<AccountId>()));
    if (!before) return not_found();
    const auto changes = TRY(read_changes(*context, *before));
    if (changes.password.empty()) return edit_in_tx(context, changes);
    return OnPool{[context, changes]() -> Answer {
        auto with_hash = changes;
        with_hash.administration.password_hash = TRY(hash_password(changes.password));
        return edit_in_tx(context, with_hash);
    }};
}

Answer list(const ContextPtr& context) {
    auto& read = context->read();
    return answer_list(
        context,
        {[&]() -> Result<std::int64_t> { return TRY(store::account::count(read, {})).value_or(0); },
         [&](const store::Page& page) -> Result<Rows> {
             const auto write = [](JsonWriter& out, const Account& account) {
                 out.value(user_of(account));
             };
             return rows_of(TRY(store::account::list(read, {}, page)), write);
         }});
}

Answer show(const ContextPtr& context) {
    const auto account = TRY(store::account::find(context->read(), context->id<AccountId>()));
    if (!account) return not_found();
    return context->json(200, united(user_of(*account)));
}

Answer create(const ContextPtr& context) {
    auto wanted = TRY(read_registration(*context));
    return register_account(
        context,
        std::move(wanted),
        [context](store::Tx&, const Account& account) -> Result<Response> {
            const auto person = new_person_of(account);
            const UserEnvelope<NewPerson> body{"User created successfully", person, person};
            return context->json(201, to_json(body));
        });
}

Answer remove(const ContextPtr& context) {
    return InTx{[context](store::Tx& tx) -> Result<Response> {
        TRY(service::account::remove(
            tx, context->desk.access, context->actor(), context->id<AccountId>(), context->now));
        return context->ok(Envelope<Nothing>{"User deleted successfully"});
    }};
}

constexpr Schema user_schema = given<User>("User");
constexpr Wording wordings[] = {
    {Code::not_found, 404, "error", "User not found"},
    {Code::conflict, 400, "error"},
};

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/accounts/api/admin/users/",
     .permission = Permission::admin,
     .handler = list,
     .summary = "List all accounts",
     .response = user_schema,
     .list = ListForm::array_or_pages,
     .surface = &surface},
    {.method = Method::post,
     .path = "/accounts/api/admin/users/create/",
     .permission = Permission::admin,
     .handler = create,
     .summary = "Make a customer",
     .takes = Takes::fields,
     .request = taken<Registration>("Registration"),
     .response = given<UserEnvelope<NewPerson>>("UserCreated"),
     .success = 201,
     .failure = "User creation failed",
     .failure_repeats = true,
     .surface = &surface,
     .wordings = wordings},
    {.method = Method::get,
     .path = "/accounts/api/admin/users/{id}/",
     .permission = Permission::admin,
     .handler = show,
     .summary = "Read an account",
     .response = given<User, Envelope<User>>("UserRead"),
     .surface = &surface,
     .wordings = wordings},
    {.method = Method::put,
     .path = "/accounts/api/admin/users/{id}/",
     .permission = Permission::admin,
     .handler = edit,
     .summary = "Change an account; fields left out stay",
     .takes = Takes::fields,
     .request = taken<UserChange>("UserChange"),
     .response = given<Envelope<User>>("UserUpdated"),
     .failure = "User update failed",
     .failure_repeats = true,
     .surface = &surface,
     .wordings = wordings},
    {.method = Method::del,
     .path = "/accounts/api/admin/users/{id}/",
     .permission = Permission::admin,
     .handler = remove,
     .summary = "Remove an account that nothing refers to",
     .response = given<Envelope<Nothing>>("UserDeleted"),
     .surface = &surface,
     .wordings = wordings},
};

}  // namespace

std::span<const Route> user_routes() {
    return table;
}

}  // namespace pilotlight::http::compat::session
