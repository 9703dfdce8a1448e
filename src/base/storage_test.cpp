#include "base/storage.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <vector>

#include "base/temporary_folder.hpp"

namespace pilotlight {
namespace {

TEST_CASE("a disk that takes no more is told from one that fails") {
    for (const int number : {ENOSPC, EDQUOT, EROFS}) {
        const auto error = storage_error("open /data/file", number);
        CHECK(error.code == Code::storage_full);
        CHECK(error.message.find("/data") == std::string::npos);
        CHECK(error.cause.starts_with("open /data/file: "));
    }
    CHECK(storage_error("read", EIO).code == Code::internal);
    CHECK(storage_error("read", EIO).message == "Internal server error.");
}

TEST_CASE("files and folders are synced, and what is not there cannot be") {
    CHECK(sync_to_disk("/"));
    const auto absent = sync_to_disk("/absent/file");
    REQUIRE_FALSE(absent);
    CHECK(absent.error().cause == "/absent/file: No such file or directory");
}

TEST_CASE("a bare name lies in the folder one is in") {
    CHECK(folder_of("data") == ".");
    CHECK(folder_of("a/data") == "a");
}

class Visited {
public:
    Visit visit() {
        return [this](const std::filesystem::directory_entry& entry) -> Result<void> {
            names_.push_back(entry.path().filename().string());
            return {};
        };
    }
    std::vector<std::string> sorted() {
        std::ranges::sort(names_);
        return names_;
    }

private:
    std::vector<std::string> names_{};
};

TEST_CASE("a folder shows what it holds, and what the folders in it hold where asked") {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder.path() / "ab");
    for (const char* name : {"first", "ab/second"}) std::ofstream(folder.path() / name) << "x";
    Visited flat, deep;
    CHECK(each_entry(folder.path(), flat.visit()));
    CHECK(flat.sorted() == std::vector<std::string>{"ab", "first"});
    CHECK(each_entry_below(folder.path(), deep.visit()));
    CHECK(deep.sorted() == std::vector<std::string>{"ab", "first", "second"});
}

TEST_CASE("an absent folder holds nothing, and what is no folder is an error") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "file";
    std::ofstream(file) << "x";
    Visited nothing;
    CHECK(each_entry(folder.path() / "absent", nothing.visit()));
    CHECK(each_entry_below(folder.path() / "absent", nothing.visit()));
    CHECK(nothing.sorted().empty());
    const auto refused = each_entry_below(file, nothing.visit());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().cause == "at " + file.string() + ": Not a directory");
}

TEST_CASE("a walk ends with the first error") {
    const TemporaryFolder folder;
    for (const char* name : {"a", "b", "c"}) std::ofstream(folder.path() / name) << "x";
    int visits = 0;
    const auto ended = each_entry(folder.path(), [&](const auto&) -> Result<void> {
        if (++visits == 2) return internal_error("enough");
        return {};
    });
    REQUIRE_FALSE(ended);
    CHECK(ended.error().cause == "enough");
    CHECK(visits == 2);
}

}  // namespace
}  // namespace pilotlight
