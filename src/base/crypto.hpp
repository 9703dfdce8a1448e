#pragma once
// Randomness, digests and comparisons; all callable from any thread.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace pilotlight {

/// Makes the library ready; safe to call often. Everything below does so itself at first use.
/// Ends the program when the system has no randomness to give.
void start_crypto();

/// Bytes from the system's generator; never fails.
void random_bytes(std::span<unsigned char> out);
/// 2 × `bytes` lower-case hex digits: random_hex(16) is a jti or a request id.
std::string random_hex(std::size_t bytes);
/// Uniform in [0, bound); bound > 0.
std::uint32_t random_below(std::uint32_t bound);

/// `length` characters, each uniform among those of `alphabet` (not empty).
std::string random_text(std::size_t length, std::string_view alphabet);

using Digest = std::array<unsigned char, 32>;

Digest sha256(std::string_view bytes);
std::string sha256_hex(std::string_view bytes);

/// What the store keeps of a token or key of full entropy instead of itself: SHA-256, hex. (Not for
/// passwords: password.hpp.)
std::string token_digest(std::string_view token);

/// SHA-256 of bytes that come in pieces. One thread at a time.
class Sha256Stream {
public:
    Sha256Stream();
    ~Sha256Stream();
    Sha256Stream(Sha256Stream&&) noexcept;
    Sha256Stream& operator=(Sha256Stream&&) noexcept;

    void update(std::string_view bytes);
    /// The digest in hex; afterwards the stream starts anew.
    std::string finish_hex();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Time depends on the lengths only, not on the content.
bool equal_constant_time(std::string_view a, std::string_view b);
bool equal_constant_time(std::span<const unsigned char> a, std::span<const unsigned char> b);

/// HMAC-SHA256 (RFC 2104) under one key, whose set-up is paid once. Copyable; const use from any
/// thread.
class HmacSha256 {
public:
    explicit HmacSha256(std::string_view key);
    Digest operator()(std::string_view message) const;

private:
    struct State;
    std::shared_ptr<const State> state_;
};

/// SipHash-2-4 (Aumasson and Bernstein) with 128 bits of result. Without the key nobody can foresee
/// a result or find a text that has a given one; for texts, it costs a fraction of HmacSha256.
/// Const use from any thread.
class SipHash {
public:
    using Key = std::array<unsigned char, 16>;
    using Result = std::array<unsigned char, 16>;

    SipHash();  // under a random key: results mean nothing to another object or run
    explicit SipHash(const Key& key) : key_(key) {}
    Result operator()(std::string_view bytes) const;

private:
    Key key_{};
};

std::string to_hex(std::span<const unsigned char> bytes);

}  // namespace pilotlight
