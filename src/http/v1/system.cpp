#include "base/log.hpp"
#include "http/context.hpp"
#include "http/schema.hpp"
#include "http/v1/routes.hpp"
#include "service/backup.hpp"
#include "store/job.hpp"

namespace pilotlight::http::v1 {
namespace {

struct ShownSetting {
    std::string name{};
    std::string group{};
    std::string value{};
    std::string source{};
    bool is_secret = false;
    std::string doc{};

    static constexpr auto fields() {
        return FieldList{
            Field{"name", &ShownSetting::name, {}},
            Field{"group", &ShownSetting::group, {}},
            Field{"value", &ShownSetting::value, {.doc = "Of a secret: \"set\" or \"not set\"."}},
            Field{"source",
                  &ShownSetting::source,
                  {.doc = "default, file, environment or flag; it is changed there."}},
            Field{"is_secret", &ShownSetting::is_secret, {}},
            Field{"doc", &ShownSetting::doc, {}},
        };
    }
};

struct System {
    std::string version{};
    std::string profile{};
    Instant started_at{};
    std::int64_t uptime_s = 0;
    bool is_healthy = true;
    std::int64_t schema_version = 0;
    std::int64_t database_bytes = 0;
    std::int64_t wal_bytes = 0;
    std::int64_t write_queue_depth = 0;
    std::int64_t writes = 0;
    std::int64_t writes_failed = 0;
    std::int64_t writes_refused = 0;
    std::int64_t pool_queued = 0;
    std::int64_t pool_busy = 0;
    std::int64_t dead_jobs = 0;
    std::int64_t log_lines_dropped = 0;
    std::vector<service::backup::File> backups{};
    std::vector<ShownSetting> settings{};

    static constexpr auto fields() {
        return FieldList{
            Field{"version", &System::version, {}},
            Field{"profile", &System::profile, {}},
            Field{"started_at", &System::started_at, {}},
            Field{"uptime_s", &System::uptime_s, {}},
            Field{"is_healthy",
                  &System::is_healthy,
                  {.doc = "Database answers, no job is dead, no log line was lost, and the "
                          "folder of backups can be read."}},
            Field{"schema_version", &System::schema_version, {}},
            Field{"database_bytes", &System::database_bytes, {}},
            Field{"wal_bytes", &System::wal_bytes, {}},
            Field{"write_queue_depth", &System::write_queue_depth, {.doc = "Waiting just now."}},
            Field{"writes", &System::writes, {.doc = "Transactions since the start."}},
            Field{"writes_failed", &System::writes_failed, {}},
            Field{"writes_refused", &System::writes_refused, {.doc = "The queue was full."}},
            Field{"pool_queued", &System::pool_queued, {.doc = "Passwords and files, waiting."}},
            Field{"pool_busy", &System::pool_busy, {}},
            Field{"dead_jobs", &System::dead_jobs, {.doc = "Failed too often; see the log."}},
            Field{"log_lines_dropped", &System::log_lines_dropped, {}},
            Field{"backups", &System::backups, {.doc = "Newest first."}},
            Field{"settings", &System::settings, {}},
        };
    }
};

std::vector<ShownSetting> shown_settings(const Desk& desk) {
    std::vector<ShownSetting> list;
    std::size_t at = 0;
    for (const auto& row : setting_rows()) {
        const auto source =
            at < desk.program.sources.size() ? desk.program.sources[at] : Source::built_in;
        ++at;
        list.push_back({.name = std::string(row.name),
                        .group = std::string(row.group),
                        .value = shown_value(row, desk.settings),
                        .source = std::string(name_of(source)),
                        .is_secret = row.secret,
                        .doc = std::string(row.doc)});
    }
    return list;
}

template <class N>
std::int64_t shown(N number) {
    return static_cast<std::int64_t>(number);
}

System figures_of(const Desk& desk) {
    const auto store = desk.store.figures();
    const auto pool = desk.pool.load();
    const auto up = std::chrono::steady_clock::now() - desk.program.steady_start;
    return {.version = std::string(desk.program.version),
            .profile = std::string(name_of(desk.settings.profile)),
            .started_at = desk.program.started_at,
            .uptime_s = std::chrono::floor<std::chrono::seconds>(up).count(),
            .database_bytes = shown(store.database_bytes),
            .wal_bytes = shown(store.wal_bytes),
            .write_queue_depth = shown(store.queue_depth),
            .writes = shown(store.transactions),
            .writes_failed = shown(store.failed_transactions),
            .writes_refused = shown(store.refused_transactions),
            .pool_queued = shown(pool.queued),
            .pool_busy = shown(pool.busy),
            .log_lines_dropped = shown(log_lines_dropped())};
}

/// On the pool: it looks into a folder.
Answer describe(const ContextPtr& context) {
    auto& desk = context->desk;
    auto system = figures_of(desk);
    system.schema_version = TRY(desk.store.schema_version());
    system.dead_jobs = TRY(store::job::dead_count(context->read()));
    auto backups = service::backup::list(service::backup::folder_of(desk.settings.data));
    if (!backups) log_warning("backups_unreadable", {{"cause", backups.error().cause}});
    system.is_healthy = backups && system.dead_jobs == 0 && system.log_lines_dropped == 0;
    if (backups) system.backups = *std::move(backups);
    system.settings = shown_settings(desk);
    return context->ok(system);
}

Answer show(const ContextPtr& context) {
    return OnPool{[context] { return describe(context); }};
}

struct BackupCalled {
    bool queued = true;

    static constexpr auto fields() {
        return FieldList{Field{"queued",
                               &BackupCalled::queued,
                               {.doc = "It appears among the system's backups when it is whole."}}};
    }
};

Answer back_up(const ContextPtr& context) {
    return InTx{[context](store::Tx& tx) -> Result<Response> {
        TRY(service::backup::call_for(tx, context->actor(), context->now));
        return context->json(202, to_json(BackupCalled{}));
    }};
}

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/v1/system/",
     .permission = Permission::admin,
     .handler = show,
     .summary = "Version, health, queues, sizes, backups and settings",
     .response = given<System>("System")},
    {.method = Method::post,
     .path = "/api/v1/system/backup/",
     .permission = Permission::admin,
     .handler = back_up,
     .summary = "Back up database and files now; the newest seven are kept",
     .response = given<BackupCalled>("BackupCalled"),
     .success = 202},
};

}  // namespace

std::span<const Route> system_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
