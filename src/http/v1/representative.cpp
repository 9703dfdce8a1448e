// Members of staff as the desk sees them: who they are, what they can do, how much they have to do.
#include "http/context.hpp"
#include "http/schema.hpp"
#include "http/v1/routes.hpp"
#include "service/account.hpp"
#include "store/account.hpp"
#include "store/ticket.hpp"

namespace pilotlight::http::v1 {
namespace {

struct RepresentativeBody {
    AccountId id{};
    std::string username{};
    std::string name{};
    std::string email{};
    Role role = Role::support;
    bool is_active = true;
    std::string employee_id{};
    std::string department{};
    Words skills{};
    bool available = true;
    std::int64_t open_work = 0;

    static constexpr auto fields() {
        using Self = RepresentativeBody;
        return FieldList{
            Field{"id", &Self::id, {.doc = "Of the account."}},
            Field{"username", &Self::username, {}},
            Field{"name", &Self::name, {}},
            Field{"email", &Self::email, {}},
            Field{"role", &Self::role, {}},
            Field{"is_active", &Self::is_active, {}},
            Field{"employee_id", &Self::employee_id, {}},
            Field{"department", &Self::department, {}},
            Field{"skills", &Self::skills, {.doc = "Slugs of service types; none: any."}},
            Field{"available", &Self::available, {.doc = "Takes new work."}},
            Field{"open_work", &Self::open_work, {.doc = "Requests assigned and unfinished."}},
        };
    }
};

RepresentativeBody body_of(const Account& account) {
    return {.id = account.id,
            .username = account.username,
            .name = full_name(account),
            .email = account.email,
            .role = account.role,
            .is_active = account.is_active,
            .employee_id = account.employee_id,
            .department = account.department,
            .skills = account.skills,
            .available = account.available,
            .open_work = account.open_work};
}

Result<Account> representative(const ContextPtr& context) {
    auto account = TRY(store::account::find(context->read(), context->id<AccountId>()));
    if (!account || !is_staff(account->role)) return not_found();
    return *std::move(account);
}

Result<std::optional<bool>> query_flag(const RequestHead& head, std::string_view name) {
    const auto number = TRY(query_number(head, name));
    if (!number) return std::optional<bool>{};
    return std::optional(*number != 0);
}

Answer list(const ContextPtr& context) {
    const auto& head = *context->request;
    store::account::Filter filter{.is_staff = true};
    filter.role = TRY(query_choice<Role>(head, "role"));
    filter.is_active = TRY(query_flag(head, "is_active"));
    filter.available = TRY(query_flag(head, "available"));
    if (const auto* text = head.parameter("q")) filter.search = *text;
    const auto page = TRY(context->page());
    auto& read = context->read();
    const auto accounts = TRY(store::account::list(read, filter, page));
    const auto total = TRY(store::account::count(read, filter));
    JsonWriter out;
    out.begin_array();
    for (const auto& account : accounts) out.value(body_of(account));
    out.end_array();
    std::optional<store::Cursor> next;
    if (static_cast<int>(accounts.size()) == page.limit) {
        next = store::account::cursor_after(accounts.back(), filter);
    }
    return context->list(out.take(), next, total);
}

Answer show(const ContextPtr& context) {
    const auto account = TRY(representative(context));
    return context->ok(body_of(account));
}

struct RepresentativeChange {
    std::optional<std::string> employee_id{};
    std::optional<std::string> department{};
    std::optional<Words> skills{};
    std::optional<bool> available{};

    static constexpr auto fields() {
        using enum Access;
        using Self = RepresentativeChange;
        return FieldList{
            Field{"employee_id", &Self::employee_id, {.access = input_only, .length_max = 50}},
            Field{"department", &Self::department, {.access = input_only, .length_max = 100}},
            Field{"skills",
                  &Self::skills,
                  {.access = input_only, .doc = "Slugs of service types; none: any."}},
            Field{"available", &Self::available, {.access = input_only, .doc = "Takes new work."}},
        };
    }
};

Answer edit(const ContextPtr& context) {
    const auto id = TRY(representative(context)).id;
    const auto body = TRY(context->body<RepresentativeChange>(Mode::patch));
    const auto& change = body.value;
    const service::account::Administration administration{.account = id,
                                                          .employee_id = change.employee_id,
                                                          .department = change.department,
                                                          .skills = change.skills,
                                                          .available = change.available,
                                                          .of_staff = true};
    return InTx{[context, administration](store::Tx& tx) -> Result<Response> {
        const auto account = TRY(service::account::administer(
            tx, context->desk.access, context->actor(), administration, context->now));
        return context->ok(body_of(account));
    }};
}

struct Workload {
    AccountId representative{};
    std::int64_t open_requests = 0;
    std::int64_t open_tickets = 0;
    std::int64_t total = 0;

    static constexpr auto fields() {
        return FieldList{
            Field{"representative", &Workload::representative, {}},
            Field{"open_requests",
                  &Workload::open_requests,
                  {.doc = "Neither resolved nor cancelled; this counts when work is given out."}},
            Field{"open_tickets",
                  &Workload::open_tickets,
                  {.doc = "Open or in progress, of both kinds."}},
            Field{"total", &Workload::total, {}},
        };
    }
};

Answer workload(const ContextPtr& context) {
    const auto account = TRY(representative(context));
    const auto tickets = TRY(store::ticket::open_count_of(context->read(), account.id));
    return context->ok(Workload{.representative = account.id,
                                .open_requests = account.open_work,
                                .open_tickets = tickets,
                                .total = account.open_work + tickets});
}

constexpr Schema representative_schema = given<RepresentativeBody>("Representative");

constexpr QueryParameter filters[] = {
    {"role", "support, technician or admin."},
    {"is_active", "1 or 0."},
    {"available", "1 or 0."},
    {"q", "Start of the user name or email."},
};

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/v1/representatives/",
     .permission = Permission::staff,
     .handler = list,
     .summary = "List the members of staff",
     .response = representative_schema,
     .list = ListForm::array,
     .query = filters},
    {.method = Method::get,
     .path = "/api/v1/representatives/{id}/",
     .permission = Permission::staff,
     .handler = show,
     .summary = "Read a member of staff",
     .response = representative_schema},
    {.method = Method::patch,
     .path = "/api/v1/representatives/{id}/",
     .permission = Permission::staff,
     .handler = edit,
     .summary = "Change a member of staff: an administrator; availability also they themselves",
     .takes = Takes::fields,
     .request = taken_in_part<RepresentativeChange>("RepresentativeChange"),
     .response = representative_schema},
    {.method = Method::get,
     .path = "/api/v1/representatives/{id}/workload/",
     .permission = Permission::staff,
     .handler = workload,
     .summary = "How much open work a member of staff has",
     .response = given<Workload>("Workload")},
};

}  // namespace

std::span<const Route> representative_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
