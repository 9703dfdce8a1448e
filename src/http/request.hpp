#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/field.hpp"

namespace pilotlight::http {

/// Their names are told apart by case too (RFC 9110 §9.1).
enum class Method : std::uint8_t { get, head, post, put, patch, del, options };
}  // namespace pilotlight::http

namespace pilotlight {
template <>
inline constexpr auto names<http::Method> =
    std::array<std::string_view, 7>{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
}

namespace pilotlight::http {

struct Header {
    std::string name{};
    std::string value{};
};

/// What is known before the body is read. Checked by the connection layer: one Host, no folded
/// headers, no control characters, path percent-decoded exactly once and without NUL or "..".
struct RequestHead {
    Method method = Method::get;
    std::string method_text{};                                 // as sent, for messages
    std::string path{};                                        // "/api/v1/requests/7/"
    std::vector<std::pair<std::string, std::string>> query{};  // decoded, in order
    std::vector<Header> headers{};
    std::string remote_address{};  // of the peer, or of X-Forwarded-For behind a trusted proxy
    std::string host{};
    bool secure = false;  // TLS here, or X-Forwarded-Proto of a trusted proxy
    std::string id{};     // echoed as X-Request-Id: the client's (if plain and short) or ours

    /// The first header of that name (any case), or "".
    std::string_view header(std::string_view name) const;
    /// The last value of a query parameter, or nullptr.
    const std::string* parameter(std::string_view name) const;
    /// A cookie's value, or "".
    std::string_view cookie(std::string_view name) const;
};

/// A file part, spooled to disk while it arrived. The temporary file goes with the last owner
/// unless keep() moved it away.
class UploadedFile {
public:
    explicit UploadedFile(std::filesystem::path path) : path_(std::move(path)) {}
    ~UploadedFile();
    UploadedFile(const UploadedFile&) = delete;
    UploadedFile& operator=(const UploadedFile&) = delete;

    std::string field{};  // the part's name
    std::string
        filename{};  // last path segment of what the client sent, control characters removed
    std::string media_type{};  // as declared; not to be believed
    std::uint64_t size_bytes = 0;
    std::string sha256{};  // 64 lower-case hex digits
    const std::filesystem::path& path() const { return path_; }
    /// Gives the file away: the destructor no longer removes it.
    std::filesystem::path keep();

private:
    std::filesystem::path path_;
};

struct Request : RequestHead {
    std::string body{};                                       // as sent; empty for multipart
    std::vector<std::pair<std::string, std::string>> form{};  // text parts of multipart, in order
    std::vector<std::shared_ptr<UploadedFile>> files{};       // file parts, in order
};

}  // namespace pilotlight::http
