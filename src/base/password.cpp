#include "base/password.hpp"

#include <openssl/evp.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.hpp"
#include "base/crypto.hpp"
#include "base/text.hpp"

namespace pilotlight {
namespace {

constexpr std::string_view django_prefix = "pbkdf2_sha256$";

/// Django's "pbkdf2_sha256$iterations$salt$base64".
struct DjangoHash {
    int iterations = 0;
    std::string_view salt{};
    std::string_view digest{};
};

std::string_view take_part(std::string_view& text) {
    const auto end = text.find('$');
    const auto part = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return part;
}

std::optional<DjangoHash> parse_django(std::string_view text) {
    if (!text.starts_with(django_prefix)) return std::nullopt;
    text.remove_prefix(django_prefix.size());
    DjangoHash hash;
    const auto digits = take_part(text);
    const auto [end, status] =
        std::from_chars(digits.data(), digits.data() + digits.size(), hash.iterations);
    if (status != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    if (hash.iterations < 1 || hash.iterations > pbkdf2_iterations_max) return std::nullopt;
    hash.salt = take_part(text);
    hash.digest = text;
    return hash;
}

std::optional<Digest> pbkdf2(std::string_view password, std::string_view salt, int iterations) {
    Digest digest{};
    const int done = PKCS5_PBKDF2_HMAC(password.data(),
                                       static_cast<int>(password.size()),
                                       reinterpret_cast<const unsigned char*>(salt.data()),
                                       static_cast<int>(salt.size()),
                                       iterations,
                                       EVP_sha256(),
                                       static_cast<int>(digest.size()),
                                       digest.data());
    if (done != 1) return std::nullopt;
    return digest;
}

bool verify_django(const DjangoHash& hash, std::string_view password) {
    const auto digest = pbkdf2(password, hash.salt, hash.iterations);
    if (!digest) return false;
    std::array<char, sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_ORIGINAL)> text{};
    sodium_bin2base64(
        text.data(), text.size(), digest->data(), digest->size(), sodium_base64_VARIANT_ORIGINAL);
    return equal_constant_time(text.data(), hash.digest);
}

/// The number in "m=19456"; none when it is something else.
std::optional<std::int64_t> parameter_of(std::string_view text, std::string_view name) {
    if (!text.starts_with(name)) return std::nullopt;
    text.remove_prefix(name.size());
    std::int64_t number = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (status != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// Of "$argon2id$v=19$m=19456,t=2,p=1$salt$digest".
bool is_affordable(std::string_view hash) {
    for (int part = 0; part < 3; ++part) take_part(hash);
    const auto costs = take_part(hash);
    const auto first = costs.find(',');
    const auto second = costs.find(',', first == std::string_view::npos ? first : first + 1);
    if (second == std::string_view::npos) return false;
    const auto memory_kib = parameter_of(costs.substr(0, first), "m=");
    const auto passes = parameter_of(costs.substr(first + 1, second - first - 1), "t=");
    return memory_kib && *memory_kib <= argon2_memory_kib_max && passes &&
           *passes <= argon2_passes_max;
}

/// Of random bytes that no password is known for, made with our settings.
constexpr std::string_view nobodys_hash =
    "$argon2id$v=19$m=19456,t=2,p=1$Gdu0aGpl/mFkUsT1L73tjQ$ZSnFU7"
    "b/VsDr78rEOS1ty35KSueWHdEK+UdujZeHKpw";
static_assert(argon2_passes == 2 && argon2_memory_bytes == std::size_t{19456} * 1024);

bool is_our_hash(std::string_view hash) {
    return hash.size() < crypto_pwhash_STRBYTES && hash.starts_with("$argon2id$") &&
           is_affordable(hash);
}

/// A hash of ours, with the zero at its end that the library wants.
bool verify_ours(std::string_view hash, std::string_view password) {
    const std::string text(hash);
    return crypto_pwhash_str_verify(text.c_str(), password.data(), password.size()) == 0;
}

/// Twice the common characters over all characters, as Django's SequenceMatcher.quick_ratio.
double likeness(std::string_view a, std::string_view b) {
    std::array<int, 256> counts{};
    for (const char c : b) ++counts[static_cast<unsigned char>(c)];
    int common = 0;
    for (const char c : a) {
        if (counts[static_cast<unsigned char>(c)]-- > 0) ++common;
    }
    const auto total = static_cast<double>(a.size() + b.size());
    return total == 0 ? 0 : 2.0 * common / total;
}

bool is_word_character(char c) {
    return is_lower_alphanumeric(c) || c == '_' || is_beyond_ascii(c);
}

/// Django compares with the whole value and with each word of it.
bool resembles(const std::string& password, std::string_view value) {
    constexpr double likeness_max = 0.7;
    const auto text = folded(value);
    if (text.empty()) return false;
    if (likeness(password, text) >= likeness_max) return true;
    std::string word;
    for (const char c : text + " ") {
        if (is_word_character(c)) {
            word.push_back(c);
            continue;
        }
        if (!word.empty() && likeness(password, word) >= likeness_max) return true;
        word.clear();
    }
    return false;
}

void check_likeness(const std::string& password,
                    const PasswordOwner& owner,
                    std::vector<std::string>& faults) {
    const std::pair<std::string_view, std::string_view> attributes[] = {
        {owner.username, "username"},
        {owner.first_name, "first name"},
        {owner.last_name, "last name"},
        {owner.email, "email address"},
    };
    for (const auto& [value, name] : attributes) {
        if (!resembles(password, value)) continue;
        faults.push_back("The password is too similar to the " + std::string(name) + ".");
        return;
    }
}

}  // namespace

Result<std::string> hash_password(std::string_view password) {
    start_crypto();
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (crypto_pwhash_str(
            text.data(), password.data(), password.size(), argon2_passes, argon2_memory_bytes) !=
        0) {
        return Error{.code = Code::overloaded,
                     .message = "The server is busy. Try again shortly.",
                     .cause = "no memory for a password hash",
                     .retry_after_s = 1};
    }
    return std::string(text.data());
}

PasswordMatch verify_password(std::string_view hash, std::string_view password) {
    start_crypto();
    if (password.size() > password_bytes_max) return PasswordMatch::wrong;
    if (const auto django = parse_django(hash)) {
        return verify_django(*django, password) ? PasswordMatch::right_but_weak
                                                : PasswordMatch::wrong;
    }
    if (!is_our_hash(hash) || !verify_ours(hash, password)) return PasswordMatch::wrong;
    const bool weak = crypto_pwhash_str_needs_rehash(
                          std::string(hash).c_str(), argon2_passes, argon2_memory_bytes) != 0;
    return weak ? PasswordMatch::right_but_weak : PasswordMatch::right;
}

std::int64_t imported_iterations(std::string_view hash) {
    const auto django = parse_django(hash);
    return django ? django->iterations : 0;
}

OwedWork owed_work(std::string_view hash, std::int64_t iterations_max) {
    const auto left = std::min(iterations_max, pbkdf2_iterations_max) - imported_iterations(hash);
    return {.argon2id = !is_our_hash(hash), .iterations = std::max(left, std::int64_t{0})};
}

void even_out(std::string_view hash, std::string_view password, std::int64_t iterations_max) {
    start_crypto();
    if (password.size() > password_bytes_max) return;  // nothing was verified, whatever the hash
    const auto owed = owed_work(hash, iterations_max);
    if (owed.argon2id) verify_ours(nobodys_hash, password);
    if (owed.iterations > 0) pbkdf2(password, nobodys_hash, static_cast<int>(owed.iterations));
}

std::vector<std::string> password_faults(std::string_view password,
                                         const PasswordOwner& owner,
                                         PasswordPolicy policy) {
    std::vector<std::string> faults;
    const auto small = folded(password);
    const bool strict = policy == PasswordPolicy::strict;
    if (strict) check_likeness(small, owner, faults);
    if (character_count(password) < password_length_min) {
        faults.push_back("This password is too short. It must contain at least " +
                         std::to_string(password_length_min) + " characters.");
    }
    if (password.size() > password_bytes_max) faults.emplace_back("This password is too long.");
    if (strict && is_common_password(password)) {
        faults.emplace_back("This password is too common.");
    }
    if (strict && std::ranges::all_of(password, is_digit)) {
        faults.emplace_back("This password is entirely numeric.");
    }
    return faults;
}

}  // namespace pilotlight
