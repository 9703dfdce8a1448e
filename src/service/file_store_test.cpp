#include "service/file_store.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "base/temporary_folder.hpp"

namespace pilotlight::service {
namespace {

namespace fs = std::filesystem;

class FileStoreFixture {
public:
    FileStoreFixture() {
        files = std::make_unique<FileStore>(folder / "attachments");
        REQUIRE(files->start());
    }

    fs::path incoming(std::string_view bytes) {
        const auto path = files->spool_folder() / "draft";
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }
    static std::string content(const fs::path& path) {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    TemporaryFolder temporary{};
    const fs::path& folder = temporary.path();
    std::unique_ptr<FileStore> files{};
};

TEST_CASE_FIXTURE(FileStoreFixture, "a file is moved in under a name of ours") {
    const auto draft = incoming("bytes");
    const auto key = files->keep(draft);
    REQUIRE(key);
    CHECK(is_storage_key(*key));
    CHECK_FALSE(fs::exists(draft));
    CHECK(files->has(*key));
    CHECK(content(files->path_of(*key)) == "bytes");
    CHECK(files->path_of(*key).parent_path().filename() == key->substr(0, 2));
    const auto other = files->keep(incoming("bytes"));
    REQUIRE(other);
    CHECK(*other != *key);
}

TEST_CASE_FIXTURE(FileStoreFixture, "removing is final and may be repeated") {
    const auto key = files->keep(incoming("x"));
    REQUIRE(key);
    CHECK(files->remove(*key));
    CHECK_FALSE(files->has(*key));
    CHECK(files->remove(*key));
}

TEST_CASE_FIXTURE(FileStoreFixture, "no key leads out of the folder") {
    std::ofstream(folder / "outside") << "secret";
    for (std::string_view key : {"", "../outside", "../../etc/passwd", "00", "outside"}) {
        CAPTURE(key);
        CHECK_FALSE(is_storage_key(key));
        CHECK_FALSE(files->has(key));
        CHECK_FALSE(files->remove(key));
    }
    CHECK_FALSE(is_storage_key("0123456789abcdef0123456789abcdeF"));
    CHECK_FALSE(is_storage_key("0123456789abcdef0123456789abcdef0"));
    CHECK(fs::exists(folder / "outside"));
}

TEST_CASE_FIXTURE(FileStoreFixture, "what is not there cannot be kept, and the folder is closed") {
    CHECK_FALSE(files->keep(files->spool_folder() / "absent"));
    const auto rights = fs::status(files->folder()).permissions() & fs::perms::all;
    CHECK(rights == fs::perms::owner_all);
}

TEST_CASE_FIXTURE(FileStoreFixture, "what an earlier run left unfinished goes at the start") {
    incoming("half");
    const auto kept = files->keep(incoming("whole"));
    incoming("half again");
    FileStore next(folder / "attachments");
    REQUIRE(next.start());
    CHECK(fs::is_empty(next.spool_folder()));
    CHECK(next.has(*kept));
}

TEST_CASE_FIXTURE(FileStoreFixture, "types are told by content, never by name") {
    const auto type_of = [&](std::string_view bytes) { return sniff_media_type(incoming(bytes)); };
    CHECK(type_of("just words\n") == "text/plain");
    CHECK(type_of("%PDF-1.4\n%\xE2\xE3\xCF\xD3\n") == "application/pdf");
    CHECK(type_of("<html><body>x</body></html>") == "text/html");
    CHECK(type_of(std::string_view("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1", 24)) ==
          "image/png");
}

TEST_CASE("names are made safe to show and to save") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"photo.jpg", "photo.jpg"},
        {"../../etc/passwd", "passwd"},
        {"C:\\Users\\x\\bill.pdf", "bill.pdf"},
        {"a\r\nSet-Cookie: x", "aSet-Cookie: x"},
        {"say \"hi\".txt", "say hi.txt"},
        {"gr\xC3\xBCn.txt", "gr\xC3\xBCn.txt"},
        {"", "file"},
        {".", "file"},
        {"..", "file"},
        {"dir/", "file"},
        {"   ", "file"},
        {"\xFF\xFE", "file"},
    };
    for (const auto& [given, expected] : rows) CHECK(safe_file_name(given) == expected);
    CHECK(safe_file_name(std::string(300, 'x')).size() == 255);
}

}  // namespace
}  // namespace pilotlight::service
