#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/response.hpp"
#include "http/server/conditional.hpp"

namespace pilotlight::http {

/// What the writer of an answer must know of its request and connection.
struct AnswerContext {
    const RequestHead* head = nullptr;  // null when none could be read
    std::string_view id{};              // X-Request-Id
    std::string_view date{};            // an IMF-fixdate, RFC 9110 §5.6.7
    bool keep_alive = true;
    bool http_1_0 = false;  // then keeping alive must be said
};

/// An answer as it goes over the wire. The strings keep their capacity from answer to answer.
struct Outgoing {
    int status = 0;
    std::string head{};            // status line to blank line
    std::string text{};            // owns a body made here or by the application
    std::string_view bytes{};      // the body to send from memory: of `text`, or static
    std::filesystem::path file{};  // the body to send from disk, when not empty
    ByteRange range{};             // of `file`
    StreamBody stream{};           // what follows the head without an end, when it has a source
    std::uint64_t body_bytes() const { return bytes.size() + (file.empty() ? 0 : range.length); }
};

/// True when every header name is a token and no value holds a control character but tab: what may
/// be written without letting a value become another header (CWE-113).
bool has_clean_headers(const Response& response);

/// Applies what the request's conditions and ranges make of a 200: 304 (If-None-Match against the
/// answer's ETag, any body), 206 or 416 (FileBody only; 416 sets Content-Range, the body is the
/// caller's to replace), and compression with its Vary. Returns the status to send and leaves
/// `out.range` set for files.
int negotiate(const RequestHead& head, Response& response, Outgoing& out);

/// Writes head and body of `response` (moved from) into `out`. HEAD requests, 204 and 304 get no
/// body. REQUIRES: has_clean_headers(response).
void compose(const AnswerContext& context, Response& response, Outgoing& out);

/// "Sun, 06 Nov 1994 08:49:37 GMT".
std::string http_date(std::int64_t unix_seconds);

}  // namespace pilotlight::http
