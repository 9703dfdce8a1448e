#include "store/sqlite/plan.hpp"

#include "store/conformance.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/folder.hpp"

namespace pilotlight::store::sqlite {
namespace {

using namespace conformance;

TEST_CASE("a statement that reads whole what grows is told of, and others are not") {
    struct Row {
        std::string_view name;
        std::string_view text;
        std::string_view whole;
    };
    const Row rows[] = {
        {"some", "SELECT id FROM comment WHERE text = ?", "SCAN comment"},
        {"some", "UPDATE ticket SET subject = '' WHERE subject = ?", "SCAN ticket"},
        {"some", "DELETE FROM post WHERE message = ?", "SCAN post"},
        {"some", "SELECT t.id FROM ticket t, post p WHERE t.id = p.id AND message = ''", "SCAN p"},
        {"some", "SELECT COUNT(*) FROM post", "SCAN post USING COVERING INDEX post_author"},
        {"some", "SELECT rowid FROM ticket_search", "SCAN ticket_search VIRTUAL TABLE INDEX 0:"},
        {"some", "SELECT id FROM ticket ORDER BY id DESC LIMIT ?", "SCAN ticket"},
        {"ticket_list", "SELECT id FROM ticket ORDER BY id DESC LIMIT ?", ""},
        {"ticket_list", "SELECT id FROM ticket ORDER BY id DESC", "SCAN ticket"},
        {"ticket_list", "SELECT id FROM ticket ORDER BY subject LIMIT ?", "SCAN ticket"},
        {"ticket_list",
         "SELECT id FROM ticket WHERE subject = ? ORDER BY id LIMIT ?",
         "SCAN ticket"},
        {"service_request_list",
         "SELECT id FROM service_request r WHERE r.updated_at < ? ORDER BY r.created_at LIMIT ?",
         ""},
        {"service_request_list",
         "SELECT id FROM service_request r WHERE r.updated_at < ? AND r.title = ?"
         " ORDER BY r.created_at LIMIT ?",
         "SCAN r USING INDEX service_request_created_at"},
        {"account_list",
         "SELECT id FROM account WHERE COALESCE(role, '') = ? ORDER BY id LIMIT ?",
         ""},
        {"account_list",
         "SELECT id FROM account WHERE COALESCE(role, '') = ? AND available = ?"
         " ORDER BY id LIMIT ?",
         "SCAN account"},
        {"audit_log_events",
         "SELECT id FROM request_event WHERE note = ? ORDER BY created_at DESC, id DESC LIMIT ?",
         "SCAN request_event USING INDEX request_event_created"},
        {"some", "SELECT rowid FROM ticket_search WHERE ticket_search MATCH ?", ""},
        {"some", "SELECT id FROM comment WHERE id = ?", ""},
        {"some", "SELECT SUM(n) FROM account_count", ""},
        {"some", "SELECT 1", ""},
        {"0099_some", "UPDATE ticket SET subject = ''", ""},
    };
    const TemporaryFolder folder;
    const auto store = good(store::open({.folder = folder.path()}));
    good(store->migrate());
    const auto reader = good(SqliteConnection::open(folder.path() / database_name, Role::reader));
    for (const auto& row : rows) {
        CAPTURE(row.text);
        CHECK(good(whole_reads(reader->handle(), {row.name, row.text}, row.text)) == row.whole);
    }
}

TEST_CASE("a store that refuses whole reads fails them on each of its connections") {
    static constexpr Query scan{"scan", "SELECT COUNT(*) FROM ticket WHERE subject = 'none'"};
    for (const bool refuses : {true, false}) {
        const TemporaryFolder folder;
        const auto store =
            good(store::open({.folder = folder.path(), .refuses_whole_reads = refuses}));
        good(store->migrate());
        const auto ask = [](Read& read) -> Result<void> {
            TRY(read.number(scan, {}));
            return {};
        };
        const auto written = store->write_and_wait(ask);
        const auto scope = good(store->read());
        const auto read = ask(**scope);
        CHECK(bool(written) != refuses);
        CHECK(bool(read) != refuses);
        if (refuses) CHECK(read.error().cause == "query scan reads whole: SCAN ticket");
    }
}

}  // namespace
}  // namespace pilotlight::store::sqlite
