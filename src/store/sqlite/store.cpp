#include "store/sqlite/store.hpp"

#include "base/log.hpp"
#include "store/migrate.hpp"
#include "store/sqlite/backup.hpp"
#include "store/sqlite/folder.hpp"
#include "store/sqlite/readers.hpp"
#include "store/sqlite/statistics.hpp"
#include "store/sqlite/writer.hpp"

namespace pilotlight::store::sqlite {
namespace {

std::uint64_t size_of(const std::filesystem::path& file) {
    std::error_code absent;
    const auto size = std::filesystem::file_size(file, absent);
    return absent ? 0 : size;
}

std::filesystem::path log_of(const std::filesystem::path& database) {
    return database.string() + "-wal";
}

class SqliteStore final : public Store {
public:
    SqliteStore(Folder folder,
                std::unique_ptr<SqliteConnection> connection,
                std::unique_ptr<Checkpointer> checkpointer,
                const Options& options)
        : folder_(std::move(folder)),
          checkpointer_(std::move(checkpointer)),
          writer_(std::move(connection), *checkpointer_, options),
          readers_(folder_.database(), options, writer_.commits()) {}

    ~SqliteStore() override { stop(); }

    using Store::read;
    Result<std::unique_ptr<ReadScope>> read(Patience patience) override {
        return readers_.read(patience);
    }

    Result<void> share_views(Later later) override {
        return readers_.share_views(std::move(later));
    }

    void write(Work work, Done done) override { writer_.write(std::move(work), std::move(done)); }

    void on_commit(std::function<void()> hook) override { writer_.on_commit(std::move(hook)); }

    Result<void> migrate() override { return store::migrate(*this, migrations()); }

    Result<int> schema_version() override {
        const auto scope = TRY(read());
        return store::schema_version(**scope);
    }

    Result<void> backup(const std::filesystem::path& target) override {
        return back_up(folder_.database(), target);
    }

    Result<std::vector<std::string>> check() override {
        auto findings = TRY(check_database(folder_.database()));
        const auto scope = TRY(read());
        for (auto& finding : TRY(check_schema(**scope, migrations()))) {
            findings.push_back(std::move(finding));
        }
        return findings;
    }

    Result<void> refresh_statistics() override {
        return write_and_wait([](Tx& tx) { return sqlite::refresh_statistics(tx); });
    }

    Figures figures() const override {
        auto figures = writer_.figures();
        figures.database_bytes = size_of(folder_.database());
        figures.wal_bytes = size_of(log_of(folder_.database()));
        return figures;
    }

    void stop() override {
        const std::lock_guard lock(stopping_);
        if (std::exchange(is_stopped_, true)) return;
        writer_.stop();
        checkpointer_->stop();
        readers_.close();
        if (folder_.is_held()) tidy_up();
    }

private:
    /// Leaves one file behind. A scope that is still alive may keep the log from being emptied; the
    /// next start finds it as it is.
    void tidy_up() {
        auto* const database = writer_.connection().handle();
        sqlite3_busy_timeout(database, log_restart_wait_ms);
        writer_.connection().drop_statements();
        const auto tidied = execute(database, "PRAGMA wal_checkpoint(TRUNCATE)");
        if (!tidied) log_warning("store_stop_incomplete", {{"cause", tidied.error().cause}});
    }

    Folder folder_;  // first, so that the lock goes last
    std::unique_ptr<Checkpointer> checkpointer_;
    Writer writer_;
    Readers readers_;
    std::mutex stopping_{};
    bool is_stopped_ = false;
};

}  // namespace

Result<std::unique_ptr<Store>> open(const Options& options) {
    auto folder =
        TRY(options.exclusive ? Folder::hold(options.folder) : Folder::visit(options.folder));
    const auto file = folder.database();
    // SQLite gives its log and index the rights of the database file.
    if (!std::filesystem::exists(file)) TRY(create_file(file));
    auto connection = TRY(SqliteConnection::open(file, Role::writer));
    if (options.exclusive) TRY(check_at_start(*connection, file));
    if (options.refuses_whole_reads) connection->refuse_whole_reads();
    auto checkpointer = TRY(Checkpointer::start(file));
    return std::unique_ptr<Store>(std::make_unique<SqliteStore>(
        std::move(folder), std::move(connection), std::move(checkpointer), options));
}

}  // namespace pilotlight::store::sqlite
