#include "http/server/body.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "base/temporary_folder.hpp"
#include "http/form.hpp"

namespace pilotlight::http {
namespace {

std::string part(const std::string& disposition, const std::string& data) {
    return "--b\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + data + "\r\n";
}

/// "ok" or the code of the failure, of a body given in pieces of `piece_bytes`.
std::string give(Body& body, std::string_view bytes, std::size_t piece_bytes) {
    while (!bytes.empty()) {
        const auto piece = bytes.substr(0, piece_bytes);
        if (const auto added = body.add(piece); !added) {
            return std::string(name_of(added.error().code));
        }
        bytes.remove_prefix(piece.size());
    }
    const auto finished = body.finish();
    return finished ? "ok" : std::string(name_of(finished.error().code));
}

constexpr BodyPlan uploads{
    .bytes_max = 100, .multipart = true, .files_max = 2, .file_bytes_max = 100'000};

std::string upload(Request& request, const TemporaryFolder& folder, const std::string& bytes) {
    request.headers = {{"Content-Type", "multipart/form-data; boundary=b"}};
    Body body(uploads, folder.path(), request);
    if (const auto begun = body.begin(std::nullopt); !begun) {
        return std::string(name_of(begun.error().code));
    }
    return give(body, bytes, 1'000);
}

TEST_CASE("bodies in memory are bounded by the plan") {
    const std::filesystem::path nowhere;
    Request request;
    Body body({.bytes_max = 5}, nowhere, request);
    CHECK_FALSE(body.begin(6));
    REQUIRE(body.begin(std::nullopt));
    CHECK(give(body, "12345", 2) == "ok");
    CHECK(request.body == "12345");
    CHECK(give(body, "6", 1) == "body_too_large");
}

TEST_CASE("multipart where none is planned is refused") {
    const std::filesystem::path nowhere;
    Request request;
    request.headers = {{"content-type", "Multipart/Form-Data; boundary=b"}};
    Body body({.bytes_max = 5}, nowhere, request);
    const auto begun = body.begin(1);
    REQUIRE_FALSE(begun);
    CHECK(begun.error().code == Code::unsupported_media_type);
}

TEST_CASE("multipart without a boundary is refused") {
    const std::filesystem::path nowhere;
    Request request;
    request.headers = {{"content-type", "multipart/form-data"}};
    Body body(uploads, nowhere, request);
    CHECK(body.begin(1).error().code == Code::malformed_body);
}

TEST_CASE("uploads: fields and files, hashed, private, gone with the request") {
    const TemporaryFolder folder;
    {
        Request request;
        const std::string photo(90'000, 'x');
        CHECK(upload(request,
                     folder,
                     part("name=details", "I smell gas") +
                         part("name=photo; filename=\"../leak.jpg\"", photo) +
                         part("name=nothing; filename=\"\"", "") + "--b--\r\n") == "ok");
        CHECK(request.form == Pairs{{"details", "I smell gas"}});
        CHECK(request.body.empty());
        REQUIRE(request.files.size() == 1);
        const auto& file = *request.files[0];
        CHECK(file.field == "photo");
        CHECK(file.filename == "leak.jpg");
        CHECK(file.size_bytes == photo.size());
        CHECK(file.sha256 == "46ad476f7a3f3a57c07a061adf5f91bfa94c14595dce61b67b4bada43631b591");
        std::ifstream in(file.path(), std::ios::binary);
        CHECK(std::string(std::istreambuf_iterator<char>(in), {}) == photo);
        struct stat facts {};
        REQUIRE(::stat(file.path().c_str(), &facts) == 0);
        CHECK((facts.st_mode & 0777) == 0600);
    }
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("uploads: every limit of the plan") {
    const TemporaryFolder folder;
    const auto file = [](std::size_t bytes) {
        return part("name=f; filename=f", std::string(bytes, 'x'));
    };
    const std::string end = "--b--";
    const std::pair<std::string, std::string> rows[] = {
        {file(100'000) + end, "ok"},
        {file(100'001) + end, "body_too_large"},
        {file(1) + file(1) + end, "ok"},
        {file(1) + file(1) + file(1) + end, "body_too_large"},
        {part("name=a", std::string(99, 'x')) + end, "ok"},
        {part("name=a", std::string(60, 'x')) + part("name=b", std::string(60, 'x')) + end,
         "body_too_large"},
        {file(1), "malformed_body"},
        {"nonsense", "malformed_body"},
    };
    for (const auto& row : rows) {
        const auto& [bytes, expected] = row;
        CAPTURE(row.first.size());
        Request request;
        CHECK(upload(request, folder, bytes) == expected);
    }
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("uploads: a length that cannot fit is refused before it comes") {
    const TemporaryFolder folder;
    Request request;
    request.headers = {{"Content-Type", "multipart/form-data; boundary=b"}};
    Body body(uploads, folder.path(), request);
    CHECK(body.begin(1'000'000).error().code == Code::body_too_large);
}

TEST_CASE("uploads: a folder that is not there is our fault") {
    Request request;
    request.headers = {{"Content-Type", "multipart/form-data; boundary=b"}};
    const std::filesystem::path nowhere = "/nowhere";
    Body body(uploads, nowhere, request);
    REQUIRE(body.begin(std::nullopt));
    CHECK(give(body, part("name=f; filename=f", "x"), 1'000) == "internal");
}

}  // namespace
}  // namespace pilotlight::http
