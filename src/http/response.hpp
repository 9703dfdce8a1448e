#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "http/request.hpp"
#include "http/stream.hpp"

namespace pilotlight::http {

/// A file of ours to send; Range, If-Range and HEAD are the connection layer's business. `etag`
/// includes its quotes.
struct FileBody {
    std::filesystem::path path{};
    std::uint64_t size_bytes = 0;
    std::string etag{};
};

/// Bytes that live as long as the program (embedded assets).
struct StaticBody {
    std::string_view bytes{};
};

/// An answer. Header values are validated when written: one with control characters turns the
/// answer into a 500 and an error line in the log, never into another header. Content-Length, Date,
/// Connection, X-Request-Id and compression are the connection layer's.
struct Response {
    int status = 200;
    std::vector<Header> headers{};
    std::variant<std::string, StaticBody, FileBody, StreamBody> body{};
    bool compressible = true;  // false for what is compressed already or secret beside user input

    Response& set(std::string_view name, std::string_view value);
};

}  // namespace pilotlight::http
