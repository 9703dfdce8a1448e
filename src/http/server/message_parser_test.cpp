#include "http/server/message_parser.hpp"

#include <doctest/doctest.h>

namespace pilotlight::http {
namespace {

constexpr std::size_t target_bytes_max = 64;
constexpr std::size_t head_bytes_max = 512;

/// What reading `input`, cut into pieces, comes to: "method target body|rest", the status of a
/// refusal, or "more". Bytes that were not taken are offered again, as the session does.
std::string read(const std::vector<std::string_view>& pieces) {
    const ServerOptions options{
        .head_bytes_max = head_bytes_max, .headers_max = 5, .target_bytes_max = target_bytes_max};
    Request request;
    std::optional<Body> body;
    MessageParser parser(options, request);
    std::string buffer;
    const auto result = [&] {
        return std::string(parser.method()) + " " + std::string(parser.target()) + " " +
               request.body + "|" + buffer;
    };
    for (const auto piece : pieces) {
        buffer += piece;
        bool progress = true;
        while (progress && !buffer.empty()) {
            std::size_t used = 0;
            const auto step = parser.feed(buffer, used);
            buffer.erase(0, used);
            progress = step == MessageParser::Step::head_done;
            if (step == MessageParser::Step::refused) {
                return std::to_string(parser.refusal().status);
            }
            if (step == MessageParser::Step::message_done) return result();
            if (step != MessageParser::Step::head_done) continue;
            if (parser.folded()) return "folded";
            if (!parser.has_body()) return result();
            body.emplace(BodyPlan{.bytes_max = 100}, options.spool_folder, request);
            if (!body->begin(parser.content_length())) return "413";
            parser.receive(*body);
        }
    }
    return "more";
}

struct Row {
    std::string input;
    std::string expected;
};

const std::string post = "POST /p HTTP/1.1\r\nHost: x\r\n";
const std::string chunked = post + "Transfer-Encoding: chunked\r\n\r\n";

const std::string longest_method(target_bytes_max + 20, 'A');

const Row rows[] = {
    {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET / |"},
    {"GET / HTTP/1.0\r\n\r\n", "GET / |"},
    {"GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\n", "GET /a |GET /b HTTP/1.1\r\n"},
    {post + "Content-Length: 5\r\n\r\nhelloGET", "POST /p hello|GET"},
    {post + "Content-Length: 0\r\n\r\nGET", "POST /p |GET"},
    {chunked + "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\nGET", "POST /p hello world|GET"},
    {chunked + "1\r\na\r\n0\r\nTrailer: x\r\n\r\n", "POST /p a|"},
    {chunked + "5\r\nhel", "more"},
    {post + "Content-Length: 5\r\n\r\nhel", "more"},
    {"GET / HTTP/1.1\r\nHost: x\r\n", "more"},
    {"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", "folded"},
    {"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n\tc\r\n\r\n", "folded"},
    {"GET / HTTP/1.1\r\n Host: x\r\n\r\n", "400"},
    {chunked + "zz\r\n", "400"},
    {chunked + "fffffffffffffffff\r\n", "400"},
    {chunked + "5\r\nhelloXX\r\n", "400"},
    {chunked + "-1\r\n\r\n", "400"},
    {chunked + "0\r\xe6\n", "400"},
    {chunked + "0\r\r\n", "400"},
    {post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", "400"},
    {post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", "400"},
    {post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", "400"},
    {post + "Content-Length: 5a\r\n\r\n", "400"},
    {post + "Content-Length: +5\r\n\r\n", "400"},
    {post + "Content-Length: 99999999999999999999\r\n\r\n", "400"},
    {post + "Content-Length : 5\r\n\r\n", "400"},
    {post + "no colon\r\n\r\n", "400"},
    {post + "A: b" + std::string(1, '\0') + "c\r\n\r\n", "400"},
    {post + "A: b\x01\r\n\r\n", "400"},
    {post + "A: b\rc\r\n\r\n", "400"},
    {post + "\r A: b\r\n\r\n", "400"},
    {"GET / HTTP/1.1\nHost: x\n\n\r\n\r\n", "400"},
    {"GET  / HTTP/1.1\r\n\r\n", "400"},
    {"GET / HTTP/1.1 \r\n\r\n", "400"},
    {"GET / HTTP/x\r\n\r\n\r\n\r\n", "400"},
    {"GET / HT\r\n\r\n", "400"},
    {"GET / HTTP/1.1\n", "400"},
    {"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
    {"GET /  HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
    {"GET / HTTP/1.1\rHost: x\r\n\r\n", "400"},
    {"GET / HTTP/9.9X\r\n\r\n", "400"},
    {"GET /healthz\r\n", "400"},
    {"AAAAAAAAAA\n", "400"},
    {"GET / HTTP/1.2\r\nHost: x\r\n", "505"},
    {"GET / HTTP/2.0\r\n\r\n", "505"},
    {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505"},
    {"GET /" + std::string(target_bytes_max, 'a') + " HTTP/1.1\r\n\r\n", "414"},
    {"GET /" + std::string(target_bytes_max + 64, 'a'), "414"},
    {"GET /" + std::string(2 * head_bytes_max, 'a') + " HTTP/1.1\r\n\r\n", "414"},
    {std::string(2 * head_bytes_max, 'a'), "414"},
    {std::string(target_bytes_max + 64, 'A') + " / HTTP/1.1\r\n\r\n", "414"},
    {longest_method + " / HTTP/1.1\r\n\r\n", longest_method + " / |"},
    {longest_method + "A / HTTP/1.1\r\n", "414"},
    {"GET / HTTP/1.1\r\nA: " + std::string(head_bytes_max, 'a') + "\r\n\r\n", "431"},
    {"GET / HTTP/1.1\r\nA: " + std::string(head_bytes_max - 23, 'a') + "\r\n\r\n", "GET / |"},
    {"GET / HTTP/1.1\r\nA: " + std::string(head_bytes_max - 22, 'a') + "\r\n\r\n", "431"},
    {"GET / HTTP/1.1\r\nA: 1\r\nA: 2\r\nA: 3\r\nA: 4\r\nA: 5\r\nA: 6\r\n\r\n", "431"},
    {chunked + "1\r\na\r\n0\r\nA: 1\r\nA: 2\r\nA: 3\r\nA: 4\r\n\r\n", "431"},
    {chunked + "1;a=" + std::string(chunk_head_bytes_max, 'x') + "\r\na", "400"},
    {chunked + "1;" + std::string(chunk_head_bytes_max + head_bytes_max, 'x'), "400"},
    {chunked + "0\r\nA: " + std::string(head_bytes_max, 'x') + "\r\n\r\n", "431"},
    {chunked + "0\r\nA: " + std::string(chunk_head_bytes_max + head_bytes_max, 'x'), "431"},
    {post + "Content-Length: 101\r\n\r\n", "413"},
    {chunked + "65\r\n" + std::string(101, 'a') + "\r\n0\r\n\r\n", "413"},
};

TEST_CASE("messages: what a request comes to, at once and wherever it is cut in two") {
    for (const auto& row : rows) {
        CAPTURE(row.input.substr(0, 120));
        const std::string_view all = row.input;
        CHECK(read({all}) == row.expected);
        const auto rest =
            row.expected.substr(std::min(row.expected.find('|'), row.expected.size()));
        for (std::size_t cut = 1; cut < all.size(); cut += 1 + all.size() / 300) {
            CAPTURE(cut);
            auto got = read({all.substr(0, cut), all.substr(cut)});
            // What follows the request may not have come yet.
            if (rest.size() > 1) got = got.substr(0, got.find('|')) + rest;
            CHECK(got == row.expected);
        }
    }
}

TEST_CASE("messages: a chunked body byte by byte") {
    const std::string all = chunked + "3\r\na0\n\r\n0\r\n\r\n";
    const std::string empty = chunked + "0\r\n\r\n";
    for (const std::string_view text : {std::string_view(all), std::string_view(empty)}) {
        std::vector<std::string_view> bytes;
        for (std::size_t i = 0; i < text.size(); ++i) bytes.push_back(text.substr(i, 1));
        CHECK(read(bytes) == (text == all ? "POST /p a0\n|" : "POST /p |"));
    }
}

TEST_CASE("messages: a head that never ends is cut however slowly it comes") {
    std::vector<std::string_view> pieces{"GET / HTTP/1.1\r\n"};
    for (std::size_t i = 0; i < head_bytes_max; ++i) pieces.emplace_back("a");
    CHECK(read(pieces) == "431");
}

TEST_CASE("messages: headers keep their text") {
    const ServerOptions options{};
    RequestHead head;
    MessageParser parser(options, head);
    std::size_t used = 0;
    parser.feed("GET /a?b HTTP/1.1\r\nHost:  x \r\nX-Empty:\r\nConnection: close\r\n\r\n", used);
    REQUIRE(head.headers.size() == 3);
    CHECK(head.headers[0].name == "Host");
    CHECK(head.headers[0].value == "x");
    CHECK(head.headers[1].value.empty());
    CHECK_FALSE(parser.keep_alive());
    CHECK(head.method_text == "GET");
}

}  // namespace
}  // namespace pilotlight::http
