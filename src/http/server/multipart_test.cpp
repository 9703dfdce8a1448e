#include "http/server/multipart.hpp"

#include <doctest/doctest.h>

#include "http/server/media_type.hpp"

namespace pilotlight::http {
namespace {

/// The events of input cut into the given pieces, with adjacent data joined: one line for each
/// part, "name|filename|type=data", and "!" for an error, "..." when the end is missing.
std::string transcript(const std::vector<std::string_view>& pieces, std::string_view boundary) {
    MultipartParser parser(boundary);
    std::string out;
    for (const auto piece : pieces) {
        // Copied, so that an event that outlives its chunk shows under the sanitizer.
        const std::string chunk(piece);
        std::vector<MultipartEvent> events;
        const auto fed = parser.feed(chunk, events);
        for (const auto& event : events) {
            if (event.kind == MultipartEvent::Kind::part_begin) {
                out += event.part.name + "|" + event.part.filename.value_or("-") + "|" +
                       event.part.media_type + "=";
            } else if (event.kind == MultipartEvent::Kind::data) {
                out += event.bytes;
            } else {
                out += "\n";
            }
        }
        if (!fed) return out + "!" + std::string(name_of(fed.error().code));
    }
    return parser.complete() ? out : out + "...";
}

const std::string usual =
    "--bo\r\nContent-Disposition: form-data; name=\"details\"\r\n\r\nI smell gas\r\n"
    "--bo  \r\ncontent-type: image/png\r\n"
    "Content-Disposition: form-data; name=f; filename=\"a b.png\"\r\n\r\n"
    "\r\n--b\r\r\n--\r\n-\x01\xff\r\n\r\n"
    "--bo\r\nContent-Disposition: form-data; name=empty\r\n\r\n\r\n"
    "--bo\r\nContent-Disposition: form-data; name=bare\r\n\r\n--bo--\r\nepilogue --bo\r\n";
const std::string usual_transcript =
    "details|-|=I smell gas\n"
    "f|a b.png|image/png=\r\n--b\r\r\n--\r\n-\x01\xff\r\n\n"
    "empty|-|=\n"
    "bare|-|=\n";

TEST_CASE("multipart: parts, data that looks like a boundary, empty parts, padding, epilogue") {
    CHECK(transcript({usual}, "bo") == usual_transcript);
}

TEST_CASE("multipart: the same wherever the input is cut in two") {
    for (std::size_t cut = 0; cut <= usual.size(); ++cut) {
        CAPTURE(cut);
        const std::string_view all = usual;
        CHECK(transcript({all.substr(0, cut), all.substr(cut)}, "bo") == usual_transcript);
    }
}

TEST_CASE("multipart: the same byte by byte") {
    std::vector<std::string_view> bytes;
    for (std::size_t i = 0; i < usual.size(); ++i) {
        bytes.push_back(std::string_view(usual).substr(i, 1));
    }
    CHECK(transcript(bytes, "bo") == usual_transcript);
}

TEST_CASE("multipart: a preamble is skipped, even one that begins like the boundary") {
    const std::string part = "Content-Disposition: form-data; name=a\r\n\r\n1\r\n--b--";
    for (const std::string preamble : {"", "text\r\n", "-\r\n", "--\r\n", "\r\n", "\r\r\n"}) {
        CAPTURE(preamble);
        CHECK(transcript({preamble + "--b\r\n" + part}, "b") == "a|-|=1\n");
    }
}

TEST_CASE("multipart: what is malformed is refused wherever it is cut") {
    const std::string part = "Content-Disposition: form-data; name=a\r\n\r\n";
    const std::pair<std::string, std::string> rows[] = {
        {"--b\r\nno colon\r\n\r\nx", "!malformed_body"},
        {"--b\r\n\r\nx", "!malformed_body"},
        {"--b\r\nContent-Type: text/plain\r\n\r\nx", "!malformed_body"},
        {"--b\r\nContent-Disposition: attachment; name=a\r\n\r\nx", "!malformed_body"},
        {"--b\r\nContent-Disposition: form-data\r\n\r\nx", "!malformed_body"},
        {"--bx\r\n" + part, "!malformed_body"},
        {"--b\r\n" + part + "1\r\n--bc\r\n", "a|-|=1\n!malformed_body"},
        {"--b" + std::string(200, ' ') + "\r\n", "!malformed_body"},
        {"--b\r\nX: " + std::string(part_head_bytes_max, 'x') + "\r\n\r\n", "!body_too_large"},
        {"--b\r\n" + part + "cut off", "a|-|=cut off..."},
        {"--b\r\n" + part + "1\r\n--b", "a|-|=1\n..."},
        {"no boundary at all", "..."},
        {"", "..."},
    };
    for (const auto& row : rows) {
        const auto& [input, expected] = row;
        CAPTURE(row.first.substr(0, 80));
        const std::string_view all = input;
        for (std::size_t cut = 0; cut <= all.size(); cut += 1 + all.size() / 500) {
            CHECK(transcript({all.substr(0, cut), all.substr(cut)}, "b") == expected);
        }
    }
}

TEST_CASE("multipart: the number of parts is bounded") {
    std::string input;
    for (std::size_t i = 0; i < parts_max; ++i) {
        input += "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n";
    }
    CHECK(transcript({input + "--b--"}, "b").ends_with("a|-|=\n"));
    CHECK(transcript({input + "--b\r\n"}, "b").ends_with("!body_too_large"));
}

TEST_CASE("boundaries: quoted or not, within RFC 2046") {
    const std::pair<std::string, std::optional<std::string>> rows[] = {
        {"multipart/form-data; boundary=abc", "abc"},
        {"multipart/form-data; charset=utf-8; BOUNDARY=\"a b:c\"", "a b:c"},
        {"multipart/form-data;boundary=----WebKitFormBoundary7MA4YWxk; x=y",
         "----WebKitFormBoundary7MA4YWxk"},
        {"multipart/form-data", std::nullopt},
        {"multipart/form-data; boundary=", std::nullopt},
        {"multipart/form-data; boundary=\"a \"", std::nullopt},
        {"multipart/form-data; boundary=a\r", std::nullopt},
        {"multipart/form-data; boundary=" + std::string(70, 'x'), std::string(70, 'x')},
        {"multipart/form-data; boundary=" + std::string(71, 'x'), std::nullopt},
    };
    for (const auto& row : rows) {
        const auto& [content_type, expected] = row;
        CAPTURE(row.first);
        CHECK(multipart_boundary(content_type) == expected);
    }
}

TEST_CASE("file names: the last segment, without what a file system or a log would trip over") {
    const std::pair<std::string, std::string> rows[] = {
        {"leak.jpg", "leak.jpg"},
        {"../../etc/passwd", "passwd"},
        {"C:\\photos\\leak.jpg", "leak.jpg"},
        {"a\r\nb.txt", "ab.txt"},
        {"..", ""},
        {".", ""},
        {"/", ""},
        {"ü.png", "ü.png"},
    };
    for (const auto& row : rows) {
        const auto& [sent, plain] = row;
        CAPTURE(row.first);
        CHECK(plain_filename(sent) == plain);
    }
    std::string long_name;
    for (int i = 0; i < 200; ++i) long_name += "ü";
    CHECK(plain_filename(long_name).size() == filename_bytes_max - 1);
}

TEST_CASE("file names: how clients write them") {
    const std::pair<std::string, std::optional<std::string>> rows[] = {
        {"form-data; name=f", std::nullopt},
        {"form-data; name=f; filename=\"\"", ""},
        {"form-data; name=f; filename=leak.jpg", "leak.jpg"},
        {"form-data; name=f; filename=\"a\\\"b.jpg\"", "a\"b.jpg"},
        {"form-data; name=f; filename=\"C:\\dir\\leak.jpg\"", "leak.jpg"},
        {"form-data; name=f; filename=\"a;b.jpg\"", "a;b.jpg"},
        {"form-data; name=f; filename=\"x\"; filename*=utf-8''K%C3%B6ln.jpg", "Köln.jpg"},
        {"form-data; name=f; filename*=UTF-8'de'K%C3%B6ln.jpg", "Köln.jpg"},
        {"form-data; name=f; filename=x; filename*=utf-8''%zz", "x"},
    };
    for (const auto& row : rows) {
        const auto& [disposition, expected] = row;
        CAPTURE(row.first);
        const auto part = parse_part_head("Content-Disposition: " + disposition + "\r\n");
        REQUIRE(part);
        CHECK(part->filename == expected);
    }
}

TEST_CASE("header parameters") {
    CHECK(essence(" text/html ; charset=x") == "text/html");
    CHECK(header_parameter("a; b; c=\"d;e\\\\f\" ; C2=g", "c") == "d;e\\f");
    CHECK(header_parameter("a; b; c=\"d\" ; C2=g", "c2") == "g");
    CHECK(header_parameter("a; b = c ", "b") == "c");
    CHECK(header_parameter("a; b=\"unclosed", "b") == "unclosed");
    CHECK_FALSE(header_parameter("a; b", "b"));
}

}  // namespace
}  // namespace pilotlight::http
