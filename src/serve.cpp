#include "serve.hpp"

#include <signal.h>

#include <cstdio>
#include <fstream>

#include "backup_job.hpp"
#include "demo.hpp"
#include "http/dispatcher.hpp"
#include "http/pages.hpp"
#include "http/surfaces.hpp"
#include "jobs/kinds.hpp"

namespace pilotlight {
namespace {

namespace fs = std::filesystem;

int fail(std::string_view what, const Error& error) {
    const auto& reason = error.cause.empty() ? error.message : error.cause;
    std::fprintf(stderr,
                 "pilotlight: %.*s: %s\n",
                 static_cast<int>(what.size()),
                 what.data(),
                 reason.c_str());
    return 1;
}

// What waits longer than a read may take is refused, so more could only wait in vain.
constexpr std::size_t long_reads_waiting_max = 64;

/// Blocks the signals in every thread to come; one thread waits for them.
sigset_t block_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    signal(SIGPIPE, SIG_IGN);
    return signals;
}

Result<KeyRing> keys_of(const Settings& settings) {
    if (!settings.secret_key.empty()) return KeyRing::parse(settings.secret_key);
    return load_or_create_keys(fs::path(settings.data) / "secret.key");
}

http::ServerOptions server_options(const Settings& settings, const service::FileStore& files) {
    const auto listen = parse_listen_address(settings.listen).value_or(ListenAddress{});
    return {.address = listen.host,
            .port = listen.port,
            .unix_socket = settings.unix_socket,
            .tls_certificate = settings.tls_certificate,
            .tls_key = settings.tls_key,
            .threads = static_cast<unsigned>(settings.threads),
            .connections_max = settings.connections_max,
            .head_timeout = std::chrono::milliseconds(settings.head_timeout_ms),
            .body_timeout = std::chrono::milliseconds(settings.body_timeout_ms),
            .idle_timeout = std::chrono::milliseconds(settings.idle_timeout_ms),
            .write_timeout = std::chrono::milliseconds(settings.write_timeout_ms),
            .drain_timeout = std::chrono::milliseconds(settings.drain_timeout_ms),
            .spool_folder = files.spool_folder(),
            .trusted_proxies = settings.trusted_proxies};
}

Throttle throttle(std::size_t events_max, std::int64_t window_s) {
    return Throttle({.events_max = events_max, .window = std::chrono::seconds(window_s)});
}

std::vector<jobs::Kind> job_kinds(store::Store& store,
                                  service::FileStore& files,
                                  const Settings& settings) {
    const std::chrono::seconds key_lifetime{settings.idempotency_lifetime_s};
    return {jobs::session_sweep(store),
            jobs::idempotency_key_sweep(store, key_lifetime),
            jobs::attachment_sweep(store, files),
            jobs::notice_sweep(store, std::chrono::seconds{settings.stream_kept_s}),
            jobs::leak_report_sweep(store),
            jobs::draft_sweep(store),
            backup_job(settings.data),
            jobs::assign_waiting(store),
            jobs::statistics(store)};
}

/// Tells scripts and tests where the server listens: one line in DIR/listen.address, replaced
/// whole.
void announce(const Settings& settings, std::uint16_t port) {
    const auto host = parse_listen_address(settings.listen).value_or(ListenAddress{}).host;
    const auto bracketed = host.find(':') == std::string::npos ? host : "[" + host + "]";
    const auto address = bracketed + ":" + std::to_string(port);
    const auto file = fs::path(settings.data) / "listen.address";
    const auto draft = fs::path(settings.data) / "listen.address.new";
    std::ofstream(draft) << address << "\n";
    std::error_code failed;
    fs::rename(draft, file, failed);
    if (failed) log_error("listen_address_not_written", {{"cause", failed.message()}});
    log_info("listening", {{"address", address}, {"profile", name_of(settings.profile)}});
    if (settings.profile == Profile::demo) std::fputs(demo_banner(address).c_str(), stdout);
    std::fflush(stdout);
}

Result<void> prepare(store::Store& store,
                     service::FileStore& files,
                     const Settings& settings,
                     const Clock& clock) {
    TRY(files.start());
    if (settings.profile == Profile::demo) TRY(fill_demo(store, files, clock.now()));
    return {};
}

Result<std::unique_ptr<store::Store>> open_store(const Settings& settings) {
    auto store =
        TRY(store::open({.folder = settings.data,
                         .read_deadline = std::chrono::milliseconds(settings.read_deadline_ms),
                         .brief_read_deadline = std::chrono::milliseconds(settings.brief_read_ms),
                         .queue_max = settings.write_queue_max,
                         .rehearses = PILOTLIGHT_STRICT,
                         .refuses_whole_reads = PILOTLIGHT_STRICT}));
    TRY(store->migrate());
    return store;
}

void warn(const LoadedSettings& loaded) {
    for (const auto& warning : loaded.warnings) log_warning("settings", {{"warning", warning}});
}

/// Everything that serves, from the store to the socket, in order; and back.
int run(const LoadedSettings& loaded, const sigset_t& signals) {
    const auto& settings = loaded.values;
    const SystemClock clock;
    auto store = open_store(settings);
    if (!store) return fail("database", store.error());
    auto keys = keys_of(settings);
    if (!keys) return fail("secret key", keys.error());
    service::Access access(*std::move(keys),
                           {.access = std::chrono::seconds(settings.access_token_lifetime_s),
                            .refresh = std::chrono::seconds(settings.refresh_token_lifetime_s),
                            .web = std::chrono::seconds(settings.web_session_lifetime_s),
                            .api_token_idle = std::chrono::days(settings.api_token_idle_days)},
                           clock.now());
    service::FileStore files(fs::path(settings.data) / "attachments");
    if (auto ready = prepare(**store, files, settings, clock); !ready) {
        return fail("start", ready.error());
    }
    WorkerPool pool({.name = "pool",
                     .threads = settings.password_workers,
                     .queue_max = settings.password_queue_max});
    WorkerPool long_reads(
        {.name = "long_reads", .threads = 2, .queue_max = long_reads_waiting_max, .yields = false});
    http::NoticeTail notices(**store);
    http::StreamSeats streams(
        {.all_max = settings.streams_max, .account_max = settings.streams_per_account_max});
    http::Desk desk{
        .settings = settings,
        .clock = clock,
        .store = **store,
        .access = access,
        .files = files,
        .pool = pool,
        .long_reads = long_reads,
        .notices = notices,
        .streams = streams,
        .login_failures_by_account =
            throttle(settings.login_failures_per_account_max, settings.login_failures_window_s),
        .login_failures_by_address =
            throttle(settings.login_failures_per_address_max, settings.login_failures_window_s),
        .registrations_by_address =
            throttle(settings.registrations_per_address_max, settings.registrations_window_s),
        .leak_reports_by_address =
            throttle(settings.leak_reports_per_address_max, settings.leak_reports_window_s),
        .leak_reports = throttle(settings.leak_reports_max, settings.leak_reports_window_s),
        .changes_by_customer =
            throttle(settings.changes_per_customer_max, settings.customer_window_s),
        .files_by_customer = throttle(settings.files_per_customer_max, settings.customer_window_s),
        .program = {
            .version = PILOTLIGHT_VERSION, .started_at = clock.now(), .sources = loaded.sources}};
    http::Dispatcher dispatcher(desk, http::route_tables());
    jobs::Runner runner(**store, clock, job_kinds(**store, files, settings));
    if (auto started = runner.start(); !started) return fail("jobs", started.error());
    http::Server server(server_options(settings, files), dispatcher);
    if (auto started = server.start(); !started) return fail("listen", started.error());
    dispatcher.set_server(&server);
    if (auto started = notices.start([&server] { server.wake_streams(); }); !started) {
        return fail("event streams", started.error());
    }
    announce(settings, server.port());
    int signal_number = 0;
    sigwait(&signals, &signal_number);
    log_info("stopping", {{"signal", signal_number}});
    notices.stop();
    server.stop();
    runner.stop();
    long_reads.stop();
    pool.stop();
    (*store)->stop();
    return 0;
}

}  // namespace

int serve(const LoadedSettings& loaded) {
    const auto signals = block_signals();
    start_logging({.level = loaded.values.log_level, .format = loaded.values.log_format});
    warn(loaded);
    const int status = run(loaded, signals);
    stop_logging();
    return status;
}

std::optional<std::string> openapi_document(std::string_view surface) {
    http::Router router;
    for (const auto& table : http::route_tables()) router.add(table);
    for (const auto* one : http::surfaces()) {
        if (one->name == surface) return http::surface_openapi(router, *one);
    }
    return std::nullopt;
}

std::string surface_names() {
    std::string names;
    for (const auto* one : http::surfaces()) {
        if (!names.empty()) names += ", ";
        names += one->name;
    }
    return names;
}

}  // namespace pilotlight
