#include "http/server/compression.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "http/server/media_type.hpp"
#include "http/token.hpp"

namespace pilotlight::http {

namespace {

constexpr int gzip_level = 5;
constexpr int brotli_quality = 4;
constexpr int gzip_window_bits = 15 + 16;  // 16: a gzip header instead of zlib's
constexpr int gzip_memory_level = 8;

/// q of an item such as "br;q=0.5" in thousandths; 1000 when absent, 0 when unreadable.
int quality_of(std::string_view item) {
    const auto text = header_parameter(item, "q");
    if (!text) return 1000;
    double quality = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), quality);
    if (error != std::errc{} || end != text->data() + text->size()) return 0;
    return static_cast<int>(std::clamp(quality, 0.0, 1.0) * 1000);
}

/// A compressor of the thread, so that its 256 kB are allocated once.
struct GzipStream {
    z_stream stream{};
    bool ready = false;

    GzipStream() {
        ready = deflateInit2(&stream,
                             gzip_level,
                             Z_DEFLATED,
                             gzip_window_bits,
                             gzip_memory_level,
                             Z_DEFAULT_STRATEGY) == Z_OK;
    }
    ~GzipStream() {
        if (ready) deflateEnd(&stream);
    }
    GzipStream(const GzipStream&) = delete;
    GzipStream& operator=(const GzipStream&) = delete;
};

bool gzip(std::string_view text, std::string& out) {
    thread_local GzipStream gzip;
    auto& stream = gzip.stream;
    if (!gzip.ready || deflateReset(&stream) != Z_OK) return false;
    out.resize(text.size());
    // zlib's interface predates const; it only reads.
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END) return false;
    out.resize(stream.total_out);
    return true;
}

bool brotli(std::string_view text, std::string& out) {
    out.resize(text.size());
    auto size = out.size();
    const auto* in = reinterpret_cast<const std::uint8_t*>(text.data());
    if (BrotliEncoderCompress(brotli_quality,
                              BROTLI_DEFAULT_WINDOW,
                              BROTLI_MODE_TEXT,
                              text.size(),
                              in,
                              &size,
                              reinterpret_cast<std::uint8_t*>(out.data())) != BROTLI_TRUE) {
        return false;
    }
    out.resize(size);
    return true;
}

}  // namespace

std::string_view name_of(Encoding encoding) {
    switch (encoding) {
        case Encoding::gzip:
            return "gzip";
        case Encoding::brotli:
            return "br";
        case Encoding::identity:
            break;
    }
    return "";
}

Encoding choose_encoding(std::string_view accept_encoding) {
    int any = 0;
    int br = -1;
    int gz = -1;
    for_each_item(accept_encoding, [&](std::string_view item) {
        const auto name = essence(item);
        const auto quality = quality_of(item);
        if (equals_ignoring_case(name, "br")) br = quality;
        if (equals_ignoring_case(name, "gzip") || equals_ignoring_case(name, "x-gzip"))
            gz = quality;
        if (name == "*") any = quality;
    });
    if (br < 0) br = any;
    if (gz < 0) gz = any;
    if (br > 0 && br >= gz) return Encoding::brotli;
    return gz > 0 ? Encoding::gzip : Encoding::identity;
}

bool is_compressible(std::string_view content_type) {
    const auto type = essence(content_type);
    if (equals_ignoring_case(type.substr(0, 5), "text/")) return true;
    constexpr std::array<std::string_view, 6> types{"application/json",
                                                    "application/problem+json",
                                                    "application/javascript",
                                                    "application/xml",
                                                    "application/openapi+json",
                                                    "image/svg+xml"};
    return std::any_of(types.begin(), types.end(), [&](std::string_view each) {
        return equals_ignoring_case(each, type);
    });
}

bool compress(Encoding encoding, std::string_view text, std::string& out) {
    switch (encoding) {
        case Encoding::gzip:
            return gzip(text, out);
        case Encoding::brotli:
            return brotli(text, out);
        case Encoding::identity:
            break;
    }
    return false;
}

}  // namespace pilotlight::http
