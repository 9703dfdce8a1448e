#include "http/server/compression.hpp"

#include <doctest/doctest.h>
#include <zlib.h>

namespace pilotlight::http {
namespace {

TEST_CASE("Accept-Encoding") {
    const std::pair<std::string, Encoding> rows[] = {
        {"", Encoding::identity},
        {"gzip", Encoding::gzip},
        {"br", Encoding::brotli},
        {"gzip, deflate, br", Encoding::brotli},
        {"GZIP", Encoding::gzip},
        {"gzip;q=1.0, br;q=0.5", Encoding::gzip},
        {"gzip;q=0", Encoding::identity},
        {"br;q=0, gzip", Encoding::gzip},
        {"*", Encoding::brotli},
        {"*;q=0", Encoding::identity},
        {"br;q=0, *", Encoding::gzip},
        {"identity", Encoding::identity},
        {"gzip;q=nonsense", Encoding::identity},
        {"gzip ; q = 0.5", Encoding::gzip},
        {"deflate", Encoding::identity},
    };
    for (const auto& row : rows) {
        const auto& [accept, expected] = row;
        CAPTURE(row.first);
        CHECK(choose_encoding(accept) == expected);
    }
}

TEST_CASE("only text is compressed") {
    for (const auto* type : {"application/json", "TEXT/html; charset=utf-8", "image/svg+xml"}) {
        CHECK(is_compressible(type));
    }
    for (const auto* type : {"image/png", "application/octet-stream", "", "application/zip"}) {
        CHECK_FALSE(is_compressible(type));
    }
}

TEST_CASE("gzip comes back as it was, twice from one thread") {
    for (const std::size_t size : {std::size_t{5'000}, std::size_t{200'000}}) {
        std::string text;
        while (text.size() < size) text += "request " + std::to_string(text.size()) + ",";
        std::string packed;
        REQUIRE(compress(Encoding::gzip, text, packed));
        CHECK(packed.size() < text.size());
        std::string unpacked(text.size() + 1, '\0');
        z_stream stream{};
        REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
        stream.next_in = reinterpret_cast<Bytef*>(packed.data());
        stream.avail_in = static_cast<uInt>(packed.size());
        stream.next_out = reinterpret_cast<Bytef*>(unpacked.data());
        stream.avail_out = static_cast<uInt>(unpacked.size());
        CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
        inflateEnd(&stream);
        unpacked.resize(stream.total_out);
        CHECK(unpacked == text);
    }
}

TEST_CASE("what does not get smaller stays as it is") {
    std::string noise;
    unsigned state = 1;
    for (int i = 0; i < 4'000; ++i) {
        state = state * 1'664'525 + 1'013'904'223;
        noise += static_cast<char>(state >> 24);
    }
    std::string packed;
    CHECK_FALSE(compress(Encoding::gzip, noise, packed));
    CHECK_FALSE(compress(Encoding::brotli, noise, packed));
    CHECK_FALSE(compress(Encoding::identity, noise, packed));
}

}  // namespace
}  // namespace pilotlight::http
