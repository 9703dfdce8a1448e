#include "http/server/outgoing.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

#include "http/server/compression.hpp"
#include "http/token.hpp"

namespace pilotlight::http {

namespace {

std::string_view value_of(const Response& response, std::string_view name) {
    for (const auto& header : response.headers) {
        if (equals_ignoring_case(header.name, name)) return header.value;
    }
    return {};
}

/// Headers that only this layer knows; an application's are left out.
bool is_ours(std::string_view name) {
    constexpr std::array<std::string_view, 6> ours{
        "content-length", "connection", "date", "keep-alive", "transfer-encoding", "x-request-id"};
    return std::any_of(ours.begin(), ours.end(), [&](std::string_view each) {
        return equals_ignoring_case(each, name);
    });
}

bool is_clean_value(std::string_view value) {
    return std::none_of(
        value.begin(), value.end(), [](char c) { return is_control(c) && c != '\t'; });
}

bool has_no_body(int status) {
    return status == 204 || status == 304;
}

void add_vary(Response& response) {
    for (auto& header : response.headers) {
        if (!equals_ignoring_case(header.name, "vary")) continue;
        bool said = false;
        for_each_item(header.value, [&](std::string_view item) {
            said = said || item == "*" || equals_ignoring_case(item, "accept-encoding");
        });
        if (!said) header.value += ", Accept-Encoding";
        return;
    }
    response.headers.push_back({"Vary", "Accept-Encoding"});
}

/// The ETag stays as it is: clients send it back in If-Match as the version of what they change,
/// and a weakened one would never match there (RFC 9110 §13.1.1).
void compress_body(const RequestHead& head, Response& response, std::string& spare) {
    auto* text = std::get_if<std::string>(&response.body);
    if (text == nullptr || !response.compressible || text->size() < compressed_bytes_min) return;
    if (!value_of(response, "content-encoding").empty()) return;
    if (!is_compressible(value_of(response, "content-type"))) return;
    add_vary(response);
    const auto encoding = choose_encoding(head.header("accept-encoding"));
    if (encoding == Encoding::identity || !compress(encoding, *text, spare)) return;
    text->swap(spare);
    response.headers.push_back({"Content-Encoding", std::string(name_of(encoding))});
}

std::string content_range(const ByteRange& range, std::uint64_t size_bytes) {
    return "bytes " + std::to_string(range.first) + "-" +
           std::to_string(range.first + range.length - 1) + "/" + std::to_string(size_bytes);
}

int select_file(const RequestHead& head, Response& response, Outgoing& out) {
    auto& file = std::get<FileBody>(response.body);
    out.range = {0, file.size_bytes};
    if (response.status != 200) return response.status;
    response.set("Accept-Ranges", "bytes");
    if (head.method != Method::get) return 200;
    const auto answer =
        select_range(head.header("range"), head.header("if-range"), file.etag, file.size_bytes);
    out.range = answer.range;
    if (answer.status == 206) {
        response.set("Content-Range", content_range(answer.range, file.size_bytes));
    } else if (answer.status == 416) {
        response.set("Content-Range", "bytes */" + std::to_string(file.size_bytes));
    }
    return answer.status;
}

bool is_not_modified(const RequestHead& head, const Response& response) {
    if (response.status != 200) return false;
    if (head.method != Method::get && head.method != Method::head) return false;
    const auto etag = value_of(response, "etag");
    const auto list = head.header("if-none-match");
    return !etag.empty() && !list.empty() && etag_matches(list, etag);
}

void append_number(std::string& out, std::uint64_t number) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

std::string_view reason_of(int status) {
    struct Reason {
        int status;
        std::string_view text;
    };
    static constexpr std::array<Reason, 38> reasons{{
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {204, "No Content"},
        {206, "Partial Content"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {303, "See Other"},
        {304, "Not Modified"},
        {307, "Temporary Redirect"},
        {308, "Permanent Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {410, "Gone"},
        {411, "Length Required"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {415, "Unsupported Media Type"},
        {416, "Range Not Satisfiable"},
        {417, "Expectation Failed"},
        {422, "Unprocessable Content"},
        {428, "Precondition Required"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
        {505, "HTTP Version Not Supported"},
        {507, "Insufficient Storage"},
    }};
    const auto found = std::find_if(
        reasons.begin(), reasons.end(), [&](const Reason& each) { return each.status == status; });
    return found == reasons.end() ? std::string_view{} : found->text;
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

void write_head(const AnswerContext& context,
                const Response& response,
                std::optional<std::uint64_t> length,
                std::string& out) {
    out.assign("HTTP/1.1 ");
    append_number(out, static_cast<std::uint64_t>(response.status));
    out.append(" ").append(reason_of(response.status)).append("\r\n");
    for (const auto& header : response.headers) {
        if (!is_ours(header.name)) append_header(out, header.name, header.value);
    }
    append_header(out, "Date", context.date);
    if (!context.id.empty()) append_header(out, "X-Request-Id", context.id);
    if (!context.keep_alive) {
        append_header(out, "Connection", "close");
    } else if (context.http_1_0) {
        append_header(out, "Connection", "keep-alive");
    }
    if (length) {
        out.append("Content-Length: ");
        append_number(out, *length);
        out.append("\r\n");
    }
    out.append("\r\n");
}

}  // namespace

bool has_clean_headers(const Response& response) {
    return std::all_of(response.headers.begin(), response.headers.end(), [](const Header& header) {
        return is_token(header.name) && is_clean_value(header.value);
    });
}

int negotiate(const RequestHead& head, Response& response, Outgoing& out) {
    if (const auto* file = std::get_if<FileBody>(&response.body); file && !file->etag.empty()) {
        response.set("ETag", file->etag);
    }
    if (is_not_modified(head, response)) {
        std::erase_if(response.headers, [](const Header& header) {
            return equals_ignoring_case(header.name, "content-type") ||
                   equals_ignoring_case(header.name, "content-encoding");
        });
        response.body = std::string{};
        return 304;
    }
    if (std::holds_alternative<FileBody>(response.body)) return select_file(head, response, out);
    if (!has_no_body(response.status)) compress_body(head, response, out.text);
    return response.status;
}

void compose(const AnswerContext& context, Response& response, Outgoing& out) {
    out.status = response.status;
    out.bytes = {};
    out.file.clear();
    out.stream = {};
    if (auto* text = std::get_if<std::string>(&response.body)) {
        out.text.swap(*text);
        out.bytes = out.text;
    } else if (const auto* fixed = std::get_if<StaticBody>(&response.body)) {
        out.bytes = fixed->bytes;
    } else if (auto* stream = std::get_if<StreamBody>(&response.body)) {
        out.stream = std::move(*stream);
    } else {
        out.file = std::get<FileBody>(response.body).path;
    }
    std::optional<std::uint64_t> length(out.body_bytes());
    if (has_no_body(response.status) || out.stream.source) length.reset();
    write_head(context, response, length, out.head);
    const bool head_only = context.head != nullptr && context.head->method == Method::head;
    if (!length || head_only) {
        out.bytes = {};
        out.file.clear();
    }
    if (head_only) out.stream = {};
}

std::string http_date(std::int64_t unix_seconds) {
    const auto seconds = static_cast<std::time_t>(unix_seconds);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    // The program never sets a locale, so the names are English.
    const auto length =
        std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {text.data(), length};
}

}  // namespace pilotlight::http
