// Stored hashes, ours and imported ones: base/password.hpp. Line 1: the hash; then the password.

#include <charconv>

#include "base/password.hpp"
#include "base/text.hpp"
#include "target.hpp"

namespace pilotlight::fuzz {
namespace {

// The product bounds what a hash may cost at seconds, which is too much for one execution here.
constexpr std::uint64_t iterations_max = 2'000;
constexpr std::uint64_t memory_passes_kib_max = 4'096;

/// The number behind the first `name`, as far as it fits.
std::uint64_t number_after(std::string_view text, std::string_view name) {
    std::uint64_t number = 0;
    const auto at = text.find(name);
    if (at == std::string_view::npos) return number;
    text.remove_prefix(at + name.size());
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc::result_out_of_range ? ~std::uint64_t{0} : number;
}

bool is_affordable(std::string_view hash) {
    const auto memory = number_after(hash, "m=");
    const auto passes = number_after(hash, "t=");
    return number_after(hash, "pbkdf2_sha256$") <= iterations_max &&
           memory <= memory_passes_kib_max && passes <= memory_passes_kib_max &&
           memory * passes <= memory_passes_kib_max;
}

}  // namespace

void run(std::string_view input) {
    const auto hash = take_line(input);
    if (!is_affordable(hash)) return;
    const auto match = verify_password(hash, input);
    if (match != PasswordMatch::wrong) {
        expect(input.size() <= password_bytes_max, "a password that is too long is wrong");
        expect(verify_password(hash, std::string(input) + "x") == PasswordMatch::wrong ||
                   input.size() == password_bytes_max,
               "another password is wrong");
    }
    const PasswordOwner owner{.username = hash, .email = hash, .first_name = hash};
    const auto strict = password_faults(input, owner, PasswordPolicy::strict);
    const auto lenient = password_faults(input, owner, PasswordPolicy::length_only);
    expect(strict.size() >= lenient.size(), "production asks at least what the demo asks");
}

}  // namespace pilotlight::fuzz
