#include "http/compat/list.hpp"
#include "http/compat/token/people_input.hpp"
#include "http/compat/token/routes.hpp"
#include "http/schema.hpp"
#include "service/account.hpp"
#include "store/account.hpp"

namespace pilotlight::http::compat::token {
namespace {

struct CustomerInput {
    std::string customer_id{};
    std::string phone_number{};
    std::string address{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"customer_id",
                  &CustomerInput::customer_id,
                  {.access = create_only,
                   .required = true,
                   .blank = false,
                   .length_max = 20,
                   .doc = "Unique; fixed once given."}},
            Field{"phone_number",
                  &CustomerInput::phone_number,
                  {.access = writable,
                   .required = true,
                   .blank = false,
                   .length_max = 15,
                   .format = Format::phone,
                   .doc = "Digits and + only."}},
            Field{"address",
                  &CustomerInput::address,
                  {.access = writable, .required = true, .blank = false, .length_max = 500}},
        };
    }
};

struct CustomerDocument {
    UserInput user{};

    static constexpr auto fields() {
        return FieldList{Field{"user",
                               &CustomerDocument::user,
                               {.access = Access::writable,
                                .required = true,
                                .doc = "With a password from whoever registers themselves."}}};
    }
};

/// The fields of an account that the body sets.
Decoded<Account> read_customer(const boost::json::object& fields, Mode mode, FieldErrors& faults) {
    Decoded<Account> changes;
    take_user(read_user(fields, mode, faults), changes);
    const auto given = decode<CustomerInput>(fields, mode, faults);
    const auto take = [&](std::string_view name,
                          std::string Account::*to,
                          const std::string& from,
                          std::string_view own_name) {
        if (!given.has(name)) return;
        changes.value.*to = from;
        changes.mark(own_name);
    };
    take("customer_id", &Account::customer_number, given.value.customer_id, "customer_number");
    take("phone_number", &Account::phone_number, given.value.phone_number, "phone_number");
    take("address", &Account::address, given.value.address, "address");
    return changes;
}

/// The customer with the number of the path, if the caller may know of them.
Result<Account> visible_customer(store::Read& read, const Context& context) {
    auto account = TRY(store::account::find(read, context.id<AccountId>()));
    if (!account || account->role != Role::customer) return not_found();
    if (!may_see(context.actor(), *account)) return not_found();
    return *std::move(account);
}

Result<std::vector<Account>> own_account(store::Read& read, const Actor& actor) {
    std::vector<Account> rows;
    auto account = TRY(store::account::find(read, actor.account));
    if (account && account->role == Role::customer) rows.push_back(*std::move(account));
    return rows;
}

void write_customer(JsonWriter& out, const Account& account) {
    out.value(customer_of(account));
}

Answer list(const ContextPtr& context) {
    auto& read = context->read();
    if (!sees_all_requests(context->actor().role)) {
        const auto own = TRY(own_account(read, context->actor()));
        return answer_whole_list(context, own, write_customer);
    }
    const store::account::Filter filter{.role = Role::customer};
    return answer_list(context,
                       {[&]() -> Result<std::int64_t> {
                            const auto total = TRY(store::account::count(read, filter));
                            return total.value_or(0);
                        },
                        [&](const store::Page& page) -> Result<Rows> {
                            const auto accounts = TRY(store::account::list(read, filter, page));
                            return rows_of(accounts, write_customer);
                        }});
}

Answer show(const ContextPtr& context) {
    const auto account = TRY(visible_customer(context->read(), *context));
    return context->ok(customer_of(account));
}

Answer show_own(const ContextPtr& context) {
    const auto own = TRY(own_account(context->read(), context->actor()));
    if (own.empty()) return Error{.code = Code::not_found, .message = "Profile not found"};
    return context->ok(customer_of(own.front()));
}

/// The desk makes customers; a stranger makes themselves one, which takes a password (S4).
Result<void> check_may_create(const Context& context, const boost::json::object& fields) {
    if (context.caller && !sees_all_requests(context.caller->role)) return forbidden();
    if (!context.caller && !has_password(fields)) return unauthenticated();
    return {};
}

Answer create(const ContextPtr& context) {
    const auto fields = TRY(context->fields());
    TRY(check_may_create(*context, fields));
    FieldErrors faults;
    auto draft = read_customer(fields, Mode::create, faults).value;
    const auto password = read_password(*context, fields, draft, faults);
    if (!faults.empty()) return invalid(std::move(faults));
    NewAccount wanted{.draft = std::move(draft), .password = password.value_or("")};
    return register_account(context,
                            std::move(wanted),
                            [context](store::Tx&, const Account& account) -> Result<Response> {
                                return context->json(201, to_json(customer_of(account)));
                            });
}

Answer edit_with(const ContextPtr& context, Mode mode) {
    TRY(visible_customer(context->read(), *context));  // whatever the body holds
    const auto fields = TRY(context->fields());
    FieldErrors faults;
    const auto changes = read_customer(fields, mode, faults);
    if (!faults.empty()) return invalid(std::move(faults));
    return InTx{[context, changes](store::Tx& tx) -> Result<Response> {
        const auto before = TRY(visible_customer(tx, *context));
        const auto after =
            TRY(service::account::edit(tx, context->actor(), before.id, changes, context->now));
        return context->ok(customer_of(after));
    }};
}

Answer replace(const ContextPtr& context) {
    return edit_with(context, Mode::replace);
}

Answer edit(const ContextPtr& context) {
    return edit_with(context, Mode::patch);
}

Answer remove(const ContextPtr& context) {
    return InTx{[context](store::Tx& tx) -> Result<Response> {
        const auto account = TRY(visible_customer(tx, *context));
        TRY(service::account::remove(
            tx, context->desk.access, context->actor(), account.id, context->now));
        return context->no_content();
    }};
}

constexpr Schema customer_schema = given<CustomerBody>("CustomerProfile");
constexpr Schema input_schema = taken<CustomerDocument, CustomerInput>("NewCustomerProfile");

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/accounts/customers/",
     .permission = Permission::signed_in,
     .handler = list,
     .summary = "All customers for the desk, for customers themselves",
     .response = customer_schema,
     .list = ListForm::array_or_pages,
     .surface = &surface},
    {.method = Method::post,
     .path = "/api/accounts/customers/",
     .permission = Permission::anyone,
     .handler = create,
     .summary = "Make a customer; strangers themselves, with a password",
     .takes = Takes::fields,
     .request = input_schema,
     .response = customer_schema,
     .success = 201,
     .surface = &surface},
    {.method = Method::get,
     .path = "/api/accounts/customers/my_profile/",
     .permission = Permission::signed_in,
     .handler = show_own,
     .summary = "The customer who asks",
     .response = customer_schema,
     .surface = &surface},
    {.method = Method::get,
     .path = "/api/accounts/customers/{id}/",
     .permission = Permission::signed_in,
     .handler = show,
     .summary = "Read a customer",
     .response = customer_schema,
     .surface = &surface},
    {.method = Method::put,
     .path = "/api/accounts/customers/{id}/",
     .permission = Permission::signed_in,
     .handler = replace,
     .summary = "Change a customer; the required fields must be there",
     .takes = Takes::fields,
     .request = input_schema,
     .response = customer_schema,
     .surface = &surface},
    {.method = Method::patch,
     .path = "/api/accounts/customers/{id}/",
     .permission = Permission::signed_in,
     .handler = edit,
     .summary = "Change a customer",
     .takes = Takes::fields,
     .request = input_schema,
     .response = customer_schema,
     .surface = &surface},
    {.method = Method::del,
     .path = "/api/accounts/customers/{id}/",
     .permission = Permission::admin,
     .handler = remove,
     .summary = "Remove a customer to whom nothing refers",
     .success = 204,
     .surface = &surface},
};

}  // namespace

std::span<const Route> customer_routes() {
    return table;
}

}  // namespace pilotlight::http::compat::token
