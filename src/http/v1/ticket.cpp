#include "service/ticket.hpp"

#include "base/text.hpp"
#include "http/schema.hpp"
#include "http/v1/assignment_body.hpp"
#include "http/v1/query_words.hpp"
#include "http/v1/routes.hpp"
#include "store/ticket.hpp"

namespace pilotlight::http::v1 {
namespace {

using store::ticket::Filter;
using store::ticket::Sort;
using store::ticket::View;

struct TicketExtras {
    std::string customer_name{};
    std::string assigned_to_name{};
    std::optional<std::string> service_request_number{};

    static constexpr auto fields() {
        return FieldList{
            Field{"customer_name", &TicketExtras::customer_name, {}},
            Field{"assigned_to_name", &TicketExtras::assigned_to_name, {}},
            Field{"service_request_number", &TicketExtras::service_request_number, {}}};
    }
};

void write_ticket(JsonWriter& out, const View& view) {
    TicketExtras extras{.customer_name = store::full_name(view.customer),
                        .assigned_to_name = store::full_name(view.assignee)};
    if (view.ticket.service_request) {
        extras.service_request_number = request_number(*view.ticket.service_request);
    }
    out.begin_object().members(view.ticket).members(extras).end_object();
}

/// The ticket as the caller sees it, with its ETag.
Result<Response> ticket_response(store::Read& read,
                                 TicketId id,
                                 const Context& context,
                                 int status) {
    const auto view = TRY(store::ticket::view(read, id));
    if (!view || !may_see(context.actor(), view->ticket)) return not_found();
    JsonWriter out;
    write_ticket(out, *view);
    return context.versioned(status, out.take(), view->ticket.version);
}

Result<Filter> filter_of(const Context& context) {
    const auto& head = *context.request;
    Filter filter;
    filter.kind = TRY(query_choice<TicketKind>(head, "kind"));
    filter.status = TRY(query_choice<TicketStatus>(head, "status"));
    filter.priority = TRY(query_choice<Priority>(head, "priority"));
    filter.customer = TRY(query_id<AccountId>(context, "customer"));
    filter.service_request = TRY(query_id<ServiceRequestId>(context, "service_request"));
    const auto assignee = TRY(query_assignee(context));
    filter.assigned_to = assignee.assigned_to;
    filter.unassigned = assignee.unassigned;
    if (const auto* text = head.parameter("q")) filter.search = std::string(trimmed(*text));
    service::ticket::restrict_to(context.actor(), filter);
    return filter;
}

constexpr std::pair<std::string_view, Sort> sorts[] = {
    {"-created_at", Sort::newest},
    {"created_at", Sort::oldest},
    {"-last_activity_at", Sort::activity_newest},
};

Answer list(const ContextPtr& context) {
    const auto filter = TRY(filter_of(*context));
    const auto sort = TRY(query_sort<Sort>(*context, sorts));
    const auto page = TRY(context->page());
    auto& read = context->read();
    const auto views = TRY(store::ticket::list(read, filter, sort, page));
    const auto total = TRY(store::ticket::count(read, filter));
    JsonWriter out;
    out.begin_array();
    for (const auto& view : views) write_ticket(out, view);
    out.end_array();
    std::optional<store::Cursor> next;
    const auto rows = static_cast<std::int64_t>(views.size());
    if (rows == page.limit) {
        // Only a search counts rows; other keys are instants, and any number may come as one.
        const auto start = page.after && !filter.search.empty() ? page.after->key : 0;
        next = store::ticket::cursor_after(views.back(), filter, sort, start + rows);
    }
    return context->list(out.take(), next, total);
}

/// What opens a ticket beside its own fields.
struct OpeningWords {
    std::optional<TicketKind> kind{};
    std::optional<ServiceRequestId> service_request{};
    std::optional<AccountId> customer{};
    std::string message{};
    std::optional<TicketStatus> status{};
    std::string resolution_notes{};

    static constexpr auto fields() {
        using enum Access;
        using Self = OpeningWords;
        return FieldList{
            Field{"kind",
                  &Self::kind,
                  {.access = input_only, .doc = "A case when a request is named, if left out."}},
            Field{"service_request",
                  &Self::service_request,
                  {.access = input_only, .doc = "Of a case; required there."}},
            Field{"customer",
                  &Self::customer,
                  {.access = input_only,
                   .doc = "From support and admin: who the conversation is with."}},
            Field{"message",
                  &Self::message,
                  {.access = input_only,
                   .blank = false,
                   .length_max = post_length_max,
                   .doc = "The first post of a conversation; required there."}},
            Field{"status", &Self::status, {.access = input_only, .doc = "Of a case, from staff."}},
            Field{"resolution_notes",
                  &Self::resolution_notes,
                  {.access = input_only, .doc = "Of a case, from staff."}},
        };
    }
};

struct Opening {
    Decoded<Ticket> ticket{};
    Decoded<OpeningWords> words{};
    TicketKind kind = TicketKind::conversation;
};

/// What must be there, or must not, for a ticket of the kind.
FieldErrors kind_faults(const Opening& opening, const Actor& actor) {
    FieldErrors faults;
    const auto require = [&](bool given, std::string_view field) {
        if (!given) faults.push_back({std::string(field), "This field is required."});
    };
    const auto& words = opening.words;
    if (opening.kind == TicketKind::service_case) {
        require(words.value.service_request.has_value(), "service_request");
        require(opening.ticket.has("description"), "description");
        return faults;
    }
    require(opening.ticket.has("subject"), "subject");
    require(words.has("message"), "message");
    if (sees_all_requests(actor.role)) require(words.value.customer.has_value(), "customer");
    if (words.value.service_request) {
        faults.push_back({"service_request", "A conversation hangs on no request."});
    }
    if (opening.ticket.has("description")) {
        faults.push_back({"description", "A conversation has posts instead of a description."});
    }
    return faults;
}

Result<Opening> read_opening(const Context& context) {
    const auto object = TRY(context.fields());
    FieldErrors faults;
    Opening opening{.ticket = decode<Ticket>(object, Mode::create, faults),
                    .words = decode<OpeningWords>(object, Mode::create, faults)};
    if (!faults.empty()) return invalid(std::move(faults));
    const auto& words = opening.words.value;
    const auto likely = words.service_request ? TicketKind::service_case : TicketKind::conversation;
    opening.kind = words.kind.value_or(likely);
    faults = kind_faults(opening, context.actor());
    if (!faults.empty()) return invalid(std::move(faults));
    return opening;
}

Result<TicketId> open_case(store::Tx& tx, const Context& context, const Opening& opening) {
    const auto& words = opening.words.value;
    const auto& ticket = opening.ticket;
    service::ticket::Case draft{.service_request = *words.service_request,
                                .subject = ticket.value.subject,
                                .description = ticket.value.description,
                                .status = words.status,
                                .resolution_notes = words.resolution_notes};
    if (ticket.has("priority")) draft.priority = ticket.value.priority;
    auto id = service::ticket::open_case(tx, context.actor(), std::move(draft), context.now);
    if (!id && id.error().code == Code::not_found) {
        return invalid({absent_key("service_request", words.service_request->value)});
    }
    return id;
}

Result<TicketId> open_conversation(store::Tx& tx, const Context& context, const Opening& opening) {
    const auto begun =
        TRY(service::ticket::open_conversation(tx,
                                               context.actor(),
                                               {.customer = opening.words.value.customer,
                                                .subject = opening.ticket.value.subject,
                                                .message = opening.words.value.message,
                                                .priority = opening.ticket.value.priority,
                                                .profile = context.desk.settings.profile},
                                               context.now));
    return begun.ticket;
}

Answer open(const ContextPtr& context) {
    auto opening = TRY(read_opening(*context));
    return InTx{[context, opening = std::move(opening)](store::Tx& tx) -> Result<Response> {
        const auto work = opening.kind == TicketKind::service_case ? open_case : open_conversation;
        const auto id = TRY(work(tx, *context, opening));
        return ticket_response(tx, id, *context, 201);
    }};
}

Answer show(const ContextPtr& context) {
    return TRY(ticket_response(context->read(), context->id<TicketId>(), *context, 200));
}

/// Words that only staff who work on a ticket may send.
struct TicketWork {
    std::optional<TicketStatus> status{};
    std::optional<std::string> resolution_notes{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"status", &TicketWork::status, {.access = input_only, .doc = "Staff only."}},
            Field{"resolution_notes",
                  &TicketWork::resolution_notes,
                  {.access = input_only, .doc = "Staff only; required to resolve."}},
        };
    }
};

Answer edit(const ContextPtr& context) {
    // A foreign ticket is 404 whatever the body holds.
    const auto& actor = context->actor();
    TRY(service::ticket::visible(context->read(), actor, context->id<TicketId>()));
    const auto object = TRY(context->fields());
    FieldErrors faults;
    service::ticket::Edit change{.fields = decode<Ticket>(object, Mode::patch, faults)};
    const auto work = decode<TicketWork>(object, Mode::patch, faults);
    if (!faults.empty()) return invalid(std::move(faults));
    change.status = work.value.status;
    change.resolution_notes = work.value.resolution_notes;
    change.version = TRY(context->if_match());
    return InTx{[context, change = std::move(change)](store::Tx& tx) -> Result<Response> {
        const auto id = context->id<TicketId>();
        TRY(service::ticket::edit(tx, context->actor(), id, change, context->now));
        return ticket_response(tx, id, *context, 200);
    }};
}

Answer remove(const ContextPtr& context) {
    const auto version = TRY(context->if_match());
    return InTx{[context, version](store::Tx& tx) -> Result<Response> {
        TRY(service::ticket::remove(
            tx, context->actor(), context->id<TicketId>(), version, context->now));
        return context->no_content();
    }};
}

Answer assign(const ContextPtr& context) {
    auto handover = TRY(handover_of(*context));
    return InTx{[context, handover = std::move(handover)](store::Tx& tx) -> Result<Response> {
        const auto id = context->id<TicketId>();
        TRY(service::ticket::assign(tx, context->actor(), id, handover, context->now));
        return ticket_response(tx, id, *context, 200);
    }};
}

constexpr Schema ticket_schema = given<Ticket, TicketExtras>("Ticket");

constexpr QueryParameter filters[] = {
    {"kind", "case or conversation."},
    {"status", "open, in_progress, resolved or closed."},
    {"priority", "low, medium, high or urgent."},
    {"assignee", "Account id, \"me\" or \"none\"."},
    {"customer", "Account id."},
    {"service_request", "Id of the request whose cases they are."},
    {"q", "Text search in subject and description; ranked."},
    {"sort", "-created_at (default), created_at or -last_activity_at."},
};

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/v1/tickets/",
     .permission = Permission::signed_in,
     .handler = list,
     .summary = "List tickets: one's own, those assigned to a technician, or all",
     .response = ticket_schema,
     .list = ListForm::array,
     .query = filters},
    {.method = Method::post,
     .path = "/api/v1/tickets/",
     .permission = Permission::signed_in,
     .handler = open,
     .summary = "Open a case about a request, or begin a conversation",
     .takes = Takes::fields,
     .request = taken<Ticket, OpeningWords>("NewTicket"),
     .response = ticket_schema,
     .success = 201},
    {.method = Method::get,
     .path = "/api/v1/tickets/{id}/",
     .permission = Permission::signed_in,
     .handler = show,
     .summary = "Read a ticket",
     .response = ticket_schema},
    {.method = Method::patch,
     .path = "/api/v1/tickets/{id}/",
     .permission = Permission::signed_in,
     .handler = edit,
     .summary = "Change a ticket; If-Match guards against lost updates",
     .takes = Takes::fields,
     .request = taken_in_part<Ticket, TicketWork>("TicketChange"),
     .response = ticket_schema},
    {.method = Method::del,
     .path = "/api/v1/tickets/{id}/",
     .permission = Permission::admin,
     .handler = remove,
     .summary = "Remove a ticket with its posts and interactions",
     .success = 204},
    {.method = Method::post,
     .path = "/api/v1/tickets/{id}/assign/",
     .permission = Permission::desk,
     .handler = assign,
     .summary = "Give a ticket to a member of staff, or back to the queue; If-Match guards "
                "against lost updates",
     .takes = Takes::fields,
     .request = taken<Assignment>("Assignment"),
     .response = ticket_schema},
};

}  // namespace

std::span<const Route> ticket_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
