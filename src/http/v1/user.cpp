#include "http/account.hpp"
#include "http/schema.hpp"
#include "http/v1/account_body.hpp"
#include "http/v1/routes.hpp"
#include "service/account.hpp"
#include "store/account.hpp"

namespace pilotlight::http::v1 {
namespace {

/// What an administrator may set beside an account's own fields.
struct AdministrationFields {
    std::optional<Role> role{};
    std::optional<bool> is_active{};
    std::optional<std::string> employee_id{};
    std::optional<std::string> department{};
    std::optional<Words> skills{};
    std::optional<bool> available{};
    std::optional<std::string> password{};

    static constexpr auto fields() {
        using enum Access;
        using Self = AdministrationFields;
        return FieldList{
            Field{"role", &Self::role, {.access = input_only, .doc = "user_type is the same."}},
            Field{"is_active", &Self::is_active, {.access = input_only}},
            Field{"employee_id", &Self::employee_id, {.access = input_only, .length_max = 50}},
            Field{"department", &Self::department, {.access = input_only, .length_max = 100}},
            Field{"skills", &Self::skills, {.access = input_only}},
            Field{"available", &Self::available, {.access = input_only}},
            Field{"password", &Self::password, {.access = input_only, .length_max = 128}},
        };
    }
};

Response account_response(const Context& context, const Account& account, int status) {
    JsonWriter out;
    write_account(out, account);
    return context.json(status, out.take());
}

Answer list(const ContextPtr& context) {
    store::account::Filter filter;
    filter.role = TRY(query_choice<Role>(*context->request, "role"));
    const auto active = TRY(query_number(*context->request, "is_active"));
    if (active) filter.is_active = *active != 0;
    if (const auto* text = context->request->parameter("q")) filter.search = *text;
    const auto page = TRY(context->page());
    auto& read = context->read();
    const auto accounts = TRY(store::account::list(read, filter, page));
    const auto total = TRY(store::account::count(read, filter));
    JsonWriter out;
    out.begin_array();
    for (const auto& account : accounts) write_account(out, account);
    out.end_array();
    std::optional<store::Cursor> next;
    if (static_cast<int>(accounts.size()) == page.limit) {
        next = store::account::cursor_after(accounts.back(), filter);
    }
    return context->list(out.take(), next, total);
}

Answer show(const ContextPtr& context) {
    const auto account = TRY(store::account::find(context->read(), context->id<AccountId>()));
    if (!account) return not_found();
    return account_response(*context, *account, 200);
}

boost::json::object with_role(boost::json::object object) {
    const auto* word = object.if_contains("user_type");
    if (word != nullptr && !object.contains("role")) {
        const auto value = *word;
        object.insert_or_assign("role", value);
    }
    return object;
}

Result<NewAccount> read_new_user(const Context& context) {
    auto given_fields = TRY(context.fields());
    const auto object = with_role(std::move(given_fields));
    FieldErrors faults;
    auto account = decode<Account>(object, Mode::create, faults);
    const auto more = decode<AdministrationFields>(object, Mode::create, faults).value;
    auto& draft = account.value;
    draft.role = more.role.value_or(Role::customer);
    draft.employee_id = more.employee_id.value_or("");
    draft.department = more.department.value_or("");
    draft.skills = more.skills.value_or(Words{});
    draft.available = more.available.value_or(true);
    draft.is_active = more.is_active.value_or(true);
    if (!more.password) {
        faults.push_back({"password", "This field is required."});
    } else {
        for (auto& fault : password_faults_of(context, *more.password, draft, "password")) {
            faults.push_back(std::move(fault));
        }
    }
    if (!faults.empty()) return invalid(std::move(faults));
    return NewAccount{.draft = std::move(draft), .password = *more.password};
}

Answer create(const ContextPtr& context) {
    auto wanted = TRY(read_new_user(*context));
    return register_account(context,
                            std::move(wanted),
                            [context](store::Tx&, const Account& account) -> Result<Response> {
                                return account_response(*context, account, 201);
                            });
}

/// Own fields and administration in one transaction.
Answer edit_in_tx(const ContextPtr& context,
                  Decoded<Account> changes,
                  service::account::Administration administration) {
    return InTx{[context, changes = std::move(changes), administration = std::move(administration)](
                    store::Tx& tx) -> Result<Response> {
        TRY(service::account::edit(
            tx, context->actor(), administration.account, changes, context->now));
        const auto account = TRY(service::account::administer(
            tx, context->desk.access, context->actor(), administration, context->now));
        return account_response(*context, account, 200);
    }};
}

Answer edit(const ContextPtr& context) {
    const auto before = TRY(store::account::find(context->read(), context->id<AccountId>()));
    if (!before) return not_found();
    auto given_fields = TRY(context->fields());
    const auto object = with_role(std::move(given_fields));
    FieldErrors faults;
    const auto changes = decode<Account>(object, Mode::patch, faults);
    const auto more = decode<AdministrationFields>(object, Mode::patch, faults).value;
    if (more.password) {
        auto owner = *before;
        changes.apply_to(owner);  // the new password is held against the new name
        for (auto& fault : password_faults_of(*context, *more.password, owner, "password")) {
            faults.push_back(std::move(fault));
        }
    }
    if (!faults.empty()) return invalid(std::move(faults));
    service::account::Administration administration{.account = before->id,
                                                    .role = more.role,
                                                    .is_active = more.is_active,
                                                    .employee_id = more.employee_id,
                                                    .department = more.department,
                                                    .skills = more.skills,
                                                    .available = more.available};
    if (!more.password) return edit_in_tx(context, changes, std::move(administration));
    return OnPool{[context, changes, administration, password = *more.password]() -> Answer {
        auto with_hash = administration;
        with_hash.password_hash = TRY(hash_password(password));
        return edit_in_tx(context, changes, std::move(with_hash));
    }};
}

Answer remove(const ContextPtr& context) {
    return InTx{[context](store::Tx& tx) -> Result<Response> {
        TRY(service::account::remove(
            tx, context->desk.access, context->actor(), context->id<AccountId>(), context->now));
        return context->no_content();
    }};
}

constexpr Schema account_schema = given<Account, AccountExtras>("Account");
constexpr QueryParameter filters[] = {
    {"role", "customer, support, technician or admin."},
    {"is_active", "1 or 0."},
    {"q", "Start of the user name or email."},
};

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/v1/users/",
     .permission = Permission::admin,
     .handler = list,
     .summary = "List and search accounts",
     .response = account_schema,
     .list = ListForm::array,
     .query = filters},
    {.method = Method::post,
     .path = "/api/v1/users/",
     .permission = Permission::admin,
     .handler = create,
     .summary = "Make an account of any role",
     .takes = Takes::fields,
     .request = taken<Account, AdministrationFields>("NewUser"),
     .response = account_schema,
     .success = 201},
    {.method = Method::get,
     .path = "/api/v1/users/{id}/",
     .permission = Permission::admin,
     .handler = show,
     .summary = "Read an account",
     .response = account_schema},
    {.method = Method::patch,
     .path = "/api/v1/users/{id}/",
     .permission = Permission::admin,
     .handler = edit,
     .summary = "Change an account, its role, activity, skills or password",
     .takes = Takes::fields,
     .request = taken_in_part<Account, AdministrationFields>("UserChange"),
     .response = account_schema},
    {.method = Method::del,
     .path = "/api/v1/users/{id}/",
     .permission = Permission::admin,
     .handler = remove,
     .summary = "Remove an account that nothing refers to",
     .success = 204},
};

}  // namespace

std::span<const Route> user_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
