#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pilotlight::http {

/// Smaller bodies fit into one packet anyway.
inline constexpr std::size_t compressed_bytes_min = 1'400;

enum class Encoding : std::uint8_t { identity, gzip, brotli };
/// "", "gzip", "br": the Content-Encoding.
std::string_view name_of(Encoding encoding);

/// The best of ours that an Accept-Encoding (RFC 9110 §12.5.3) takes: the highest q, brotli before
/// gzip when equal, identity when neither is taken.
Encoding choose_encoding(std::string_view accept_encoding);

/// Text, JSON, XML, scripts; not images, archives or what is compressed already.
bool is_compressible(std::string_view content_type);

/// Brotli quality 4 or gzip level 5: fast enough for the IO thread (about 10 ms/MB). False, and
/// `out` undefined, when the library failed or the result is not smaller. Any thread.
bool compress(Encoding encoding, std::string_view text, std::string& out);

}  // namespace pilotlight::http
