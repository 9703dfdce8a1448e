#include "service/backup.hpp"

#include <fstream>

#include "service/desk_fixture.hpp"
#include "store/audit_event.hpp"
#include "store/job.hpp"

namespace pilotlight::service {
namespace {

namespace fs = std::filesystem;

class BackupFixture : public DeskFixture {
public:
    void touch(const std::string& name, std::string_view bytes = "x") {
        std::ofstream(folder / name, std::ios::binary) << bytes;
    }
    std::vector<backup::File> listed() const {
        auto files = backup::list(folder);
        REQUIRE(files);
        return *std::move(files);
    }
    std::string names() {
        std::string text;
        for (const auto& file : listed()) text += file.name + " ";
        return text;
    }

    TemporaryFolder temporary{};
    const fs::path& folder = temporary.path();
};

TEST_CASE("a backup is called by its moment, to the second") {
    CHECK(backup::file_name(*parse_iso8601("2026-11-21T09:30:05.999Z")) ==
          "pilotlight-20261121T093005Z.tar");
    CHECK(backup::folder_of("/data") == fs::path("/data/backups"));
}

TEST_CASE_FIXTURE(BackupFixture, "two backups of one second have two names") {
    const auto moment = *parse_iso8601("2026-12-31T23:59:59.5Z");
    for (const char* name :
         {"pilotlight-20261231T235959Z.tar", "pilotlight-20270101T000000Z.tar"}) {
        CHECK(backup::free_name(folder, moment) == name);
        touch(name);
    }
    CHECK(backup::free_name(folder, moment) == "pilotlight-20270101T000001Z.tar");
    CHECK(backup::free_name(folder / "absent", moment) == "pilotlight-20261231T235959Z.tar");
}

TEST_CASE_FIXTURE(BackupFixture, "only our own files are listed, newest first") {
    const auto none = backup::list(folder / "absent");
    CHECK((none && none->empty()));
    touch("pilotlight-20261120T000000Z.tar", "12345");
    touch("pilotlight-20261121T000000Z.tar");
    for (const char* name : {"notes.txt",
                             "pilotlight-.tar",
                             "pilotlight-20261121T000000Z.tar.gz",
                             "pilotlight-20261121T000000Zx.tar",
                             "other-20261121T000000Z.tar"}) {
        touch(name);
    }
    fs::create_directory(folder / "pilotlight-20261122T000000Z.tar");
    CHECK(names() == "pilotlight-20261121T000000Z.tar pilotlight-20261120T000000Z.tar ");
    CHECK(listed()[1].size_bytes == 5);
}

TEST_CASE_FIXTURE(BackupFixture, "the newest are kept, and what is not ours") {
    touch("notes.txt");
    for (std::size_t day = 10; day < 10 + backup::kept_max + 3; ++day) {
        touch("pilotlight-202611" + std::to_string(day) + "T000000Z.tar");
    }
    REQUIRE(backup::prune(folder));
    const auto files = listed();
    REQUIRE(files.size() == backup::kept_max);
    CHECK(files.front().name == "pilotlight-20261119T000000Z.tar");
    CHECK(files.back().name == "pilotlight-20261113T000000Z.tar");
    CHECK(fs::exists(folder / "notes.txt"));
    CHECK(backup::prune(folder / "absent"));
}

TEST_CASE_FIXTURE(BackupFixture, "drafts that were cut off go") {
    fs::create_directory(folder / "pilotlight-20261121T000000Z.tar.partial");
    touch("pilotlight-20261121T000000Z.tar.partial/archive.tar");
    touch("pilotlight-20261120T000000Z.tar");
    touch("mine.partial");
    REQUIRE(backup::clear_drafts(folder));
    CHECK_FALSE(fs::exists(folder / "pilotlight-20261121T000000Z.tar.partial"));
    CHECK(fs::exists(folder / "mine.partial"));
    CHECK(names() == "pilotlight-20261120T000000Z.tar ");
    CHECK(backup::clear_drafts(folder / "absent"));
}

TEST_CASE_FIXTURE(BackupFixture, "asking twice queues one job and tells of both") {
    const auto admin = enrol("boss", Role::admin);
    for (int i = 0; i < 2; ++i) {
        REQUIRE(in_tx([&](store::Tx& tx) { return backup::call_for(tx, admin, now); }));
    }
    const auto claim = [&] {
        return *in_tx([&](store::Tx& tx) {
            return store::job::claim(
                tx, now + std::chrono::seconds{1}, now + std::chrono::hours{1});
        });
    };
    std::vector<std::string> kinds;
    for (auto job = claim(); job; job = claim()) kinds.push_back(job->kind);
    CHECK(std::ranges::count(kinds, backup::job_kind) == 1);
    CHECK(reading([](store::Read& read) {
              return store::audit_event::count_of(read, "system", 0);
          }) == 2);
}

}  // namespace
}  // namespace pilotlight::service
