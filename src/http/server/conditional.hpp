#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace pilotlight::http {

/// If-None-Match (RFC 9110 §13.1.2): true when `list` is "*" or holds `etag`, compared weakly.
bool etag_matches(std::string_view list, std::string_view etag);

/// Bytes first..first+length-1 of something.
struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t length = 0;
    bool operator==(const ByteRange&) const = default;
};

struct RangeAnswer {
    int status = 200;   // 200 whole, 206 `range` of it, 416
    ByteRange range{};  // what is sent; nothing for 416
    bool operator==(const RangeAnswer&) const = default;
};

/// What a Range header (RFC 9110 §14.2) asks of `size_bytes` bytes. One range only: several, other
/// units and bad syntax are ignored, as the RFC allows, and get the whole. If-Range must be the
/// strong `etag`, else the whole is sent; dates are not compared.
RangeAnswer select_range(std::string_view range,
                         std::string_view if_range,
                         std::string_view etag,
                         std::uint64_t size_bytes);

}  // namespace pilotlight::http
