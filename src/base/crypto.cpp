#include "base/crypto.hpp"

#include <sodium.h>

#include <cstdlib>

namespace pilotlight {

void start_crypto() {
    static const bool ready = sodium_init() >= 0;
    if (!ready) std::abort();
}

void random_bytes(std::span<unsigned char> out) {
    start_crypto();
    randombytes_buf(out.data(), out.size());
}

std::string random_hex(std::size_t bytes) {
    std::string raw(bytes, '\0');
    const std::span view(reinterpret_cast<unsigned char*>(raw.data()), raw.size());
    random_bytes(view);
    return to_hex(view);
}

std::uint32_t random_below(std::uint32_t bound) {
    start_crypto();
    return randombytes_uniform(bound);
}

std::string random_text(std::size_t length, std::string_view alphabet) {
    std::string text(length, '\0');
    for (auto& c : text) c = alphabet[random_below(static_cast<std::uint32_t>(alphabet.size()))];
    return text;
}

std::string to_hex(std::span<const unsigned char> bytes) {
    constexpr char digits[] = "0123456789abcdef";
    std::string text(bytes.size() * 2, '\0');
    auto at = text.begin();
    for (const auto byte : bytes) {
        *at++ = digits[byte >> 4];
        *at++ = digits[byte & 15];
    }
    return text;
}

Digest sha256(std::string_view bytes) {
    Digest digest{};
    crypto_hash_sha256(
        digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    return digest;
}

std::string sha256_hex(std::string_view bytes) {
    return to_hex(sha256(bytes));
}

std::string token_digest(std::string_view token) {
    return sha256_hex(token);
}

struct Sha256Stream::State {
    crypto_hash_sha256_state sum{};
};

Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {
    crypto_hash_sha256_init(&state_->sum);
}
Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::update(std::string_view bytes) {
    crypto_hash_sha256_update(
        &state_->sum, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

std::string Sha256Stream::finish_hex() {
    Digest digest{};
    crypto_hash_sha256_final(&state_->sum, digest.data());
    crypto_hash_sha256_init(&state_->sum);
    return to_hex(digest);
}

bool equal_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool equal_constant_time(std::span<const unsigned char> a, std::span<const unsigned char> b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

/// libsodium's state after the key was taken in; each message starts from a copy of it.
struct HmacSha256::State {
    crypto_auth_hmacsha256_state keyed{};
};

HmacSha256::HmacSha256(std::string_view key) {
    auto state = std::make_shared<State>();
    crypto_auth_hmacsha256_init(
        &state->keyed, reinterpret_cast<const unsigned char*>(key.data()), key.size());
    state_ = std::move(state);
}

Digest HmacSha256::operator()(std::string_view message) const {
    auto running = state_->keyed;
    Digest digest{};
    crypto_auth_hmacsha256_update(
        &running, reinterpret_cast<const unsigned char*>(message.data()), message.size());
    crypto_auth_hmacsha256_final(&running, digest.data());
    return digest;
}

SipHash::SipHash() {
    static_assert(crypto_shorthash_siphashx24_KEYBYTES == sizeof(key_));
    static_assert(crypto_shorthash_siphashx24_BYTES == sizeof(Result));
    random_bytes(key_);
}

SipHash::Result SipHash::operator()(std::string_view bytes) const {
    Result result{};
    crypto_shorthash_siphashx24(result.data(),
                                reinterpret_cast<const unsigned char*>(bytes.data()),
                                bytes.size(),
                                key_.data());
    return result;
}

}  // namespace pilotlight
