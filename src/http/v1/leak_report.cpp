#include "service/leak_report.hpp"

#include "http/account.hpp"
#include "http/schema.hpp"
#include "http/service_request.hpp"
#include "http/v1/routes.hpp"
#include "store/request_event.hpp"

namespace pilotlight::http::v1 {
namespace {

constexpr std::string_view path_start = "/api/v1/leak-reports/";

/// What the reporter gets, this once.
struct Receipt {
    std::string number{};
    std::string token{};
    std::string follow_url{};

    static constexpr auto fields() {
        return FieldList{
            Field{"number", &Receipt::number, {.doc = "To quote on the telephone."}},
            Field{"token", &Receipt::token, {.doc = "Shown this once; whoever has it may follow."}},
            Field{"follow_url", &Receipt::follow_url, {.doc = "Status and timeline."}},
        };
    }
};

/// One public line of the timeline; it names nobody.
struct Moment {
    EventKind kind = EventKind::opened;
    std::optional<std::string> status{};
    std::string note{};
    Instant created_at{};

    static constexpr auto fields() {
        return FieldList{
            Field{"kind", &Moment::kind, {}},
            Field{"status", &Moment::status, {.doc = "Of status_changed: what it became."}},
            Field{"note", &Moment::note, {.doc = "What staff tell everybody."}},
            Field{"created_at", &Moment::created_at, {}},
        };
    }
};

struct Followed {
    std::string number{};
    Status status = Status::pending;
    Instant created_at{};
    Instant updated_at{};
    std::optional<Instant> resolved_at{};
    Instant expires_at{};
    std::vector<Moment> events{};

    static constexpr auto fields() {
        return FieldList{
            Field{"number", &Followed::number, {}},
            Field{"status", &Followed::status, {}},
            Field{"created_at", &Followed::created_at, {}},
            Field{"updated_at", &Followed::updated_at, {}},
            Field{"resolved_at", &Followed::resolved_at, {}},
            Field{"expires_at", &Followed::expires_at, {.doc = "Of this link."}},
            Field{"events", &Followed::events, {.doc = "Oldest first, the first hundred."}},
        };
    }
};

Error too_many(int retry_after_s) {
    auto error = throttled(retry_after_s);
    error.message = "Too many reports. If you smell gas, call the emergency number now.";
    return error;
}

/// One more report, by address and altogether, or throttled.
Result<void> take_report(const Context& context) {
    auto& desk = context.desk;
    const auto address = throttle_key(context.request->remote_address);
    if (const auto wait = desk.leak_reports_by_address.take(address, context.now)) {
        return too_many(*wait);
    }
    if (const auto wait = desk.leak_reports.take("", context.now)) {
        desk.leak_reports_by_address.give_back(address);
        return too_many(*wait);
    }
    return {};
}

Response receipt(const Context& context, const service::leak_report::Opened& opened) {
    const auto path = std::string(path_start) + opened.token + "/";
    JsonWriter out;
    out.begin_object();
    out.members(Receipt{.number = request_number(opened.report.service_request),
                        .token = opened.token,
                        .follow_url = context.base_url() + path});
    out.members(opened.report).end_object();
    auto response = context.json(201, out.take());
    if (opened.repeated) response.set("Idempotency-Replayed", "true");
    return response;
}

Answer open(const ContextPtr& context) {
    const auto body = TRY(context->body<LeakWords>(Mode::create));
    service::leak_report::Given given{.words = body.value};
    given.idempotency_key = TRY(idempotency_key(*context->request));
    given.digest = body_digest(*context->request);
    TRY(take_report(*context));
    return InTx{[context, given = std::move(given)](store::Tx& tx) -> Result<Response> {
        const auto& settings = context->desk.settings;
        const auto opened = TRY(service::leak_report::open(
            tx,
            given,
            {.key = std::chrono::seconds(settings.idempotency_lifetime_s),
             .link = std::chrono::days(settings.leak_report_link_days)},
            context->now));
        return receipt(*context, opened);
    }};
}

Moment moment_of(const RequestEvent& event) {
    Moment moment{.kind = event.kind, .created_at = event.created_at};
    if (event.kind == EventKind::status_changed) moment.status = event.to_value;
    if (event.is_update) moment.note = event.note;
    return moment;
}

Answer follow(const ContextPtr& context) {
    auto& read = context->read();
    const auto found = TRY(service::leak_report::follow(read, context->path_text, context->now));
    const auto& request = found.request;
    const auto views =
        TRY(store::request_event::list(read, request.id, false, {.limit = store::page_rows_max}));
    Followed shown{.number = request_number(request.id),
                   .status = request.status,
                   .created_at = request.created_at,
                   .updated_at = request.updated_at,
                   .resolved_at = request.resolved_at,
                   .expires_at = found.report.expires_at};
    for (const auto& view : views) {
        // One edit has a line for each field; without the fields they are the same.
        const bool is_told = view.event.kind == EventKind::edited && !shown.events.empty() &&
                             shown.events.back().kind == EventKind::edited &&
                             shown.events.back().created_at == view.event.created_at;
        if (!is_told) shown.events.push_back(moment_of(view.event));
    }
    return context->ok(shown);
}

constexpr Route table[] = {
    {.method = Method::post,
     .path = "/api/v1/leak-reports/",
     .permission = Permission::anyone,
     .handler = open,
     .summary = "Report a leak without an account: an urgent request, and a link to follow it",
     .takes = Takes::fields,
     .request = taken<LeakWords>("NewLeakReport"),
     .response = given<Receipt, LeakReport>("LeakReportReceipt"),
     .success = 201},
    {.method = Method::get,
     .path = "/api/v1/leak-reports/{token}/",
     .permission = Permission::anyone,
     .handler = follow,
     .summary = "How a leak that was reported without an account goes on",
     .response = given<Followed>("FollowedLeakReport"),
     .names_text = true,
     .path_is_secret = true},
};

}  // namespace

std::span<const Route> leak_report_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
