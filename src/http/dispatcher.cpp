#include "http/dispatcher.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "base/text.hpp"
#include "http/account.hpp"
#include "http/attachment.hpp"
#include "http/cookie.hpp"
#include "http/negotiation.hpp"
#include "http/pages.hpp"
#include "http/problem.hpp"
#include "http/surface.hpp"
#include "http/token.hpp"

namespace pilotlight::http {

/// One request between its arrival and its answer.
struct Dispatcher::Call {
    ContextPtr context;
    const Resource* resource = nullptr;
    ResponderPtr responder;
    std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
    std::uint64_t statements = 0;     // of SQL, run by the steps so far
    std::uint64_t handler_began = 0;  // store::statements_run() when a GET's handler began
};

namespace {

constexpr std::size_t multipart_overhead_bytes_max = 16 * 1024;

// What is no page of ours is no page: should a browser be led to show it, it may load nothing.
constexpr std::string_view closed_policy = "default-src 'none'; frame-ancestors 'none'";
// A year. Other names under ours are not ours to promise for.
constexpr std::string_view tls_only = "max-age=31536000";

void set_if_absent(Response& response, std::string_view name, std::string_view value) {
    if (std::ranges::find(response.headers, name, &Header::name) == response.headers.end()) {
        response.set(name, value);
    }
}

Error method_not_allowed(const RequestHead& head) {
    return {
        .code = Code::method_not_allowed,
        .message = "Method \"" + std::string(truncated(head.method_text, 20)) + "\" not allowed."};
}

bool is_token_fault(Code code) {
    return code == Code::bad_authorization || code == Code::token_not_valid ||
           code == Code::token_wrong_type || code == Code::token_without_user ||
           code == Code::account_not_found || code == Code::account_inactive ||
           code == Code::api_token_not_valid;
}

Error overloaded() {
    return {.code = Code::overloaded,
            .message = "The server is busy. Try again shortly.",
            .retry_after_s = store::overloaded_retry_after_s};
}

/// True unless the answer sets a fresh one already, as that of a log-in does.
bool gives_csrf_cookie(const Resource& resource, const Response& response) {
    const auto sets_it = [](const Header& header) {
        return header.name == "Set-Cookie" && header.value.starts_with(csrf_cookie_name);
    };
    const auto gives = [](const Route* route) { return route->gives_csrf_cookie; };
    return std::ranges::any_of(resource.routes, gives) &&
           std::ranges::none_of(response.headers, sets_it);
}

void log_failure(const RequestHead& head, std::string_view path, const Error& error) {
    const bool ours = error.code == Code::internal || error.code == Code::storage_full;
    if (!ours && error.cause.empty()) return;
    const LogFields fields{{"request_id", head.id},
                           {"path", path},
                           {"code", name_of(error.code)},
                           {"cause", error.cause}};
    ours ? log_error("request_failed", fields) : log_warning("request_refused", fields);
}

/// Routes for anyone have limits of their own, by address.
bool is_change(const Route& route) {
    return route.method != Method::get && route.permission != Permission::anyone &&
           !route.is_uncounted;
}

/// What an open route may overlook: the caller's fault, not a store that cannot tell who it is.
bool is_credential_fault(const Error& error) {
    return error.code == Code::unauthenticated || error.code == Code::bad_credentials ||
           is_token_fault(error.code);
}

}  // namespace

Dispatcher::Dispatcher(Desk& desk, const std::vector<std::span<const Route>>& tables)
    : desk_(desk) {
    for (const auto& table : tables) router_.add(table);
    metrics_.add(router_.routes());
    for (const auto* route : router_.routes()) {
        if (!route->path_is_secret) continue;
        secret_prefixes_.push_back(route->path.substr(0, route->path.find('{')));
    }
    documents_.emplace(router_);
}

/// Everything between the path and the handler, in DRF's order: credentials and permission come
/// before the method, so that a stranger learns nothing of a protected path. A cookie is checked on
/// open routes too: who logs in over a live session has to prove that their own page asks.
Result<Answer> Dispatcher::admit(const CallPtr& call, const Match& match) {
    const auto& context = call->context;
    const auto& request = *context->request;
    const auto* route = match.resource->find(request.method);
    context->route = route;
    context->ids = match.ids;
    context->path_text = match.text;
    auto caller = identify(request, desk_, context->now);
    if (caller && *caller) {
        context->caller = (*caller)->actor;
        context->credential = (*caller)->by;
    }
    if (context->credential == Credential::web_session) {
        TRY(check_csrf(request, desk_.settings));
    }
    const bool is_open = route != nullptr ? route->permission == Permission::anyone
                                          : !match.resource->is_protected();
    if (!caller && !(is_open && is_credential_fault(caller.error()))) {
        return std::move(caller).error();
    }
    if (!is_open && !context->caller) return unauthenticated();
    if (request.method == Method::options) return Answer(describe(*match.resource));
    if (route == nullptr) return method_not_allowed(request);
    if (!allows(route->permission, context->caller)) return forbidden();
    TRY(check_accept(request, *route));
    if (context->caller && is_change(*route)) {
        TRY(take_change(desk_, *context->caller, context->now));
    }
    // Others wait for this thread, and what only reads can begin anew. See start_anew.
    const bool can_begin_anew = route->method == Method::get &&
                                desk_.settings.brief_read_ms < desk_.settings.read_deadline_ms;
    context->patience = can_begin_anew ? store::Patience::brief : store::Patience::full;
    call->handler_began = store::statements_run();
    return route->handler(context);
}

std::optional<Response> Dispatcher::refuse_early(const RequestHead& head, const Route& route) {
    const auto caller = identify(head, desk_, desk_.clock.now());
    const auto refused = [&](const Error& error, bool at_door) {
        return http::refuse(*route.surface, {.error = error, .route = &route, .at_door = at_door});
    };
    if (!caller) return refused(caller.error(), true);
    if (!*caller) return refused(unauthenticated(), false);
    if (!allows(route.permission, (*caller)->actor)) return refused(forbidden(), false);
    return std::nullopt;
}

/// Requests that are ready together read one view of the store.
void Dispatcher::begin_thread(Later later) {
    if (const auto shared = desk_.store.share_views(std::move(later)); !shared) {
        log_error("views_not_shared", {{"cause", shared.error().cause}});
    }
}

std::variant<BodyPlan, Response> Dispatcher::plan(const RequestHead& head) {
    const auto match = router_.match(head.path);
    const auto* route = match.resource == nullptr ? nullptr : match.resource->find(head.method);
    BodyPlan plan{.bytes_max = desk_.settings.body_bytes_max, .multipart = true};
    if (route == nullptr || route->takes != Takes::files) return plan;
    // Megabytes are not read for somebody who may not send them.
    if (auto refusal = refuse_early(head, *route)) {
        decorate(head, match.resource, *refusal);
        return *std::move(refusal);
    }
    plan.bytes_max += multipart_overhead_bytes_max;
    plan.files_max = desk_.settings.attachments_per_request_max;
    plan.file_bytes_max = desk_.settings.attachment_bytes_max;
    return plan;
}

void Dispatcher::answer(std::shared_ptr<Request> request, ResponderPtr responder) {
    const RequestIdScope logged(request->id);
    const auto call = std::make_shared<Call>();
    call->context = std::make_shared<Context>(desk_, std::move(request));
    call->responder = std::move(responder);
    const auto& head = *call->context->request;
    if (!host_is_allowed(head, desk_.settings)) {
        return finish(call,
                      problem({.code = Code::invalid_input, .message = "Unknown host."}, nullptr));
    }
    if (auto preflight = preflight_answer(head, desk_.settings)) {
        return finish(call, *std::move(preflight));
    }
    if (auto own = page(head)) return finish(call, *std::move(own));
    const auto match = router_.match(head.path);
    call->resource = match.resource;
    if (match.resource == nullptr) return finish(call, problem(not_found(), nullptr));
    perform(call, [&]() -> Answer {
        auto admitted = admit(call, match);
        if (!admitted) return std::move(admitted).error();
        return *std::move(admitted);
    });
}

/// Runs one step on this thread. What a step throws ends the request here and nowhere else.
void Dispatcher::perform(const CallPtr& call, const std::function<Answer()>& step) {
    std::optional<Answer> answer;
    const auto run_before = store::statements_run();
    try {
        answer = step();
    } catch (const Abort& abort) {
        answer = abort.error;
    } catch (const std::exception& fault) {
        answer = internal_error(fault.what());
    }
    call->context->end_read();
    call->statements += store::statements_run() - run_before;
    follow(call, *std::move(answer));
}

/// The error in the words of the surface that was asked.
Response Dispatcher::refused(const Call& call, const Error& error) {
    const auto* route = call.context->route;
    const auto* resource = call.resource;
    const auto& surface = route != nullptr      ? *route->surface
                          : resource != nullptr ? *resource->routes.front()->surface
                                                : canonical;
    const bool at_door = is_token_fault(error.code) && !call.context->caller &&
                         (route == nullptr || route->permission != Permission::anyone);
    return http::refuse(surface, {.error = error, .route = route, .at_door = at_door});
}

void Dispatcher::follow(const CallPtr& call, Answer answer) {
    auto step = std::move(answer).take();
    if (auto* response = std::get_if<Response>(&step)) return finish(call, std::move(*response));
    if (auto* error = std::get_if<Error>(&step)) {
        const bool is_cut_short =
            error->code == Code::timed_out && call->context->patience == store::Patience::brief;
        if (is_cut_short) return start_anew(call);
        const auto& head = *call->context->request;
        log_failure(head, logged_path(head), *error);
        return finish(call, refused(*call, *error));
    }
    if (auto* transaction = std::get_if<InTx>(&step)) {
        return in_transaction(call, std::move(*transaction));
    }
    if (auto* rest = std::get_if<OnLoop>(&step)) return resume(call, std::move(rest->work));
    run_on(desk_.pool, call, std::move(std::get<OnPool>(step).work));
}

void Dispatcher::run_on(WorkerPool& pool, const CallPtr& call, std::function<Answer()> step) {
    call->context->patience = store::Patience::full;
    const bool taken = pool.submit([this, call, step = std::move(step)] {
        const RequestIdScope logged(call->context->request->id);
        perform(call, step);
    });
    if (!taken) finish(call, refused(*call, overloaded()));
}

/// The handler from its start, where its reads may take their time; on the thread that cut it
/// short. Its statements till then are not counted: how many they were is the machine's affair.
void Dispatcher::start_anew(const CallPtr& call) {
    call->statements -= store::statements_run() - call->handler_began;
    const std::chrono::milliseconds waits_max(desk_.settings.read_deadline_ms);
    run_on(desk_.long_reads, call, [context = call->context, begun = call->start, waits_max] {
        const bool has_waited = std::chrono::steady_clock::now() - begun > waits_max;
        return has_waited ? Answer(overloaded()) : context->route->handler(context);
    });
}

void Dispatcher::resume(const CallPtr& call, std::function<Answer()> step) {
    call->responder->resume([this, call, step = std::move(step)] {
        const RequestIdScope logged(call->context->request->id);
        perform(call, step);
    });
}

/// Of a work that is run again, the last run counts. Whatever follows, follows on the IO thread:
/// the store's thread has the next transactions to run.
void Dispatcher::in_transaction(const CallPtr& call, InTx step) {
    const auto next = std::make_shared<Answer>(Response{});
    desk_.store.write(
        [call, next, earlier = call->statements, work = std::move(step.work)](
            store::Tx& tx) -> Result<void> {
            const auto run_before = store::statements_run();
            auto answer = work(tx);
            call->statements = earlier + store::statements_run() - run_before;
            if (const auto* error = answer.error()) return *error;
            *next = std::move(answer);
            return {};
        },
        [this, call, next, files = std::move(step.files)](Result<void> outcome) {
            if (outcome) return resume(call, [next] { return std::move(*next); });
            resume(call, [call, files, error = std::move(outcome).error()]() -> Answer {
                discard(*call->context, files);
                return error;
            });
        });
}

void Dispatcher::finish(const CallPtr& call, Response response) {
    const auto& context = *call->context;
    decorate(*context.request, call->resource, response);
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - call->start);
    metrics_.count(context.route, response.status, took, call->statements);
    call->responder->answer(std::move(response));
}

/// What every answer carries (contracts.md §1).
void Dispatcher::decorate(const RequestHead& head,
                          const Resource* resource,
                          Response& response) const {
    if (resource != nullptr) {
        response.set("Allow", resource->allow());
        response.set("Vary", resource->reads_caller() ? "Accept, Cookie" : "Accept");
        if (gives_csrf_cookie(*resource, response)) keep_csrf_cookie(head, response);
    }
    response.set("X-Frame-Options", "DENY");
    response.set("X-Content-Type-Options", "nosniff");
    response.set("Referrer-Policy", "same-origin");
    set_if_absent(response, "Content-Security-Policy", closed_policy);
    set_if_absent(response, "Cache-Control", "no-store");
    if (head.secure) response.set("Strict-Transport-Security", tls_only);
    allow_origin(head, desk_.settings, response);
}

/// The path, without what opens the thing that it names.
std::string_view Dispatcher::logged_path(const RequestHead& head) const {
    for (const auto prefix : secret_prefixes_) {
        if (head.path.starts_with(prefix)) return prefix;
    }
    return head.path;
}

Response Dispatcher::refuse(int status, const Error& error, const RequestHead* head) {
    static const RequestHead none;
    if (head == nullptr) head = &none;
    const auto* resource = router_.match(head->path).resource;
    // A status of the connection's own choice is no surface's to change.
    if (resource == nullptr || status != status_of(error.code)) {
        auto response = problem(status, error, nullptr);
        decorate(*head, nullptr, response);
        return response;
    }
    const auto* route = resource->find(head->method);
    const auto* shown = route != nullptr ? route : resource->routes.front();
    auto response = http::refuse(*shown->surface, {.error = error, .route = route});
    decorate(*head, resource, response);
    return response;
}

void Dispatcher::served(const RequestHead& head,
                        int status,
                        std::uint64_t bytes,
                        std::chrono::microseconds took) {
    log_info("request",
             {{"request_id", head.id},
              {"method", head.method_text},
              {"path", logged_path(head)},
              {"status", status},
              {"bytes", static_cast<std::int64_t>(bytes)},
              {"took_us", took.count()},
              {"address", head.remote_address}});
}

/// Pages that are no routes, which are there to be read and nothing else.
std::optional<Response> Dispatcher::page(const RequestHead& head) {
    auto own = page_of_path(head);
    if (!own || own->status != 200) return own;
    if (head.method == Method::get || head.method == Method::head) return own;
    auto refusal = problem(method_not_allowed(head), nullptr);
    refusal.set("Allow", "GET, HEAD");
    return refusal;
}

/// Health, metrics, the API documents, and what a browser opens.
std::optional<Response> Dispatcher::page_of_path(const RequestHead& head) {
    if (head.path == "/metrics") {
        if (!desk_.settings.metrics_public && !is_from_this_machine(head)) {
            return problem(not_found(), nullptr);
        }
        const auto* server = server_.load();
        Response response{.body =
                              metrics_.page(desk_, server == nullptr ? 0 : server->connections())};
        response.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        return response;
    }
    if (head.path == "/healthz") return health_page();
    if (head.path == "/readyz") return ready_page(desk_.store);
    if (auto document = documents_->find(head.path)) return document;
    return asset_page(head);
}

}  // namespace pilotlight::http
