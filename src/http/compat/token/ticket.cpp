#include "service/ticket.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "http/compat/list.hpp"
#include "http/compat/token/input.hpp"
#include "http/compat/token/routes.hpp"
#include "http/compat/token/ticket_body.hpp"
#include "http/schema.hpp"
#include "service/service_request.hpp"

namespace pilotlight::http::compat::token {
namespace {

using store::ticket::Filter;
using store::ticket::Sort;

struct TicketInput {
    std::string description{};
    PriorityWord priority{};
    TicketWord status{};
    std::string resolution_notes{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"description",
                  &TicketInput::description,
                  {.access = writable, .required = true, .blank = false, .length_max = 10'000}},
            Field{"priority", &TicketInput::priority, {.access = writable}},
            Field{"status", &TicketInput::status, {.access = writable, .doc = "From staff."}},
            Field{"resolution_notes",
                  &TicketInput::resolution_notes,
                  {.access = writable, .length_max = 10'000, .doc = "From staff."}},
        };
    }
};

struct RequestReference {
    std::int64_t service_request_id = 0;

    static constexpr auto fields() {
        return FieldList{Field{"service_request_id",
                               &RequestReference::service_request_id,
                               {.access = Access::create_only, .required = true}}};
    }
};

/// The case with the number of the path, if the caller may see it. What has no request is another
/// contract's ticket.
Result<Ticket> visible_case(store::Read& read, const Context& context) {
    return service::ticket::visible(
        read, context.actor(), context.id<TicketId>(), TicketKind::service_case);
}

Result<TicketBody> body_of(store::Read& read, TicketId id, const Reader& reader) {
    auto view = TRY(store::ticket::view(read, id));
    if (!view) return not_found();
    auto bodies = TRY(bodies_of(read, {*std::move(view)}, reader));
    return std::move(bodies.front());
}

Result<Response> answer_ticket(store::Read& read, TicketId id, const Context& context, int status) {
    const auto body = TRY(body_of(read, id, reader_of(context)));
    return context.json(status, to_json(body));
}

// Lists

Result<Filter> filter_of(const Context& context) {
    Filter filter{.kind = TicketKind::service_case};
    const auto status = TRY(filter_choice<TicketWord>(context, "status"));
    const auto priority = TRY(filter_choice<PriorityWord>(context, "priority"));
    filter.status = meaning_of(status);
    filter.priority = meaning_of(priority);
    filter.search = search_of(context);
    service::ticket::restrict_to(context.actor(), filter);
    return filter;
}

Result<std::int64_t> count_of(store::Read& read, const Filter& filter) {
    if (!filter.search.empty()) return store::ticket::search_count(read, filter);
    const auto total = TRY(store::ticket::count(read, filter, rows_counted_max));
    return total.value_or(rows_counted_max);
}

Result<Rows> rows(store::Read& read,
                  const Filter& filter,
                  const store::Page& page,
                  const Reader& reader) {
    const auto views = TRY(store::ticket::list(read, filter, Sort::oldest, page));
    const auto bodies = TRY(bodies_of(read, views, reader));
    Rows rows{.json = to_json(bodies), .count = static_cast<int>(bodies.size())};
    if (views.empty()) return rows;
    const bool is_search = !filter.search.empty();
    const auto start = is_search && page.after ? page.after->key : 0;
    rows.next = store::ticket::cursor_after(views.back(), filter, Sort::oldest, start + rows.count);
    return rows;
}

Answer list(const ContextPtr& context) {
    auto& read = context->read();
    const auto filter = TRY(filter_of(*context));
    const auto reader = reader_of(*context);
    return answer_list(context,
                       {[&] { return count_of(read, filter); },
                        [&](const store::Page& page) { return rows(read, filter, page, reader); }});
}

// One ticket

constexpr int interactions_shown_max = 100;  // the newest, inside the answer of a ticket

struct TicketInteractions {
    std::vector<InteractionBody> interactions{};
    std::int64_t total_interaction_time = 0;

    static constexpr auto fields() {
        return FieldList{
            Field{"interactions",
                  &TicketInteractions::interactions,
                  {.doc = "The newest 100, oldest first."}},
            Field{"total_interaction_time",
                  &TicketInteractions::total_interaction_time,
                  {.doc = "Minutes, of all of them."}},
        };
    }
};

/// The ticket as its interactions show it, with the comments for which the ticket itself left room.
TicketBody nested_again(const TicketBody& body, std::size_t times) {
    auto again = body;
    if (!again.service_request) return again;
    CommentBudget budget;
    budget.newest_of(body.service_request->comments);
    budget.shown[body.service_request->id] = times;
    again.service_request->comments = budget.newest_of(body.service_request->comments);
    return again;
}

Answer show(const ContextPtr& context) {
    auto& read = context->read();
    const auto ticket = TRY(visible_case(read, *context));
    const auto body = TRY(body_of(read, ticket.id, reader_of(*context)));
    const auto views = TRY(store::interaction::list(read,
                                                    {.ticket = ticket.id},
                                                    store::interaction::Sort::newest,
                                                    {.limit = interactions_shown_max}));
    const auto minutes = TRY(store::interaction::minutes_of(read, std::span(&ticket.id, 1)));
    const auto again = nested_again(body, views.size());
    TicketInteractions more;
    for (const auto& view : views) more.interactions.push_back(interaction_of(view, again));
    std::ranges::reverse(more.interactions);
    for (const auto& sum : minutes) more.total_interaction_time += sum.minutes;
    JsonWriter out;
    out.begin_object().members(body).members(more).end_object();
    return context->json(200, out.take());
}

Answer create(const ContextPtr& context) {
    const auto fields = TRY(context->fields());
    FieldErrors faults;
    const auto request = read_pk(fields, "service_request_id", Mode::create, faults);
    const auto given = decode<TicketInput>(fields, Mode::create, faults);
    if (!faults.empty()) {
        // All at once (contracts.md §1): also what the transaction would have found.
        const bool is_absent = request && !service::service_request::visible(
                                              context->read(), context->actor(), {*request});
        if (is_absent) faults.push_back(absent_key("service_request_id", *request));
        return invalid(std::move(faults));
    }
    service::ticket::Case draft{.service_request = {request.value_or(0)},
                                .description = given.value.description,
                                .resolution_notes = given.value.resolution_notes};
    if (given.has("priority")) draft.priority = meaning_of(given.value.priority);
    if (given.has("status")) draft.status = meaning_of(given.value.status);
    return InTx{[context, draft](store::Tx& tx) -> Result<Response> {
        const auto id = service::ticket::open_case(tx, context->actor(), draft, context->now);
        if (id) return answer_ticket(tx, *id, *context, 201);
        if (id.error().code != Code::not_found) return id.error();
        return invalid({absent_key("service_request_id", draft.service_request.value)});
    }};
}

/// Says nothing that is so already: clients send back what they read.
service::ticket::Edit edit_of(const Ticket& before, const Decoded<TicketInput>& given) {
    service::ticket::Edit change;
    if (given.has("description")) {
        change.fields.value.description = given.value.description;
        change.fields.mark("description");
    }
    const auto priority = meaning_of(given.value.priority);
    if (given.has("priority") && priority != before.priority) {
        change.fields.value.priority = priority;
        change.fields.mark("priority");
    }
    const auto status = meaning_of(given.value.status);
    if (given.has("status") && status != before.status) change.status = status;
    const auto& notes = given.value.resolution_notes;
    if (given.has("resolution_notes") && notes != before.resolution_notes) {
        change.resolution_notes = notes;
    }
    return change;
}

Answer edit_with(const ContextPtr& context, Mode mode) {
    TRY(visible_case(context->read(), *context));
    const auto given = TRY(context->body<TicketInput>(mode));
    return InTx{[context, given](store::Tx& tx) -> Result<Response> {
        const auto before = TRY(visible_case(tx, *context));
        TRY(service::ticket::edit(
            tx, context->actor(), before.id, edit_of(before, given), context->now));
        return answer_ticket(tx, before.id, *context, 200);
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
        const auto ticket = TRY(visible_case(tx, *context));
        TRY(service::ticket::remove(tx, context->actor(), ticket.id, {}, context->now));
        return context->no_content();
    }};
}

// What staff do with it

struct Resolution {
    std::string resolution_notes{};

    static constexpr auto fields() {
        return FieldList{
            Field{"resolution_notes",
                  &Resolution::resolution_notes,
                  {.access = Access::writable, .required = true, .length_max = 10'000}}};
    }
};

Result<std::string> read_notes(const Context& context) {
    const auto fields = TRY(context.fields());
    const auto* given = fields.if_contains("resolution_notes");
    FieldErrors faults;
    if (given == nullptr || given->is_null()) return std::string();
    auto notes = decode<Resolution>(fields, Mode::create, faults).value.resolution_notes;
    if (!faults.empty()) return invalid(std::move(faults));
    return notes;
}

Answer resolve(const ContextPtr& context) {
    TRY(visible_case(context->read(), *context));
    const auto notes = TRY(read_notes(*context));
    if (notes.empty()) {
        return Error{.code = Code::invalid_input, .message = "Resolution notes are required"};
    }
    return InTx{[context, notes](store::Tx& tx) -> Result<Response> {
        const auto ticket = TRY(visible_case(tx, *context));
        TRY(service::ticket::resolve(tx, context->actor(), ticket.id, notes, context->now));
        return answer_ticket(tx, ticket.id, *context, 200);
    }};
}

Answer assign(const ContextPtr& context) {
    TRY(visible_case(context->read(), *context));
    const auto assignee = TRY(read_assignee(*context));
    return InTx{[context, assignee](store::Tx& tx) -> Result<Response> {
        const auto ticket = TRY(visible_case(tx, *context));
        const auto done =
            service::ticket::assign(tx, context->actor(), ticket.id, {assignee}, context->now);
        if (!done) return assignee_fault(done.error());
        return answer_ticket(tx, ticket.id, *context, 200);
    }};
}

constexpr Schema ticket_schema = given<TicketBody>("SupportTicket");
constexpr Schema input_schema = taken<RequestReference, TicketInput>("NewSupportTicket");
constexpr QueryParameter parameters[] = {
    {"status", "OPEN, IN_PROGRESS, RESOLVED or CLOSED."},
    {"priority", "LOW, MEDIUM, HIGH or URGENT."},
    {"search", "Words of the description, the best matches first."},
};

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/support/tickets/",
     .permission = Permission::signed_in,
     .handler = list,
     .summary = "Tickets: of one's own requests, those assigned to a technician, or all",
     .response = ticket_schema,
     .list = ListForm::array_or_pages,
     .query = parameters,
     .surface = &surface},
    {.method = Method::post,
     .path = "/api/support/tickets/",
     .permission = Permission::signed_in,
     .handler = create,
     .summary = "Open a ticket for a request that one may see",
     .takes = Takes::fields,
     .request = input_schema,
     .response = ticket_schema,
     .success = 201,
     .surface = &surface},
    {.method = Method::get,
     .path = "/api/support/tickets/{id}/",
     .permission = Permission::signed_in,
     .handler = show,
     .summary = "Read a ticket with its interactions",
     .response = given<TicketBody, TicketInteractions>("SupportTicketDetail"),
     .surface = &surface},
    {.method = Method::put,
     .path = "/api/support/tickets/{id}/",
     .permission = Permission::signed_in,
     .handler = replace,
     .summary = "Change a ticket; the required fields must be there",
     .takes = Takes::fields,
     .request = input_schema,
     .response = ticket_schema,
     .surface = &surface},
    {.method = Method::patch,
     .path = "/api/support/tickets/{id}/",
     .permission = Permission::signed_in,
     .handler = edit,
     .summary = "Change a ticket",
     .takes = Takes::fields,
     .request = input_schema,
     .response = ticket_schema,
     .surface = &surface},
    {.method = Method::del,
     .path = "/api/support/tickets/{id}/",
     .permission = Permission::admin,
     .handler = remove,
     .summary = "Remove a ticket",
     .success = 204,
     .surface = &surface},
    {.method = Method::post,
     .path = "/api/support/tickets/{id}/resolve/",
     .permission = Permission::staff,
     .handler = resolve,
     .summary = "Resolve a ticket, or replace its notes",
     .takes = Takes::fields,
     .request = taken<Resolution>("Resolution"),
     .response = ticket_schema,
     .surface = &surface},
    {.method = Method::post,
     .path = "/api/support/tickets/{id}/assign/",
     .permission = Permission::desk,
     .handler = assign,
     .summary = "Give a ticket to a member of staff",
     .takes = Takes::fields,
     .request = taken<Assignment>("Assignment"),
     .response = ticket_schema,
     .surface = &surface},
};

}  // namespace

std::span<const Route> ticket_routes() {
    return table;
}

}  // namespace pilotlight::http::compat::token
