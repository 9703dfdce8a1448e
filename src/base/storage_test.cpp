#include "base/storage.hpp"

#include <doctest/doctest.h>

#include <cerrno>

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

}  // namespace
}  // namespace pilotlight
