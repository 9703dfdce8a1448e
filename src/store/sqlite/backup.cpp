#include "store/sqlite/backup.hpp"

#include <algorithm>
#include <fstream>

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "base/storage.hpp"
#include "store/sqlite/folder.hpp"
#include "store/sqlite/search_index.hpp"

namespace pilotlight::store::sqlite {
namespace {

constexpr int backup_step_pages = 1024;

constexpr Query integrity{"check_integrity", "PRAGMA integrity_check"};
constexpr Query quick{"check_quick", "PRAGMA quick_check(1)"};
constexpr Query foreign_keys{"check_foreign_keys", "PRAGMA foreign_key_check"};

struct FinishBackup {
    void operator()(sqlite3_backup* backup) const noexcept { sqlite3_backup_finish(backup); }
};

/// One transaction holds the source still: without it each change would start the copy over.
Result<void> copy_pages(sqlite3* source, sqlite3* target) {
    TRY(execute(source, "BEGIN; SELECT COUNT(*) FROM sqlite_schema"));
    std::unique_ptr<sqlite3_backup, FinishBackup> backup(
        sqlite3_backup_init(target, "main", source, "main"));
    if (!backup) return error_of(target, "backup");
    int code = SQLITE_OK;
    while (code == SQLITE_OK) code = sqlite3_backup_step(backup.get(), backup_step_pages);
    backup.reset();  // only then does the target know what failed
    if (code != SQLITE_DONE) return error_of(target, "backup");
    return {};
}

Result<void> copy_into(const std::filesystem::path& database, const std::filesystem::path& target) {
    const auto source = TRY(SqliteConnection::open(database, Role::reader));
    {
        const auto copied = TRY(open_database(target, SQLITE_OPEN_READWRITE));
        TRY(execute(copied.get(), "PRAGMA synchronous = OFF"));  // synced as a whole, at the end
        TRY(copy_pages(source->handle(), copied.get()));
    }
    return sync_file(target);
}

/// There while the last check of a database has found its structure damaged; holds what it found.
std::filesystem::path mark_of(const std::filesystem::path& database) {
    return database.string() + ".damaged";
}

/// A mark that cannot be set takes nothing from what was found; one without its text is a mark.
void mark_damaged(const std::filesystem::path& database, std::string finding) {
    const auto mark = mark_of(database);
    const auto created = create_file(mark);
    if (!created && created.error().code != Code::conflict) {
        log_warning("damage_not_marked", {{"cause", created.error().cause}});
        return;
    }
    std::ranges::replace(finding, '\n', ' ');
    std::ofstream(mark) << finding << '\n';
}

Result<void> mark_sound(const std::filesystem::path& database) {
    std::error_code failed;
    std::filesystem::remove(mark_of(database), failed);
    if (failed) return storage_error(mark_of(database).string(), failed.value());
    return {};
}

/// FTS5 compares its index with its texts only as a write, which a server would have to wait for.
Result<void> check_search(const std::filesystem::path& copy, std::vector<std::string>& findings) {
    const auto connection = TRY(SqliteConnection::open(copy, Role::background));
    for (const auto& table : TRY(search_indexes(*connection))) {
        const auto name = '"' + table + '"';
        std::string command = "INSERT INTO ";
        command.append(name).append(" (").append(name).append(") VALUES ('integrity-check')");
        if (!execute(connection->handle(), command.c_str())) {
            findings.push_back("The index of " + table + " does not fit its texts.");
        }
    }
    return {};
}

constexpr std::string_view copy_suffix = ".check";

/// What checks have left that were killed. One that cannot be removed is tried again by the next.
Result<void> remove_old_copies(const std::filesystem::path& database) {
    const auto start = database.filename().string() + ".";
    const auto judge = [&](const std::filesystem::directory_entry& entry) -> Result<void> {
        const auto name = entry.path().filename().string();
        if (!name.starts_with(start) || name.find(copy_suffix) == std::string::npos) return {};
        std::error_code failed;
        const auto written = entry.last_write_time(failed);
        const auto age = std::filesystem::file_time_type::clock::now() - written;
        if (!failed && age > check_time_max) std::filesystem::remove(entry.path(), failed);
        return {};
    };
    return each_entry(folder_of(database), judge);
}

bool has_room_for_copy(const std::filesystem::path& database) {
    std::error_code failed;
    const auto space = std::filesystem::space(folder_of(database), failed);
    const auto bytes = std::filesystem::file_size(database, failed);
    return !failed && space.available >= bytes + check_room_left_min_bytes;
}

/// A copy of the database that is gone with this object.
class Copy {
public:
    static Result<std::unique_ptr<Copy>> of(const std::filesystem::path& database) {
        auto path = database.string() + "." + random_hex(8);
        path += copy_suffix;
        TRY(back_up(database, path));
        return std::unique_ptr<Copy>(new Copy(path));
    }
    ~Copy() {
        for (const auto* suffix : {"", "-wal", "-shm", "-journal"}) {
            std::error_code absent;
            std::filesystem::remove(path_.string() + suffix, absent);
        }
    }
    Copy(const Copy&) = delete;
    Copy& operator=(const Copy&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    explicit Copy(std::filesystem::path path) : path_(std::move(path)) {}

    const std::filesystem::path path_;
};

}  // namespace

Result<void> back_up(const std::filesystem::path& database, const std::filesystem::path& target) {
    TRY(create_file(target));
    auto copied = copy_into(database, target);
    if (copied) return {};
    std::error_code already_gone;
    std::filesystem::remove(target, already_gone);
    return copied;
}

Result<void> check_at_start(SqliteConnection& connection, const std::filesystem::path& database) {
    const auto mark = mark_of(database);
    std::error_code failed;
    const bool is_marked = std::filesystem::exists(mark, failed);
    if (failed) return storage_error(mark.string(), failed.value());
    if (is_marked) {
        std::string found;
        std::getline(std::ifstream(mark), found);
        std::string cause = "the last `pilotlight check` found damage: ";
        return internal_error(cause.append(found).append(damage_advice));
    }
    const auto pages = TRY(number_of(connection.handle(), "PRAGMA page_count"));
    if (pages > start_check_pages_max) return {};
    std::string finding;
    TRY(connection.run(quick, {}, [&](const Row& row) {
        if (row.text(0) != "ok") finding = row.text(0);
    }));
    if (!finding.empty()) return internal_error(finding + damage_advice);
    return {};
}

Result<std::vector<std::string>> check_database(const std::filesystem::path& database) {
    const auto connection = TRY(SqliteConnection::open(database, Role::reader));
    std::vector<std::string> findings;
    // It may meet the damage itself after it has told of it.
    const auto looked = connection->run(integrity, {}, [&](const Row& row) {
        if (row.text(0) != "ok") findings.emplace_back(row.text(0));
    });
    if (!looked && findings.empty()) return looked.error();
    if (!findings.empty()) {  // the rest would read the damaged pages again
        mark_damaged(database, findings.front());
        return findings;
    }
    TRY(mark_sound(database));
    TRY(connection->run(foreign_keys, {}, [&](const Row& row) {
        findings.push_back("Row " + std::to_string(row.integer(1)) + " of " +
                           std::string(row.text(0)) + " refers to a row of " +
                           std::string(row.text(2)) + " that is not there.");
    }));
    if (!findings.empty()) return findings;
    TRY(remove_old_copies(database));
    if (!has_room_for_copy(database)) {
        findings.emplace_back("No room for a copy, in which the search indexes are looked at.");
        return findings;
    }
    const auto copy = TRY(Copy::of(database));
    TRY(check_search(copy->path(), findings));
    return findings;
}

}  // namespace pilotlight::store::sqlite
