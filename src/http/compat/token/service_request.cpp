#include "http/service_request.hpp"

#include "http/attachment.hpp"
#include "http/compat/list.hpp"
#include "http/compat/token/input.hpp"
#include "http/compat/token/routes.hpp"
#include "http/compat/token/service_request_body.hpp"
#include "http/schema.hpp"
#include "store/service_type.hpp"
#include "store/ticket.hpp"

namespace pilotlight::http::compat::token {
namespace {

using store::service_request::Filter;
using store::service_request::Sort;

struct RequestInput {
    std::string description{};
    PriorityWord priority{};
    StatusWord status{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"description",
                  &RequestInput::description,
                  {.access = writable, .required = true, .blank = false, .length_max = 10'000}},
            Field{"priority", &RequestInput::priority, {.access = writable}},
            Field{"status", &RequestInput::status, {.access = writable, .doc = "From staff."}},
        };
    }
};

struct TypeReference {
    std::int64_t service_type_id = 0;

    static constexpr auto fields() {
        return FieldList{Field{"service_type_id",
                               &TypeReference::service_type_id,
                               {.access = Access::writable,
                                .required = true,
                                .doc = "A file comes as the part called attachment."}}};
    }
};

struct TicketLine {
    TicketId id{};
    TicketWord status{};
    PriorityWord priority{};
    Instant created_at{};
    std::optional<Instant> resolved_at{};

    static constexpr auto fields() {
        return FieldList{Field{"id", &TicketLine::id, {}},
                         Field{"status", &TicketLine::status, {}},
                         Field{"priority", &TicketLine::priority, {}},
                         Field{"created_at", &TicketLine::created_at, {}},
                         Field{"resolved_at", &TicketLine::resolved_at, {}}};
    }
};

struct RequestTickets {
    std::vector<TicketLine> support_tickets{};

    static constexpr auto fields() {
        return FieldList{Field{"support_tickets", &RequestTickets::support_tickets, {}}};
    }
};

// Lists

Result<std::optional<ServiceTypeId>> type_filter(const Context& context, store::Read& read) {
    const auto* text = context.request->parameter("service_type");
    if (text == nullptr || text->empty()) return std::optional<ServiceTypeId>{};
    const auto id = query_number(*context.request, "service_type");
    const auto type = TRY(store::service_type::find(read, {id && *id ? **id : 0}));
    if (type) return std::optional(type->id);
    return invalid("service_type",
                   "Select a valid choice. That choice is not one of the available choices.");
}

Result<Filter> filter_of(const Context& context, store::Read& read) {
    Filter filter;
    const auto status = TRY(filter_choice<StatusWord>(context, "status"));
    const auto priority = TRY(filter_choice<PriorityWord>(context, "priority"));
    filter.status = meaning_of(status);
    filter.priority = meaning_of(priority);
    filter.service_type = TRY(type_filter(context, read));
    filter.search = search_of(context);
    service::service_request::restrict_to(context.actor(), filter);
    return filter;
}

Result<std::int64_t> count_of(store::Read& read, const Filter& filter) {
    if (!filter.search.empty()) return store::service_request::search_count(read, filter);
    const auto total = TRY(store::service_request::count(read, filter, rows_counted_max));
    return total.value_or(rows_counted_max);
}

Result<Rows> rows(store::Read& read,
                  const Filter& filter,
                  const store::Page& page,
                  const Reader& reader) {
    const auto wholes = TRY(store::service_request::list_whole(read, filter, Sort::oldest, page));
    const auto bodies = TRY(bodies_of(read, wholes, reader));
    Rows rows{.json = to_json(bodies), .count = static_cast<int>(bodies.size())};
    if (wholes.empty()) return rows;
    const bool is_search = !filter.search.empty();
    const auto start = is_search && page.after ? page.after->key : 0;
    rows.next = store::service_request::cursor_after(
        {.request = wholes.back().request}, filter, Sort::oldest, start + rows.count);
    return rows;
}

Answer list(const ContextPtr& context) {
    auto& read = context->read();
    const auto filter = TRY(filter_of(*context, read));
    const auto reader = reader_of(*context);
    return answer_list(context,
                       {[&] { return count_of(read, filter); },
                        [&](const store::Page& page) { return rows(read, filter, page, reader); }});
}

// One request

RequestTickets tickets_of(const std::vector<Ticket>& tickets, const Actor& actor) {
    RequestTickets lines;
    for (const auto& ticket : tickets) {
        if (!may_see(actor, ticket)) continue;
        lines.support_tickets.push_back({.id = ticket.id,
                                         .status = word_of(ticket.status),
                                         .priority = word_of(ticket.priority),
                                         .created_at = ticket.created_at,
                                         .resolved_at = ticket.resolved_at});
    }
    return lines;
}

Answer show(const ContextPtr& context) {
    auto& read = context->read();
    const auto id = context->id<ServiceRequestId>();
    auto whole = TRY(store::service_request::whole(read, id));
    if (!whole || !may_see(context->actor(), whole->request)) return not_found();
    const auto bodies = TRY(bodies_of(read, {*std::move(whole)}, reader_of(*context)));
    const auto tickets = TRY(store::ticket::of_requests(read, std::span(&id, 1)));
    JsonWriter out;
    out.begin_object().members(bodies.front());
    out.members(tickets_of(tickets, context->actor())).end_object();
    return context->json(200, out.take());
}

// What comes in

struct Given {
    std::optional<ServiceType> type{};
    Decoded<RequestInput> input{};
};

Result<std::optional<ServiceType>> read_type(store::Read& read,
                                             const boost::json::object& fields,
                                             Mode mode,
                                             FieldErrors& faults) {
    const auto pk = read_pk(fields, "service_type_id", mode, faults);
    if (!pk) return std::optional<ServiceType>{};
    auto type = TRY(store::service_type::find(read, {*pk}));
    if (type && !type->is_active) type.reset();
    if (!type) faults.push_back(absent_key("service_type_id", *pk));
    return type;
}

Result<Given> read_body(const ContextPtr& context, Mode mode) {
    const auto fields = TRY(context->fields());
    FieldErrors faults;
    Given given;
    given.type = TRY(read_type(context->read(), fields, mode, faults));
    given.input = decode<RequestInput>(fields, mode, faults);
    for (auto& fault : upload_faults(*context->request, fields)) {
        faults.push_back(std::move(fault));
    }
    if (!faults.empty()) return invalid(std::move(faults));
    return given;
}

void take_words(const Decoded<RequestInput>& input, Decoded<ServiceRequest>& fields) {
    if (input.has("description")) {
        fields.value.description = input.value.description;
        fields.mark("description");
    }
    if (input.has("priority")) {
        fields.value.priority = meaning_of(input.value.priority);
        fields.mark("priority");
    }
}

/// The status that staff sent with a new request; from customers it means nothing (S6).
Result<void> take_status(store::Tx& tx,
                         const Context& context,
                         ServiceRequestId id,
                         Status status) {
    const auto request = TRY(service::service_request::visible(tx, context.actor(), id));
    if (!may_work_on(context.actor(), request)) return {};
    TRY(service::service_request::edit(tx, context.actor(), id, {.status = status}, context.now));
    return {};
}

Result<Response> created(store::Read& read, ServiceRequestId id, const Context& context) {
    return answer_request(read, id, context, 201);
}

Answer create(const ContextPtr& context) {
    auto given = TRY(read_body(context, Mode::create));
    service::service_request::Draft draft{.type = *given.type, .type_text = given.type->slug};
    take_words(given.input, draft.fields);
    TRY(read_idempotency_key(*context, draft));
    if (!given.input.has("status")) return open_request(context, std::move(draft), &created);
    return open_request(
        context,
        std::move(draft),
        &created,
        [context, status = meaning_of(given.input.value.status)](store::Tx& tx, auto id) {
            return take_status(tx, *context, id, status);
        });
}

/// Says nothing that is so already: clients send back what they read, and a customer's unchanged
/// status is no attempt to set it.
Result<Response> edit_in_tx(store::Tx& tx,
                            const Context& context,
                            const Given& given,
                            const std::vector<Attachment>& files) {
    const auto id = context.id<ServiceRequestId>();
    const auto before = TRY(service::service_request::visible(tx, context.actor(), id));
    service::service_request::Edit change{
        .files = {files, context.desk.settings.attachments_per_request_max}};
    take_words(given.input, change.fields);
    if (given.type && given.type->id != before.service_type) {
        change.type = given.type;
        change.type_text = given.type->slug;
    }
    const auto status = meaning_of(given.input.value.status);
    if (given.input.has("status") && status != before.status) change.status = status;
    TRY(service::service_request::edit(tx, context.actor(), id, change, context.now));
    return answer_request(tx, id, context, 200);
}

Answer edit_with(const ContextPtr& context, Mode mode) {
    const auto id = context->id<ServiceRequestId>();
    TRY(service::service_request::visible(context->read(), context->actor(), id));
    const auto given = TRY(read_body(context, mode));
    if (context->request->files.empty()) {
        return InTx{[context, given](store::Tx& tx) -> Result<Response> {
            return edit_in_tx(tx, *context, given, {});
        }};
    }
    return OnPool{[context, given]() -> Answer {
        const auto files = TRY(store_uploads(*context));
        const auto work = [context, given, files](store::Tx& tx) {
            return edit_in_tx(tx, *context, given, files);
        };
        return InTx{work, files};
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
        TRY(service::service_request::remove(
            tx, context->actor(), context->id<ServiceRequestId>(), {}, context->now));
        return context->no_content();
    }};
}

constexpr Schema request_schema = given<RequestBody>("ServiceRequest");
constexpr Schema input_schema = taken<TypeReference, RequestInput>("NewServiceRequest");
constexpr QueryParameter parameters[] = {
    {"status", "PENDING, IN_PROGRESS, COMPLETED or CANCELLED."},
    {"priority", "LOW, MEDIUM, HIGH or URGENT."},
    {"service_type", "Id of a service type."},
    {"search", "Words of title, description or number, the best matches first."},
};

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/services/requests/",
     .permission = Permission::signed_in,
     .handler = list,
     .summary = "Requests: one's own, those assigned to a technician, or all",
     .response = request_schema,
     .list = ListForm::array_or_pages,
     .query = parameters,
     .surface = &surface},
    {.method = Method::post,
     .path = "/api/services/requests/",
     .permission = Permission::signed_in,
     .handler = create,
     .summary = "Open a request, with a file if sent as multipart",
     .takes = Takes::files,
     .request = input_schema,
     .response = request_schema,
     .success = 201,
     .surface = &surface},
    {.method = Method::get,
     .path = "/api/services/requests/{id}/",
     .permission = Permission::signed_in,
     .handler = show,
     .summary = "Read a request with its tickets",
     .response = given<RequestBody, RequestTickets>("ServiceRequestDetail"),
     .surface = &surface},
    {.method = Method::put,
     .path = "/api/services/requests/{id}/",
     .permission = Permission::signed_in,
     .handler = replace,
     .summary = "Change a request; the required fields must be there",
     .takes = Takes::files,
     .request = input_schema,
     .response = request_schema,
     .surface = &surface},
    {.method = Method::patch,
     .path = "/api/services/requests/{id}/",
     .permission = Permission::signed_in,
     .handler = edit,
     .summary = "Change a request",
     .takes = Takes::files,
     .request = input_schema,
     .response = request_schema,
     .surface = &surface},
    {.method = Method::del,
     .path = "/api/services/requests/{id}/",
     .permission = Permission::signed_in,
     .handler = remove,
     .summary = "Remove a request: its owner while pending, an administrator at any time",
     .success = 204,
     .surface = &surface},
};

}  // namespace

std::span<const Route> service_request_routes() {
    return table;
}

}  // namespace pilotlight::http::compat::token
