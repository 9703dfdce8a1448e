#include "service/saved_view.hpp"

#include "base/json_parse.hpp"
#include "http/context.hpp"
#include "http/schema.hpp"
#include "http/v1/routes.hpp"
#include "http/v1/service_request_query.hpp"
#include "store/saved_view.hpp"

namespace pilotlight::http::v1 {
namespace {

/// Query parameters of the list of requests, word by word; null: not filtered by it.
struct ViewFilters {
    std::optional<std::string> status{};
    std::optional<std::string> type{};
    std::optional<std::string> priority{};
    std::optional<std::string> assignee{};
    std::optional<std::string> customer{};
    std::optional<std::string> created_from{};
    std::optional<std::string> created_until{};
    std::optional<std::string> updated_from{};
    std::optional<std::string> updated_until{};
    std::optional<std::string> q{};
    std::optional<std::string> sort{};

    static constexpr auto fields() {
        constexpr Rule rule{.access = Access::writable, .length_max = 200};
        return FieldList{
            Field{"status", &ViewFilters::status, rule},
            Field{"type", &ViewFilters::type, rule},
            Field{"priority", &ViewFilters::priority, rule},
            Field{"assignee", &ViewFilters::assignee, rule},
            Field{"customer", &ViewFilters::customer, rule},
            Field{"created_from", &ViewFilters::created_from, rule},
            Field{"created_until", &ViewFilters::created_until, rule},
            Field{"updated_from", &ViewFilters::updated_from, rule},
            Field{"updated_until", &ViewFilters::updated_until, rule},
            Field{"q", &ViewFilters::q, rule},
            Field{"sort", &ViewFilters::sort, rule},
        };
    }
};

/// Only its shape, for the API document.
struct ViewParts {
    ViewFilters filters{};

    static constexpr auto fields() {
        return FieldList{Field{
            "filters",
            &ViewParts::filters,
            {.access = Access::writable, .doc = "Query parameters of requests/; null: not used."}}};
    }
};

struct ViewCount {
    std::optional<std::int64_t> count{};

    static constexpr auto fields() {
        return FieldList{
            Field{"count",
                  &ViewCount::count,
                  {.doc = "How many requests it shows; null: a search, or by time and many."}}};
    }
};
/// Of a view by times; others have kept counts.
constexpr std::int64_t view_counted_rows_max = 100;

Error filters_fault(std::string_view name, std::string_view message) {
    return invalid(name.empty() ? "filters" : "filters." + std::string(name), message);
}

Result<ViewFilters> decoded_filters(const boost::json::value& given) {
    const auto* object = given.if_object();
    if (object == nullptr) return filters_fault("", "Expected an object of query parameters.");
    FieldErrors faults;
    for (const auto& [name, value] : *object) {
        bool known = false;
        for_each_field_type<ViewFilters>(
            [&, key = std::string_view(name)](const auto& field, auto) {
                known = known || field.name == key;
            });
        if (!known) return filters_fault("", "Only query parameters of requests/ are allowed.");
    }
    auto filters = decode<ViewFilters>(*object, Mode::create, faults).value;
    if (!faults.empty()) return filters_fault(faults.front().field, faults.front().message);
    return filters;
}

/// The caller, about to ask for the list of requests.
ContextPtr probe_of(const Context& context) {
    auto probe = std::make_shared<Context>(context.desk, std::make_shared<Request>());
    probe->caller = context.caller;
    probe->patience = context.patience;
    return probe;
}

void ask_with(const Context& probe, const ViewFilters& filters) {
    probe.request->query.clear();
    for_each_field(filters, [&](const auto& field, const auto& value) {
        if (value) probe.request->query.emplace_back(field.name, *value);
    });
}

/// Asks the list of requests itself whether it would take them.
Result<void> check(const ContextPtr& context, const ViewFilters& filters) {
    const auto probe = probe_of(*context);
    ask_with(*probe, filters);
    const auto good = check_request_query(probe);
    if (good) return {};
    if (good.error().fields.empty()) return good.error();
    const auto& fault = good.error().fields.front();
    return filters_fault(fault.field, fault.message);
}

Result<service::saved_view::Change> change_of(const ContextPtr& context, Mode mode) {
    const auto object = TRY(context->fields());
    service::saved_view::Change change;
    change.fields = TRY(Context::decoded<SavedView>(object, mode));
    if (const auto* given = object.if_contains("filters")) {
        const auto filters = TRY(decoded_filters(*given));
        TRY(check(context, filters));
        change.filters = to_json(filters);
    } else if (mode == Mode::create) {
        change.filters = to_json(ViewFilters{});
    }
    return change;
}

/// None also for what the list takes no longer, such as an alias that its type has lost.
Result<ViewCount> count_of(const ContextPtr& probe, const SavedView& view) {
    const auto stored = TRY(parse_json(view.filters));
    ask_with(*probe, TRY(decoded_filters(stored)));
    const auto count = count_of_request_query(probe, view_counted_rows_max);
    if (count) return ViewCount{*count};
    if (count.error().code == Code::invalid_input) return ViewCount{};
    return count.error();
}

JsonWriter& begin_view(JsonWriter& out, const SavedView& view) {
    return out.begin_object().members(view).key("filters").raw(view.filters);
}

Response response_of(const Context& context, const SavedView& view, int status) {
    JsonWriter out;
    begin_view(out, view).end_object();
    return context.json(status, out.take());
}

Answer list(const ContextPtr& context) {
    const auto views = TRY(store::saved_view::list_of(context->read(), context->actor().account));
    context->end_read();
    const auto probe = probe_of(*context);
    JsonWriter out;
    out.begin_array();
    for (const auto& view : views) {
        begin_view(out, view).members(TRY(count_of(probe, view))).end_object();
    }
    out.end_array();
    return context->list(out.take(), std::nullopt, static_cast<std::int64_t>(views.size()));
}

Answer open(const ContextPtr& context) {
    const auto given = TRY(change_of(context, Mode::create));
    return InTx{[context, given](store::Tx& tx) -> Result<Response> {
        const auto view = TRY(service::saved_view::open(tx, context->actor(), given, context->now));
        return response_of(*context, view, 201);
    }};
}

Answer show(const ContextPtr& context) {
    const auto view = TRY(
        service::saved_view::own(context->read(), context->actor(), context->id<SavedViewId>()));
    return response_of(*context, view, 200);
}

Answer edit(const ContextPtr& context) {
    const auto change = TRY(change_of(context, Mode::patch));
    return InTx{[context, change](store::Tx& tx) -> Result<Response> {
        const auto view = TRY(service::saved_view::edit(
            tx, context->actor(), context->id<SavedViewId>(), change, context->now));
        return response_of(*context, view, 200);
    }};
}

Answer remove(const ContextPtr& context) {
    return InTx{[context](store::Tx& tx) -> Result<Response> {
        TRY(service::saved_view::remove(tx, context->actor(), context->id<SavedViewId>()));
        return context->no_content();
    }};
}

constexpr Schema view_schema = given<SavedView, ViewParts>("SavedView");

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/v1/views/",
     .permission = Permission::signed_in,
     .handler = list,
     .summary = "One's own filters of the list of requests, all of them, with their counts",
     .response = given<SavedView, ViewParts, ViewCount>("CountedView"),
     .list = ListForm::array},
    {.method = Method::post,
     .path = "/api/v1/views/",
     .permission = Permission::signed_in,
     .handler = open,
     .summary = "Keep filters of the list of requests under a name; up to 50",
     .takes = Takes::fields,
     .request = taken<SavedView, ViewParts>("NewSavedView"),
     .response = view_schema,
     .success = 201},
    {.method = Method::get,
     .path = "/api/v1/views/{id}/",
     .permission = Permission::signed_in,
     .handler = show,
     .summary = "Read one of one's views",
     .response = view_schema},
    {.method = Method::patch,
     .path = "/api/v1/views/{id}/",
     .permission = Permission::signed_in,
     .handler = edit,
     .summary = "Rename or move a view, or give it other filters",
     .takes = Takes::fields,
     .request = taken_in_part<SavedView, ViewParts>("SavedViewChange"),
     .response = view_schema},
    {.method = Method::del,
     .path = "/api/v1/views/{id}/",
     .permission = Permission::signed_in,
     .handler = remove,
     .summary = "Forget a view",
     .success = 204},
};

}  // namespace

std::span<const Route> saved_view_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
