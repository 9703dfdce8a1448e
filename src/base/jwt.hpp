#pragma once
// Access and refresh tokens: JWT (RFC 7519) with HS256 and nothing else. Pure functions; the
// algorithm is ours and what a token's header claims of it can only make the token fail.

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.hpp"
#include "base/field.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"

namespace pilotlight {

/// A longer token is not looked at.
inline constexpr std::size_t jwt_bytes_max = 2'048;
inline constexpr std::size_t jwt_keys_max = 16;
inline constexpr std::size_t jwt_key_bytes_min = 32;

enum class TokenType : std::uint8_t { access, refresh };
template <>
inline constexpr auto names<TokenType> = std::array<std::string_view, 2>{"access", "refresh"};

/// contracts.md §1, JWT, and two of ours: `sid` and `role`. Seconds on the wire.
struct Claims {
    TokenType token_type = TokenType::access;
    Instant expires_at{};
    Instant issued_at{};
    Instant begins_at{};          // "nbf", read alone; the start of time: not in the token
    std::string jti{};            // 32 hex digits
    std::int64_t user_id = 0;     // read as a number or its text
    std::int64_t session_id = 0;  // "sid"; 0: not in the token
    std::string role{};           // "role"; "": not in the token
};

/// The keys in force, newest first: the first signs, all verify. Copyable; const use from any
/// thread.
class KeyRing {
public:
    /// Keys of at least jwt_key_bytes_min bytes, separated by line ends or commas. invalid_input
    /// when there is none, one is too short, or there are more than jwt_keys_max.
    static Result<KeyRing> parse(std::string_view text);

    const HmacSha256& signing() const { return keys_.front(); }
    const std::vector<HmacSha256>& all() const { return keys_; }

private:
    KeyRing() = default;
    std::vector<HmacSha256> keys_{};
};

/// Reads the key file (one hex key a line, newest first; a new first line is a rotation). A missing
/// file is made with one random key, mode 0600, synced. internal with the path in `cause` when it
/// cannot be read, is readable by others, or holds no good key.
Result<KeyRing> load_or_create_keys(const std::filesystem::path& path);

/// A fresh jti: 32 hex digits.
std::string new_jti();

/// `header.claims.signature` with the header {"alg":"HS256","typ":"JWT"}.
std::string encode_jwt(const KeyRing& keys, const Claims& claims);

/// token_not_valid: form, algorithm, signature, expiry or a claim of the wrong kind;
/// token_wrong_type: good, but not `expected`; token_without_user: good, but no user_id.
Result<Claims> verify_jwt(const KeyRing& keys,
                          std::string_view token,
                          TokenType expected,
                          Instant now);

/// Whether a token of these claims is good at that time.
bool is_in_force(const Claims& claims, Instant now);

/// base64url without padding (RFC 4648 §5). decode refuses padding, other characters and non-zero
/// trailing bits, so that one value has one spelling.
std::string to_base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace pilotlight
