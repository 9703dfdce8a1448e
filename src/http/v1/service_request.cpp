#include "http/service_request.hpp"

#include "base/text.hpp"
#include "http/attachment.hpp"
#include "http/schema.hpp"
#include "http/v1/query_words.hpp"
#include "http/v1/routes.hpp"
#include "http/v1/service_request_body.hpp"
#include "http/v1/service_request_fields.hpp"
#include "http/v1/service_request_query.hpp"

namespace pilotlight::http::v1 {
namespace {

using store::service_request::Filter;
using store::service_request::Sort;

constexpr std::pair<std::string_view, Sort> sorts[] = {
    {"-created_at", Sort::newest},
    {"created_at", Sort::oldest},
    {"-updated_at", Sort::updated_newest},
    {"updated_at", Sort::updated_oldest},
};

Result<void> read_type(const ContextPtr& context, Filter& filter) {
    for (std::string_view name : {"type", "request_type"}) {
        const auto* text = context->request->parameter(name);
        if (text == nullptr || text->empty()) continue;
        filter.service_type = TRY(type_of_word(context->read(), *text, name)).id;
    }
    return {};
}

Result<Filter> filter_of(const ContextPtr& context) {
    const auto& head = *context->request;
    Filter filter;
    filter.status = TRY(query_choice<Status>(head, "status"));
    filter.priority = TRY(query_choice<Priority>(head, "priority"));
    filter.customer = TRY(query_id<AccountId>(*context, "customer"));
    filter.created_from = TRY(query_instant(head, "created_from"));
    filter.created_until = TRY(query_instant(head, "created_until"));
    filter.updated_from = TRY(query_instant(head, "updated_from"));
    filter.updated_until = TRY(query_instant(head, "updated_until"));
    const auto assignee = TRY(query_assignee(*context));
    filter.assigned_to = assignee.assigned_to;
    filter.unassigned = assignee.unassigned;
    TRY(read_type(context, filter));
    if (const auto* text = head.parameter("q")) filter.search = std::string(trimmed(*text));
    service::service_request::restrict_to(context->actor(), filter);
    return filter;
}

Answer list(const ContextPtr& context) {
    const auto filter = TRY(filter_of(context));
    const auto sort = TRY(query_sort<Sort>(*context, sorts));
    const auto page = TRY(context->page());
    auto& read = context->read();
    const auto views = TRY(store::service_request::list(read, filter, sort, page));
    const auto total = TRY(store::service_request::count(read, filter));
    std::optional<store::Cursor> next;
    const auto rows = static_cast<std::int64_t>(views.size());
    if (rows == page.limit) {
        // Only a search counts rows; other keys are instants, and any number may come as one.
        const auto start = page.after && !filter.search.empty() ? page.after->key : 0;
        const auto rank = start + rows;
        next = store::service_request::cursor_after(views.back(), filter, sort, rank);
    }
    auto body = TRY(requests_json(read, views, *context));
    return context->list(std::move(body), next, total);
}

Result<service::service_request::Draft> draft_of(const ContextPtr& context) {
    const auto object = TRY(context->fields());
    auto given = TRY(read_request_fields(context, object, Mode::create));
    service::service_request::Draft draft{.fields = std::move(given.fields),
                                          .type = *std::move(given.type),
                                          .type_text = std::move(given.type_text)};
    TRY(read_idempotency_key(*context, draft));
    return draft;
}

Result<Response> opened(store::Read& read, ServiceRequestId id, const Context& context) {
    return request_response(read, id, context, 201);
}

Answer open(const ContextPtr& context) {
    auto draft = TRY(draft_of(context));
    return open_request(context, std::move(draft), &opened);
}

Answer show(const ContextPtr& context) {
    return TRY(request_response(context->read(), context->id<ServiceRequestId>(), *context, 200));
}

Result<service::service_request::Edit> edit_of(const ContextPtr& context, Mode mode) {
    const auto object = TRY(context->fields());
    auto given = TRY(read_request_fields(context, object, mode));
    const auto work = TRY(Context::decoded<WorkWords>(object, Mode::patch));
    if (work.has("notes")) {
        TRY(check_visibility(object, Visibility::everyone, updates_are_public));
    }
    const auto version = TRY(context->if_match());
    return service::service_request::Edit{.fields = std::move(given.fields),
                                          .type = std::move(given.type),
                                          .type_text = std::move(given.type_text),
                                          .status = work.value.status,
                                          .resolution = work.value.resolution,
                                          .notes = work.value.notes,
                                          .version = version};
}

Answer edit_in_tx(const ContextPtr& context, service::service_request::Edit edit) {
    auto files = edit.files.list;
    auto work = [context, edit = std::move(edit)](store::Tx& tx) -> Result<Response> {
        const auto id = context->id<ServiceRequestId>();
        TRY(service::service_request::edit(tx, context->actor(), id, edit, context->now));
        return request_response(tx, id, *context, 200);
    };
    return InTx{std::move(work), std::move(files)};
}

Answer edit_as(const ContextPtr& context, Mode mode) {
    // A foreign request is 404 whatever the body holds.
    TRY(service::service_request::visible(
        context->read(), context->actor(), context->id<ServiceRequestId>()));
    auto edit = TRY(edit_of(context, mode));
    if (context->request->files.empty()) return edit_in_tx(context, std::move(edit));
    return OnPool{[context, edit = std::move(edit)]() -> Answer {
        auto complete = edit;
        complete.files.list = TRY(store_uploads(*context));
        complete.files.count_max = context->desk.settings.attachments_per_request_max;
        return edit_in_tx(context, std::move(complete));
    }};
}

Answer edit(const ContextPtr& context) {
    return edit_as(context, Mode::patch);
}
Answer replace(const ContextPtr& context) {
    return edit_as(context, Mode::replace);
}

Answer remove(const ContextPtr& context) {
    const auto version = TRY(context->if_match());
    return InTx{[context, version](store::Tx& tx) -> Result<Response> {
        TRY(service::service_request::remove(
            tx, context->actor(), context->id<ServiceRequestId>(), version, context->now));
        return context->no_content();
    }};
}

constexpr Schema request_schema =
    given<ServiceRequest, RequestExtras, RequestParts>("ServiceRequest");
constexpr Schema change_schema =
    taken_in_part<ServiceRequest, RequestWords, WorkWords>("ServiceRequestChange");
constexpr Schema whole_schema =
    taken_whole<ServiceRequest, RequestWords, WorkWords>("ServiceRequestReplacement");

constexpr QueryParameter filters[] = {
    {"status", "pending, in_progress, resolved or cancelled."},
    {"type", "Slug or alias of a service type (also request_type)."},
    {"priority", "low, medium, high or urgent."},
    {"assignee", "Account id, \"me\" or \"none\"."},
    {"customer", "Account id."},
    {"created_from", "Inclusive; date or date and time."},
    {"created_until", "Exclusive."},
    {"updated_from", "Inclusive."},
    {"updated_until", "Exclusive."},
    {"q", "Text search in number, title, description and address; ranked."},
    {"sort", "-created_at (default), created_at, -updated_at or updated_at."},
};

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/v1/requests/",
     .permission = Permission::signed_in,
     .handler = list,
     .summary = "List requests: one's own, those assigned to a technician, or all",
     .response = request_schema,
     .list = ListForm::array,
     .query = filters},
    {.method = Method::post,
     .path = "/api/v1/requests/",
     .permission = Permission::customer,
     .handler = open,
     .summary = "Open a request, with files if sent as multipart",
     .takes = Takes::files,
     .request = taken<ServiceRequest, RequestWords>("NewServiceRequest"),
     .response = request_schema,
     .success = 201},
    {.method = Method::get,
     .path = "/api/v1/requests/{id}/",
     .permission = Permission::signed_in,
     .handler = show,
     .summary = "Read a request",
     .response = request_schema},
    {.method = Method::patch,
     .path = "/api/v1/requests/{id}/",
     .permission = Permission::signed_in,
     .handler = edit,
     .summary = "Change a request, add files if sent as multipart; If-Match guards against lost "
                "updates",
     .takes = Takes::files,
     .request = change_schema,
     .response = request_schema},
    {.method = Method::put,
     .path = "/api/v1/requests/{id}/",
     .permission = Permission::signed_in,
     .handler = replace,
     .summary = "Change a request; the required fields must be there",
     .takes = Takes::files,
     .request = whole_schema,
     .response = request_schema},
    {.method = Method::del,
     .path = "/api/v1/requests/{id}/",
     .permission = Permission::signed_in,
     .handler = remove,
     .summary = "Remove a request: its owner while pending, an administrator at any time",
     .success = 204},
};

}  // namespace

Result<void> check_request_query(const ContextPtr& context) {
    TRY(filter_of(context));
    TRY(query_sort<Sort>(*context, sorts));
    return {};
}

Result<std::optional<std::int64_t>> count_of_request_query(const ContextPtr& context,
                                                           std::int64_t rows_max) {
    const auto filter = TRY(filter_of(context));
    return store::service_request::count(context->read(), filter, rows_max);
}

std::span<const Route> service_request_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
