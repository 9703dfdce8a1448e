#include "http/compat/list.hpp"
#include "http/compat/token/people_input.hpp"
#include "http/compat/token/routes.hpp"
#include "http/schema.hpp"
#include "service/account.hpp"
#include "store/account.hpp"
#include "store/ticket.hpp"

namespace pilotlight::http::compat::token {
namespace {

struct RepresentativeInput {
    std::string employee_id{};
    std::string department{};

    static constexpr auto fields() {
        using enum Access;
        using Self = RepresentativeInput;
        return FieldList{
            Field{"employee_id",
                  &Self::employee_id,
                  {.access = writable, .required = true, .blank = false, .length_max = 50}},
            Field{"department",
                  &Self::department,
                  {.access = writable, .required = true, .blank = false, .length_max = 100}},
        };
    }
};

struct RepresentativeDocument {
    UserInput user{};

    static constexpr auto fields() {
        return FieldList{Field{"user",
                               &RepresentativeDocument::user,
                               {.access = Access::writable,
                                .required = true,
                                .doc = "With a password, or the account cannot log in yet."}}};
    }
};

struct Workload {
    RepresentativeBody representative{};
    std::int64_t active_tickets = 0;

    static constexpr auto fields() {
        return FieldList{Field{"representative", &Workload::representative, {}},
                         Field{"active_tickets",
                               &Workload::active_tickets,
                               {.doc = "Open or in progress, of both kinds."}}};
    }
};

struct Change {
    Decoded<Account> account{};
    Decoded<RepresentativeInput> own{};
};

Change read_representative(const boost::json::object& fields, Mode mode, FieldErrors& faults) {
    Change change;
    take_user(read_user(fields, mode, faults), change.account);
    change.own = decode<RepresentativeInput>(fields, mode, faults);
    return change;
}

Result<Account> representative(store::Read& read, const Context& context) {
    auto account = TRY(store::account::find(read, context.id<AccountId>()));
    if (!account || !is_staff(account->role)) return not_found();
    return *std::move(account);
}

void write_representative(JsonWriter& out, const Account& account) {
    out.value(representative_of(account));
}

Answer list(const ContextPtr& context) {
    auto& read = context->read();
    const store::account::Filter filter{.is_staff = true};
    return answer_list(context,
                       {[&]() -> Result<std::int64_t> {
                            const auto total = TRY(store::account::count(read, filter));
                            return total.value_or(0);
                        },
                        [&](const store::Page& page) -> Result<Rows> {
                            const auto accounts = TRY(store::account::list(read, filter, page));
                            return rows_of(accounts, write_representative);
                        }});
}

Answer list_available(const ContextPtr& context) {
    const store::account::Filter filter{.is_staff = true, .is_active = true, .available = true};
    const auto accounts =
        TRY(store::account::list(context->read(), filter, {.limit = store::bare_rows_max}));
    return answer_whole_list(context, accounts, write_representative);
}

Answer show(const ContextPtr& context) {
    const auto account = TRY(representative(context->read(), *context));
    return context->ok(representative_of(account));
}

Answer show_workload(const ContextPtr& context) {
    auto& read = context->read();
    const auto account = TRY(representative(read, *context));
    const auto open = TRY(store::ticket::open_count_of(read, account.id));
    return context->ok(Workload{representative_of(account), open});
}

Answer create(const ContextPtr& context) {
    const auto fields = TRY(context->fields());
    FieldErrors faults;
    const auto change = read_representative(fields, Mode::create, faults);
    auto draft = change.account.value;
    draft.role = Role::support;
    draft.employee_id = change.own.value.employee_id;
    draft.department = change.own.value.department;
    const auto password = read_password(*context, fields, draft, faults);
    if (!faults.empty()) return invalid(std::move(faults));
    NewAccount wanted{.draft = std::move(draft), .password = password.value_or("")};
    return register_account(context,
                            std::move(wanted),
                            [context](store::Tx&, const Account& account) -> Result<Response> {
                                return context->json(201, to_json(representative_of(account)));
                            });
}

/// The user and what administrators alone set, in one transaction.
Answer edit_with(const ContextPtr& context, Mode mode) {
    TRY(representative(context->read(), *context));
    const auto fields = TRY(context->fields());
    FieldErrors faults;
    const auto change = read_representative(fields, mode, faults);
    if (!faults.empty()) return invalid(std::move(faults));
    return InTx{[context, change](store::Tx& tx) -> Result<Response> {
        const auto before = TRY(representative(tx, *context));
        TRY(service::account::edit(tx, context->actor(), before.id, change.account, context->now));
        service::account::Administration own{.account = before.id};
        if (change.own.has("employee_id")) own.employee_id = change.own.value.employee_id;
        if (change.own.has("department")) own.department = change.own.value.department;
        const auto after = TRY(service::account::administer(
            tx, context->desk.access, context->actor(), own, context->now));
        return context->ok(representative_of(after));
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
        const auto account = TRY(representative(tx, *context));
        TRY(service::account::remove(
            tx, context->desk.access, context->actor(), account.id, context->now));
        return context->no_content();
    }};
}

constexpr Schema representative_schema = given<RepresentativeBody>("SupportRepresentative");
constexpr Schema input_schema =
    taken<RepresentativeDocument, RepresentativeInput>("NewSupportRepresentative");

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/accounts/representatives/",
     .permission = Permission::staff,
     .handler = list,
     .summary = "All members of staff",
     .response = representative_schema,
     .list = ListForm::array_or_pages,
     .surface = &surface},
    {.method = Method::post,
     .path = "/api/accounts/representatives/",
     .permission = Permission::admin,
     .handler = create,
     .summary = "Make a support representative",
     .takes = Takes::fields,
     .request = input_schema,
     .response = representative_schema,
     .success = 201,
     .surface = &surface},
    {.method = Method::get,
     .path = "/api/accounts/representatives/available_representatives/",
     .permission = Permission::staff,
     .handler = list_available,
     .summary = "Members of staff who are active and take new work",
     .response = representative_schema,
     .list = ListForm::array_or_pages,
     .surface = &surface},
    {.method = Method::get,
     .path = "/api/accounts/representatives/{id}/",
     .permission = Permission::staff,
     .handler = show,
     .summary = "Read a member of staff",
     .response = representative_schema,
     .surface = &surface},
    {.method = Method::put,
     .path = "/api/accounts/representatives/{id}/",
     .permission = Permission::admin,
     .handler = replace,
     .summary = "Change a member of staff; the required fields must be there",
     .takes = Takes::fields,
     .request = input_schema,
     .response = representative_schema,
     .surface = &surface},
    {.method = Method::patch,
     .path = "/api/accounts/representatives/{id}/",
     .permission = Permission::admin,
     .handler = edit,
     .summary = "Change a member of staff",
     .takes = Takes::fields,
     .request = input_schema,
     .response = representative_schema,
     .surface = &surface},
    {.method = Method::del,
     .path = "/api/accounts/representatives/{id}/",
     .permission = Permission::admin,
     .handler = remove,
     .summary = "Remove a member of staff to whom nothing refers",
     .success = 204,
     .surface = &surface},
    {.method = Method::get,
     .path = "/api/accounts/representatives/{id}/current_workload/",
     .permission = Permission::staff,
     .handler = show_workload,
     .summary = "How many tickets are a member of staff's to do",
     .response = given<Workload>("Workload"),
     .surface = &surface},
};

}  // namespace

std::span<const Route> representative_routes() {
    return table;
}

}  // namespace pilotlight::http::compat::token
