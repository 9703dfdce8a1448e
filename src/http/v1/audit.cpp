#include "http/context.hpp"
#include "http/csv.hpp"
#include "http/schema.hpp"
#include "http/v1/query_words.hpp"
#include "http/v1/routes.hpp"
#include "store/audit_log.hpp"

namespace pilotlight::http::v1 {
namespace {

using store::audit_log::Filter;

constexpr std::size_t export_rows_max = 10'000;
constexpr std::size_t export_bytes_max = 16 * 1024 * 1024;

Result<Filter> filter_of(const Context& context) {
    const auto& head = *context.request;
    Filter filter;
    filter.actor = TRY(query_id<AccountId>(context, "actor"));
    filter.object = TRY(query_number(head, "object"));
    filter.from = TRY(query_instant(head, "from"));
    filter.until = TRY(query_instant(head, "until"));
    if (const auto* kind = head.parameter("kind")) filter.kind = *kind;
    if (const auto* kind = head.parameter("object_kind")) filter.object_kind = *kind;
    if (filter.object && filter.object_kind.empty()) {
        return invalid("object_kind", "An id needs the kind of its object.");
    }
    return filter;
}

Answer list(const ContextPtr& context) {
    const auto filter = TRY(filter_of(*context));
    const auto page = TRY(context->page());
    const auto lines = TRY(store::audit_log::list(context->read(), filter, page));
    std::optional<store::Cursor> next;
    if (static_cast<int>(lines.size()) == page.limit) {
        next = store::audit_log::cursor_after(lines.back());
    }
    return context->list(to_json(lines), next, std::nullopt);
}

void write_line(std::string& out, const AuditLine& line) {
    append_csv_cell(out, std::to_string(line.id));
    append_csv_cell(out, to_iso8601(line.created_at));
    append_csv_cell(out, line.actor ? std::to_string(line.actor->value) : std::string());
    append_csv_cell(out, line.actor_name);
    append_csv_cell(out, line.object_kind);
    append_csv_cell(out, std::to_string(line.object));
    for (const auto* text : {&line.kind, &line.from_value, &line.to_value, &line.note}) {
        append_csv_cell(out, *text);
    }
    end_csv_line(out);
}

std::string header_line() {
    std::string out;
    for_each_field_type<AuditLine>(
        [&](const auto& field, auto) { append_csv_cell(out, field.name); });
    end_csv_line(out);
    return out;
}

/// Page by page, each with a view and a deadline of its own, so that no snapshot is held for long.
Answer write_export(const ContextPtr& context, const Filter& filter, store::Page page) {
    auto out = header_line();
    page.limit = store::page_rows_max;
    std::size_t rows = 0;
    bool has_more = true;
    while (has_more && rows < export_rows_max && out.size() < export_bytes_max) {
        const auto lines = TRY(store::audit_log::list(context->read(), filter, page));
        context->end_read();
        for (const auto& line : lines) write_line(out, line);
        rows += lines.size();
        has_more = static_cast<int>(lines.size()) == page.limit;
        if (has_more) page.after = store::audit_log::cursor_after(lines.back());
    }
    auto response =
        context->list(std::move(out), has_more ? page.after : std::nullopt, std::nullopt);
    response.set("Content-Type", "text/csv; charset=utf-8");
    response.set("Content-Disposition", "attachment; filename=\"audit.csv\"");
    return response;
}

Answer download(const ContextPtr& context) {
    const auto filter = TRY(filter_of(*context));
    const auto page = TRY(context->page());
    return OnPool{
        [context, filter, page]() -> Answer { return write_export(context, filter, page); }};
}

constexpr QueryParameter filters[] = {
    {"actor", "Account id of who did it."},
    {"kind", "What was done: opened, status_changed, registered, rights_changed, ..."},
    {"object_kind", "service_request, account, ticket, service_type, invitation, ..."},
    {"object", "Its id, beside object_kind."},
    {"from", "Inclusive; date or date and time."},
    {"until", "Exclusive."},
};

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/v1/audit/",
     .permission = Permission::admin,
     .handler = list,
     .summary = "What was done to requests and to everything else, newest first",
     .response = given<AuditLine>("AuditLine"),
     .list = ListForm::array,
     .query = filters},
    {.method = Method::get,
     .path = "/api/v1/audit/export/",
     .permission = Permission::admin,
     .handler = download,
     .summary = "The same as CSV, up to 10,000 lines; the Link header leads to the rest",
     .query = filters,
     .is_download = true},
};

}  // namespace

std::span<const Route> audit_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
