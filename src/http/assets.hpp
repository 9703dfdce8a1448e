#pragma once
// Files embedded in the program: the API pages and their bundles. The table is generated at build
// time by tools/pack_assets.py from the list in cmake/assets.cmake.
#include <string_view>

namespace pilotlight::http {

// One embedded file; every view points into the program's read-only data and lives for ever.
struct Asset {
    std::string_view path{};        // as in the request target, without the query: "/swagger/"
    std::string_view media_type{};  // ready for Content-Type: "text/html; charset=utf-8"
    std::string_view identity{};    // the file's bytes
    std::string_view gzip{};        // the same, Content-Encoding: gzip; empty when not smaller
    std::string_view brotli{};      // the same, Content-Encoding: br; empty when not smaller
    // Weak, because one tag stands for all three encodings (RFC 9110 §8.8.1): W/"0123456789abcdef".
    std::string_view etag{};
};

// The file served at exactly "path", or nullptr. Any thread; allocates nothing.
const Asset* find_asset(std::string_view path);

}  // namespace pilotlight::http
