#include "http/server/outgoing.hpp"

#include <doctest/doctest.h>

namespace pilotlight::http {
namespace {

Response json(std::string text) {
    Response response;
    response.set("Content-Type", "application/json");
    response.body = std::move(text);
    return response;
}

std::string value_of(const Response& response, std::string_view name) {
    for (const auto& header : response.headers) {
        if (header.name == name) return header.value;
    }
    return "(absent)";
}

std::string wire(const AnswerContext& context, Response response) {
    Outgoing out;
    compose(context, response, out);
    return out.head + std::string(out.bytes);
}

TEST_CASE("an answer on the wire") {
    RequestHead head;
    const AnswerContext context{.head = &head, .id = "r1", .date = "DATE"};
    CHECK(wire(context, json("{}")) ==
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: DATE\r\nX-Request-Id: r1\r\n"
          "Content-Length: 2\r\n\r\n{}");
}

TEST_CASE("HEAD tells the length and sends nothing; 204 and 304 have neither") {
    RequestHead head;
    head.method = Method::head;
    const AnswerContext context{.head = &head, .date = "D"};
    CHECK(wire(context, json("{}")).ends_with("Content-Length: 2\r\n\r\n"));
    for (const int status : {204, 304}) {
        auto response = json("not sent");
        response.status = status;
        const auto text = wire({.date = "D"}, std::move(response));
        CHECK(text.find("Content-Length") == std::string::npos);
        CHECK(text.ends_with("\r\n\r\n"));
    }
}

TEST_CASE("the connection's fate is said when it is not the usual one") {
    CHECK(wire({}, json("")).find("Connection") == std::string::npos);
    CHECK(wire({.keep_alive = false}, json("")).find("Connection: close\r\n") != std::string::npos);
    CHECK(wire({.http_1_0 = true}, json("")).find("Connection: keep-alive\r\n") !=
          std::string::npos);
}

TEST_CASE("headers that belong to this layer are not the application's") {
    auto response = json("{}");
    response.set("content-length", "99").set("Transfer-Encoding", "chunked").set("X-Own", "1");
    const auto text = wire({}, std::move(response));
    CHECK(text.find("99") == std::string::npos);
    CHECK(text.find("chunked") == std::string::npos);
    CHECK(text.find("X-Own: 1\r\n") != std::string::npos);
}

TEST_CASE("a header cannot carry another one") {
    const std::pair<Header, bool> rows[] = {
        {{"X-A", "plain \t é"}, true},
        {{"X-A", ""}, true},
        {{"X-A", "a\r\nSet-Cookie: b"}, false},
        {{"X-A", "a\nb"}, false},
        {{"X-A", std::string("a\0b", 3)}, false},
        {{"X-A", "a\x7f"}, false},
        {{"X A", "b"}, false},
        {{"X-A:", "b"}, false},
        {{"", "b"}, false},
    };
    for (const auto& row : rows) {
        const auto& [header, clean] = row;
        CAPTURE(row.first.value);
        Response response;
        response.headers.push_back(header);
        CHECK(has_clean_headers(response) == clean);
    }
}

TEST_CASE("large text is compressed and says what it depends on") {
    RequestHead head;
    head.headers = {{"Accept-Encoding", "gzip"}};
    const std::string large(2'000, 'a');
    Outgoing out;

    auto packed = json(large);
    packed.set("Vary", "Authorization");
    CHECK(negotiate(head, packed, out) == 200);
    CHECK(value_of(packed, "Content-Encoding") == "gzip");
    CHECK(value_of(packed, "Vary") == "Authorization, Accept-Encoding");

    auto small = json(std::string(1'399, 'a'));
    negotiate(head, small, out);
    CHECK(value_of(small, "Content-Encoding") == "(absent)");
    CHECK(value_of(small, "Vary") == "(absent)");

    auto own = json(large);
    own.set("Content-Encoding", "br");
    negotiate(head, own, out);
    CHECK(std::get<std::string>(own.body) == large);

    auto secret = json(large);
    secret.compressible = false;
    negotiate(head, secret, out);
    CHECK(std::get<std::string>(secret.body) == large);

    head.headers.clear();
    auto plain = json(large);
    negotiate(head, plain, out);
    CHECK(std::get<std::string>(plain.body) == large);
    CHECK(value_of(plain, "Vary") == "Accept-Encoding");
}

TEST_CASE("If-None-Match: nothing is sent again, of reads that went well") {
    RequestHead head;
    head.headers = {{"If-None-Match", "W/\"7\""}};
    Outgoing out;
    auto same = json("{}").set("ETag", "\"7\"");
    CHECK(negotiate(head, same, out) == 304);
    CHECK(value_of(same, "ETag") == "\"7\"");
    CHECK(value_of(same, "Content-Type") == "(absent)");
    auto other = json("{}").set("ETag", "\"8\"");
    CHECK(negotiate(head, other, out) == 200);
    auto untagged = json("{}");
    CHECK(negotiate(head, untagged, out) == 200);
    auto created = json("{}").set("ETag", "\"7\"");
    created.status = 201;
    CHECK(negotiate(head, created, out) == 201);
    head.method = Method::post;
    auto posted = json("{}").set("ETag", "\"7\"");
    CHECK(negotiate(head, posted, out) == 200);
}

Response file() {
    Response response;
    response.body = FileBody{.path = "f", .size_bytes = 10, .etag = "\"f\""};
    return response;
}

TEST_CASE("files: whole, in part, out of range") {
    RequestHead head;
    Outgoing out;
    auto whole = file();
    CHECK(negotiate(head, whole, out) == 200);
    CHECK(value_of(whole, "ETag") == "\"f\"");
    CHECK(value_of(whole, "Accept-Ranges") == "bytes");
    CHECK(out.range == ByteRange{0, 10});

    head.headers = {{"Range", "bytes=2-4"}};
    auto part = file();
    CHECK(negotiate(head, part, out) == 206);
    CHECK(value_of(part, "Content-Range") == "bytes 2-4/10");
    CHECK(out.range == ByteRange{2, 3});
    CHECK(wire({.head = &head}, part).find("Content-Length") != std::string::npos);

    head.headers = {{"Range", "bytes=10-"}};
    auto beyond = file();
    CHECK(negotiate(head, beyond, out) == 416);
    CHECK(value_of(beyond, "Content-Range") == "bytes */10");

    head.headers = {{"If-None-Match", "\"f\""}, {"Range", "bytes=2-4"}};
    auto known = file();
    CHECK(negotiate(head, known, out) == 304);

    head.headers = {{"Range", "bytes=2-4"}};
    head.method = Method::head;
    auto asked = file();
    CHECK(negotiate(head, asked, out) == 200);
}

class Silence final : public StreamSource {
public:
    bool pull(std::string&) override { return true; }
    bool beat(std::string&) override { return true; }
    void stalled() override {}
};

TEST_CASE("an answer without an end has no length and no body yet; HEAD has no stream") {
    RequestHead head;
    const auto answer = [&] {
        Response response{.body = StreamBody{std::make_shared<Silence>()}};
        Outgoing out;
        CHECK(negotiate(head, response, out) == 200);
        compose({.head = &head, .date = "D", .keep_alive = false}, response, out);
        CHECK(out.head == "HTTP/1.1 200 OK\r\nDate: D\r\nConnection: close\r\n\r\n");
        CHECK(out.body_bytes() == 0);
        return out.stream.source != nullptr;
    };
    head.headers = {{"Accept-Encoding", "gzip, br"}};
    CHECK(answer());
    head.method = Method::head;
    CHECK_FALSE(answer());
}

TEST_CASE("dates as RFC 9110 writes them") {
    CHECK(http_date(784'111'777) == "Sun, 06 Nov 1994 08:49:37 GMT");
}

}  // namespace
}  // namespace pilotlight::http
