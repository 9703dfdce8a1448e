#include "base/jwt.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <charconv>

#include "base/ascii.hpp"
#include "base/descriptor.hpp"
#include "base/json_writer.hpp"
#include "base/storage.hpp"
#include "base/text.hpp"

namespace pilotlight {
namespace {

namespace json = boost::json;

constexpr int base64_variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::string_view header_text = R"({"alg":"HS256","typ":"JWT"})";

Error not_valid() {
    return {.code = Code::token_not_valid, .message = "Token is invalid or expired"};
}

std::int64_t seconds_of(Instant instant) {
    return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

std::string_view as_text(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

/// The three parts of a compact token.
struct Parts {
    std::string_view signed_text{};
    std::string_view header{};
    std::string_view claims{};
    std::string_view signature{};
};

std::optional<Parts> split(std::string_view token) {
    if (token.size() > jwt_bytes_max) return std::nullopt;
    const auto first = token.find('.');
    const auto second = token.find('.', first == std::string_view::npos ? first : first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    if (token.find('.', second + 1) != std::string_view::npos) return std::nullopt;
    return Parts{.signed_text = token.substr(0, second),
                 .header = token.substr(0, first),
                 .claims = token.substr(first + 1, second - first - 1),
                 .signature = token.substr(second + 1)};
}

bool is_signed(const KeyRing& keys, const Parts& parts) {
    const auto signature = from_base64url(parts.signature);
    if (!signature) return false;
    for (const auto& key : keys.all()) {
        if (equal_constant_time(*signature, as_text(key(parts.signed_text)))) return true;
    }
    return false;
}

/// An object of the token, read into the given memory.
std::optional<json::object> object_in(std::string_view encoded, json::storage_ptr memory) {
    const auto text = from_base64url(encoded);
    if (!text) return std::nullopt;
    boost::system::error_code failed;
    auto value = json::parse(*text, failed, std::move(memory));
    if (failed || !value.is_object()) return std::nullopt;
    return json::object(std::move(value.get_object()));
}

bool has_our_algorithm(std::string_view encoded) {
    static const std::string ours = to_base64url(header_text);
    if (encoded == ours) return true;
    const auto header = object_in(encoded, {});
    const auto* algorithm = header ? header->if_contains("alg") : nullptr;
    return algorithm != nullptr && algorithm->is_string() && algorithm->get_string() == "HS256" &&
           !header->contains("crit");
}

std::optional<std::int64_t> number_of(const json::object& claims, std::string_view name) {
    const auto* claim = claims.if_contains(name);
    if (claim == nullptr) return std::nullopt;
    if (claim->is_int64()) return claim->get_int64();
    const auto* text = claim->if_string();
    if (text == nullptr) return std::nullopt;
    std::int64_t number = 0;
    const auto [end, status] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (status != std::errc{} || end != text->data() + text->size()) return std::nullopt;
    return number;
}

std::string text_of(const json::object& claims, std::string_view name) {
    const auto* claim = claims.if_contains(name);
    const auto* text = claim == nullptr ? nullptr : claim->if_string();
    return text == nullptr ? std::string() : std::string(text->data(), text->size());
}

std::optional<Instant> instant_of(const json::object& claims, std::string_view name) {
    const auto* claim = claims.if_contains(name);
    if (claim == nullptr || !claim->is_int64()) return std::nullopt;
    constexpr std::int64_t seconds_max = 253'402'300'799;  // the year 9999
    const auto seconds = claim->get_int64();
    if (seconds < 0 || seconds > seconds_max) return std::nullopt;
    return Instant{std::chrono::seconds{seconds}};
}

/// When the token begins to be good: the start of time without nbf (RFC 7519 §4.1.5; ours have
/// none), nothing when that is no time.
std::optional<Instant> begin_of(const json::object& claims) {
    return claims.contains("nbf") ? instant_of(claims, "nbf") : Instant{};
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find_first_of("\n,");
        const auto line = trimmed(text.substr(0, end));
        if (!line.empty()) lines.push_back(line);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return lines;
}

Error key_file_error(const std::filesystem::path& path, std::string_view what) {
    return internal_error(path.string() + ": " + std::string(what));
}

/// Whole or not at all, for half a key would keep every later start from happening.
Result<void> create_key_file(const std::filesystem::path& path) {
    constexpr std::size_t key_bytes = 32;
    const auto draft = path.string() + ".new";
    const Descriptor file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (file.get() < 0) return key_file_error(path, "cannot be made");
    const auto line = random_hex(key_bytes) + "\n";
    if (::write(file.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size()) ||
        ::fsync(file.get()) != 0) {
        return key_file_error(path, "cannot be written");
    }
    if (::rename(draft.c_str(), path.c_str()) != 0) return key_file_error(path, "cannot be made");
    return sync_to_disk(folder_of(path));
}

Result<std::string> read_key_file(const std::filesystem::path& path) {
    constexpr std::size_t file_bytes_max = 16 * 1024;
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status {};
    if (file.get() < 0 || ::fstat(file.get(), &status) != 0) {
        return key_file_error(path, "cannot be read");
    }
    if ((status.st_mode & 077) != 0) {
        return key_file_error(path, "may be read by others; make its mode 0600");
    }
    std::string text(file_bytes_max, '\0');
    const auto size = ::read(file.get(), text.data(), text.size());
    if (size < 0) return key_file_error(path, "cannot be read");
    text.resize(static_cast<std::size_t>(size));
    return text;
}

}  // namespace

Result<KeyRing> KeyRing::parse(std::string_view text) {
    KeyRing ring;
    for (const auto line : lines_of(text)) {
        if (line.size() < jwt_key_bytes_min) {
            return invalid(
                "secret_key",
                "Each key needs at least " + std::to_string(jwt_key_bytes_min) + " characters.");
        }
        ring.keys_.emplace_back(line);
    }
    if (ring.keys_.empty()) return invalid("secret_key", "There is no key.");
    if (ring.keys_.size() > jwt_keys_max) return invalid("secret_key", "There are too many keys.");
    return ring;
}

Result<KeyRing> load_or_create_keys(const std::filesystem::path& path) {
    std::error_code failed;
    if (!std::filesystem::exists(path, failed)) TRY(create_key_file(path));
    const auto text = TRY(read_key_file(path));
    auto ring = KeyRing::parse(text);
    if (!ring) return key_file_error(path, ring.error().fields.front().message);
    return ring;
}

std::string new_jti() {
    constexpr std::size_t jti_bytes = 16;
    return random_hex(jti_bytes);
}

std::string encode_jwt(const KeyRing& keys, const Claims& claims) {
    JsonWriter out;
    out.begin_object().member("token_type", claims.token_type);
    out.member("exp", seconds_of(claims.expires_at)).member("iat", seconds_of(claims.issued_at));
    out.member("jti", claims.jti).member("user_id", claims.user_id);
    if (claims.session_id != 0) out.member("sid", claims.session_id);
    if (!claims.role.empty()) out.member("role", claims.role);
    out.end_object();
    auto token = to_base64url(header_text) + "." + to_base64url(out.text());
    const auto signature = keys.signing()(token);
    return token + "." + to_base64url(as_text(signature));
}

Result<Claims> verify_jwt(const KeyRing& keys,
                          std::string_view token,
                          TokenType expected,
                          Instant now) {
    const auto parts = split(token);
    if (!parts || !has_our_algorithm(parts->header) || !is_signed(keys, *parts)) {
        return not_valid();
    }
    unsigned char arena[2048];
    json::monotonic_resource memory(arena, sizeof arena);
    const auto object = object_in(parts->claims, &memory);
    if (!object) return not_valid();
    const auto expires_at = instant_of(*object, "exp");
    const auto begins_at = begin_of(*object);
    if (!expires_at || !begins_at) return not_valid();
    Claims claims{.expires_at = *expires_at, .begins_at = *begins_at};
    if (!is_in_force(claims, now)) return not_valid();
    const auto type = from_name<TokenType>(text_of(*object, "token_type"));
    if (type != expected) {
        return Error{.code = Code::token_wrong_type, .message = "Token has wrong type"};
    }
    const auto user_id = number_of(*object, "user_id");
    if (!user_id) {
        return Error{.code = Code::token_without_user,
                     .message = "Token contained no recognizable user identification"};
    }
    claims.token_type = *type;
    claims.issued_at = instant_of(*object, "iat").value_or(Instant{});
    claims.jti = text_of(*object, "jti");
    claims.user_id = *user_id;
    claims.session_id = number_of(*object, "sid").value_or(0);
    claims.role = text_of(*object, "role");
    return claims;
}

bool is_in_force(const Claims& claims, Instant now) {
    return claims.begins_at <= now && now < claims.expires_at;
}

std::string to_base64url(std::string_view bytes) {
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), base64_variant), '\0');
    sodium_bin2base64(text.data(),
                      text.size(),
                      reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(),
                      base64_variant);
    text.pop_back();  // the terminator that the length counts
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    // libsodium 1.0.18 takes some bytes beyond ASCII for letters.
    if (std::ranges::any_of(text, is_beyond_ascii)) {
        return std::nullopt;
    }
    std::string bytes(text.size(), '\0');
    std::size_t written = 0;
    const char* end = nullptr;
    const int failed = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()),
                                         bytes.size(),
                                         text.data(),
                                         text.size(),
                                         nullptr,
                                         &written,
                                         &end,
                                         base64_variant);
    if (failed != 0 || end != text.data() + text.size()) return std::nullopt;
    bytes.resize(written);
    return bytes;
}

}  // namespace pilotlight
