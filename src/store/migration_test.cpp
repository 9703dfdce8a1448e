// Databases of every earlier version, with rows in all of their tables, brought up to date.

#include "store/migration.hpp"

#include <map>

#include "store/conformance.hpp"
#include "store/migrate.hpp"
#include "store/notice.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/folder.hpp"
#include "store/sqlite/store.hpp"

namespace pilotlight::store {
namespace {

using namespace conformance;
using sqlite::database_name;
using sqlite::execute;
using sqlite::Role;
using sqlite::SqliteConnection;

std::vector<std::string> schema_of(Store& store) {
    constexpr Query schema{"schema",
                           "SELECT name || ' ' || COALESCE(sql, '') FROM sqlite_schema "
                           "WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name"};
    std::vector<std::string> list;
    const auto scope = good(store.read());
    good((**scope).each(schema, {}, [&](const Row& row) { list.emplace_back(row.text(0)); }));
    return list;
}

TEST_CASE("migrated step by step, over restarts, is the same as fresh") {
    const TemporaryFolder folder;
    const auto fresh = good(sqlite::open({.folder = folder.path() / "fresh"}));
    good(fresh->migrate());
    for (std::size_t n = 1; n <= migrations().size(); ++n) {
        const auto stepped = good(sqlite::open({.folder = folder.path() / "stepped"}));
        good(store::migrate(*stepped, migrations().first(n)));
        CHECK(good(stepped->schema_version()) == static_cast<int>(n));
    }
    const auto stepped = good(sqlite::open({.folder = folder.path() / "stepped"}));
    CHECK(schema_of(*stepped) == schema_of(*fresh));
    CHECK(good(stepped->check()).empty());
}

TEST_CASE("every reference has an index that begins with it: a deletion asks there") {
    const TemporaryFolder folder;
    const auto store = good(sqlite::open({.folder = folder.path()}));
    good(store->migrate());
    constexpr Query bare{
        "bare_references",
        "SELECT t.name || '.' || f.\"from\" FROM sqlite_schema t "
        "JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table' AND NOT EXISTS ("
        "SELECT 1 FROM pragma_index_list(t.name) i JOIN pragma_index_info(i.name) c "
        "WHERE c.seqno = 0 AND c.name = f.\"from\" AND i.partial = 0)"};
    std::string found;
    const auto scope = good(store->read());
    good((**scope).each(bare, {}, [&](const Row& row) { found += row.text(0); }));
    CHECK(found == "");
}

TEST_CASE("what was assigned before assignees were searched for is found by them") {
    constexpr std::size_t without_assignees = 7;
    const TemporaryFolder folder;
    const auto store = good(sqlite::open({.folder = folder.path()}));
    good(store::migrate(*store, migrations().first(without_assignees)));
    const auto raw = good(SqliteConnection::open(folder.path() / database_name, Role::background));
    good(execute(raw->handle(),
                 "PRAGMA foreign_keys = OFF;"
                 "INSERT INTO service_request VALUES (7, 1, 1, '', '', '', '', 'pending', 'low', 5,"
                 " '', 0, 0, NULL, 1, NULL), (8, 1, 1, '', '', '', '', 'pending', 'low', NULL,"
                 " '', 0, 0, NULL, 1, NULL);"
                 "INSERT INTO service_request_search"
                 " (rowid, number, title, description, address, owner)"
                 " VALUES (7, '', 'valve', '', '', 'c1'), (8, '', 'valve', '', '', 'c1')"));
    good(store->migrate());
    constexpr Query owners{"owners", "SELECT owner FROM service_request_search ORDER BY rowid"};
    std::vector<std::string> found;
    const auto scope = good(store->read());
    good((**scope).each(owners, {}, [&](const Row& row) { found.emplace_back(row.text(0)); }));
    CHECK(found == std::vector<std::string>{"c1 a5", "c1"});
}

/// What a desk of that age had: a customer with a request that was answered and one that waits.
struct Rows {
    std::size_t since;  // the migration that made the tables
    const char* text;
};
constexpr Rows rows_of_old[] = {
    {1,
     "INSERT INTO account (id, username, username_key, email, email_key, first_name, last_name,"
     " phone_number, address, role, is_active, customer_number, employee_id, department, skills,"
     " available, open_work, password_hash, credentials_changed_at, created_at, updated_at) VALUES"
     " (1, 'Meera', 'meera', 'm@example.com', 'm@example.com', 'Meera', 'Nair', '+911', 'Flat 3',"
     " 'customer', 1, 'CUST00000001', '', '', '', 0, 0, 'hash', 5, 5, 5),"
     " (2, 'sam', 'sam', '', NULL, 'Sam', 'Iyer', '', '', 'support', 1, 'CUST00000002', 'E-7',"
     " 'Leaks', ',leak,', 1, 1, 'hash', 5, 5, 5);"
     "INSERT INTO account_count VALUES ('customer', 1, 1), ('support', 1, 1);"
     "INSERT INTO session (id, account, refresh_digest, remote_address, user_agent, created_at,"
     " last_used_at, expires_at) VALUES (1, 1, 'digest', '192.0.2.1', 'browser', 5, 6, 9);"
     "INSERT INTO invitation (id, code_digest, role, created_by, created_at, expires_at)"
     " VALUES (1, 'code', 'support', 2, 5, 9);"
     "INSERT INTO audit_event (id, actor, subject_kind, subject, action, detail, created_at)"
     " VALUES (1, 2, 'account', 1, 'account_changed', 'phone', 7)"},
    {2,
     "INSERT INTO service_type (id, slug, name, description, estimated_time_hours,"
     " default_priority, hazard, aliases, is_active, created_at, updated_at)"
     " VALUES (101, 'own_type', 'Own', 'Of this desk alone', 3, 'low', 'none', ',own,', 1, 5, 5)"},
    {3,
     "INSERT INTO service_request (id, customer, service_type, type_text, title, description,"
     " address, status, priority, assigned_to, resolution, created_at, updated_at, resolved_at,"
     " version) VALUES (1, 1, 101, 'own', 'Smell', 'Of gas', 'Flat 3', 'resolved', 'high', 2,"
     " 'Sealed', 1000000, 190000000, 190000000, 3), (2, 1, 101, 'own', 'No gas', 'At all',"
     " 'Flat 3', 'pending', 'low', NULL, '', 900000001, 900000001, NULL, 1);"
     "INSERT INTO service_request_count (status, service_type, priority, assigned_to, n)"
     " VALUES ('resolved', 101, 'high', 2, 1),"
     " ('pending', 101, 'low', 0, 1);"
     "INSERT INTO service_request_customer_count (customer, status, n)"
     " VALUES (1, 'resolved', 1), (1, 'pending', 1);"
     "INSERT INTO request_event (id, service_request, actor, kind, from_value, to_value, note,"
     " visibility, is_update, created_at) VALUES (1, 1, 1, 'opened', '', '', '', 'public', 0,"
     " 1000000), (2, 1, 2, 'status_changed', 'pending', 'resolved', 'Sealed', 'public', 1,"
     " 61000001);"
     "INSERT INTO comment (id, service_request, author, text, visibility, created_at, updated_at)"
     " VALUES (1, 1, 2, 'On our way', 'public', 7, 7);"
     "INSERT INTO attachment (id, service_request, uploaded_by, name, media_type, size_bytes,"
     " sha256, storage_key, created_at) VALUES (1, 1, 1, 'meter.jpg', 'image/jpeg', 10, 'digest',"
     " 'key', 7);"
     "INSERT INTO service_request_search (rowid, number, title, description, address, owner)"
     " VALUES (1, 'SR-1', 'Smell', 'Of gas', 'Flat 3', 'c1'),"
     " (2, 'SR-2', 'No gas', 'At all', 'Flat 3', 'c1')"},
    {4,
     "INSERT INTO job (id, kind, job_key, state, run_at, attempts, last_error, created_at)"
     " VALUES (1, 'session_sweep', '', 'queued', 9, 0, '', 5);"
     "INSERT INTO idempotency_key (id, account, idempotency_key, request_digest, service_request,"
     " created_at) VALUES (1, 1, 'key', 'digest', 1, 7)"},
    {6,
     "INSERT INTO ticket (id, kind, customer, service_request, subject, description, status,"
     " priority, assigned_to, resolution_notes, visibility, post_count, created_at, updated_at,"
     " last_activity_at, version) VALUES (1, 'case', 1, 1, 'Bill', 'Too high', 'open', 'low', 2,"
     " '', 'public', 1, 7, 7, 7, 1);"
     "INSERT INTO ticket_count (kind, status, priority, assigned_to, n)"
     " VALUES ('case', 'open', 'low', 2, 1), ('case', 'open', 'low', 0, 3);"
     "INSERT INTO ticket_customer_count (customer, kind, status, n) VALUES (1, 'case', 'open', 1);"
     "INSERT INTO ticket_search (rowid, number, title, description, address, owner)"
     " VALUES (1, 'TK-1', 'Bill', 'Too high', '', 'c1');"
     "INSERT INTO post (id, ticket, author, message, created_at, updated_at)"
     " VALUES (1, 1, 1, 'Why?', 7, 7);"
     "INSERT INTO interaction (id, ticket, customer, representative, type, notes,"
     " duration_minutes, created_at, updated_at) VALUES (1, 1, 1, 2, 'call', 'Explained', 5, 8, 8);"
     "INSERT INTO interaction_count VALUES ('everyone', 0, 'call', 1, 5)"},
    {7,
     "INSERT INTO api_token (id, account, nonce, digest, created_at, last_used_at)"
     " VALUES (1, 1, 'nonce', 'digest', 5, 6)"},
    {9,
     "INSERT INTO notice (id, noun, subject, version, kind, customer, assigned_to,"
     " formerly_assigned_to, is_open_to_everyone, visibility, created_at)"
     " VALUES (41, 'request', 2, 3, 'changed', 1, 5, 6, 0, 'public', 8)"},
    {10,
     "INSERT INTO leak_report (id, service_request, token_digest, created_at, expires_at)"
     " VALUES (1, 2, 'digest', 7, 9)"},
    {11,
     "INSERT INTO draft (id, account, slug, text, created_at, updated_at)"
     " VALUES (1, 1, 'request', 'It smells', 7, 7)"},
    {12,
     "INSERT INTO saved_view (id, account, name, filters, position, created_at, updated_at)"
     " VALUES (1, 2, 'Mine', '{}', 1, 7, 7)"},
    {14,
     "INSERT INTO request_age (slot, n) VALUES (900000000, 1);"
     "INSERT INTO request_time (measure, day, bucket, n) VALUES ('first_response', 0, 1, 1)"},
    {15,
     "INSERT INTO service_request_type_count (status, service_type, priority, n)"
     " VALUES ('resolved', 101, 'high', 1), ('pending', 101, 'low', 1);"
     "INSERT INTO service_request_load_count (assigned_to, status, priority, n)"
     " VALUES (2, 'resolved', 'high', 1), (0, 'pending', 'low', 1)"},
    {18, "INSERT INTO ticket_kind_count VALUES ('case', 'open', 'low', 4)"},
};

/// One statement a table that shows all rows in the columns that there are now.
std::vector<std::string> shows_of(SqliteConnection& connection) {
    constexpr Query text{"show_texts",
                         "SELECT 'SELECT ' || (SELECT group_concat('quote(\"' || c.name || '\")',"
                         " ' || '','' || ') FROM pragma_table_info(t.name) c) ||"
                         " ' FROM \"' || t.name || '\"' FROM pragma_table_list t"
                         " WHERE t.schema = 'main' AND t.type = 'table'"
                         " AND t.name NOT LIKE 'sqlite%' AND t.name <> 'schema_migration'"};
    std::vector<std::string> list;
    good(connection.run(text, {}, [&](const Row& row) { list.emplace_back(row.text(0)); }));
    return list;
}

std::vector<std::string> rows_shown(SqliteConnection& connection, const std::string& show) {
    const Query query{"show", show};
    std::vector<std::string> list;
    good(connection.run(query, {}, [&](const Row& row) { list.emplace_back(row.text(0)); }));
    return list;
}

std::unique_ptr<SqliteConnection> connected(const TemporaryFolder& folder) {
    return good(SqliteConnection::open(folder.path() / database_name, Role::background));
}

/// A database as that version left it; what each table shows.
std::map<std::string, std::vector<std::string>> fill_old(const TemporaryFolder& folder,
                                                         std::size_t version) {
    const auto store = good(sqlite::open({.folder = folder.path()}));
    good(store::migrate(*store, migrations().first(version)));
    const auto connection = connected(folder);
    for (const auto& rows : rows_of_old) {
        if (rows.since <= version) good(execute(connection->handle(), rows.text));
    }
    std::map<std::string, std::vector<std::string>> shown;
    for (const auto& show : shows_of(*connection)) {
        shown[show] = rows_shown(*connection, show);
        CAPTURE(show);
        CHECK_FALSE(shown[show].empty());
    }
    return shown;
}

TEST_CASE("every earlier version comes up to date with all that was in it") {
    const TemporaryFolder fresh_folder;
    const auto fresh = good(sqlite::open({.folder = fresh_folder.path()}));
    good(fresh->migrate());
    for (std::size_t version = 1; version < migrations().size(); ++version) {
        CAPTURE(version);
        const TemporaryFolder folder;
        const auto before = fill_old(folder, version);
        const auto store = good(sqlite::open({.folder = folder.path()}));
        good(store->migrate());
        CHECK(schema_of(*store) == schema_of(*fresh));
        CHECK(good(store->check()).empty());
        const auto connection = connected(folder);
        for (const auto& [show, rows] : before) {
            const auto after = rows_shown(*connection, show);
            for (const auto& row : rows) {
                CAPTURE(row);
                CHECK(std::ranges::count(after, row) == std::ranges::count(rows, row));
            }
        }
    }
}

TEST_CASE("notices count on from those that were there before") {
    constexpr std::size_t before_own_ids = 16;
    const TemporaryFolder folder;
    fill_old(folder, before_own_ids);
    const auto store = good(sqlite::open({.folder = folder.path()}));
    good(store->migrate());
    good(store->write_and_wait([](Tx& tx) {
        return notice::tell(tx, ServiceRequestId{2}, {.kind = "opened"}, Instant{});
    }));
    const auto scope = good(store->read());
    CHECK(good(notice::kept(**scope)).newest == NoticeId{42});
}

TEST_CASE("what is counted since a later version is counted of what was there before") {
    for (const std::size_t version : {3U, 13U}) {
        CAPTURE(version);
        const TemporaryFolder folder;
        fill_old(folder, version);
        const auto store = good(sqlite::open({.folder = folder.path()}));
        good(store->migrate());
        const auto connection = connected(folder);
        CHECK(rows_shown(*connection, "SELECT slot || ' ' || n FROM request_age") ==
              std::vector<std::string>{"900000000 1"});
        CHECK(rows_shown(*connection,
                         "SELECT measure || ' ' || bucket || ' ' || n FROM request_time"
                         " ORDER BY measure") ==
              std::vector<std::string>{"first_response 1 1", "resolution 4 1"});
        CHECK(rows_shown(*connection,
                         "SELECT status || ' ' || service_type || ' ' || priority || ' ' || n"
                         " FROM service_request_type_count ORDER BY status") ==
              std::vector<std::string>{"pending 101 low 1", "resolved 101 high 1"});
        CHECK(rows_shown(*connection,
                         "SELECT assigned_to || ' ' || status || ' ' || priority || ' ' || n"
                         " FROM service_request_load_count ORDER BY status") ==
              std::vector<std::string>{"0 pending low 1", "2 resolved high 1"});
        const auto tickets = rows_shown(
            *connection,
            "SELECT kind || ' ' || status || ' ' || priority || ' ' || n FROM ticket_kind_count");
        CHECK(tickets.size() == (version < 6 ? 0 : 1));
        for (const auto& row : tickets) CHECK(row == "case open low 4");
        CHECK(rows_shown(*connection,
                         "SELECT COALESCE(first_response_at || '', 'none') FROM service_request"
                         " ORDER BY id") == std::vector<std::string>{"61000001", "none"});
    }
}

}  // namespace
}  // namespace pilotlight::store
