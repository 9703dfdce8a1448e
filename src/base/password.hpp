#pragma once
// Password digests and the rules of contracts.md §1. Hashing takes about 20 ms and 19 MiB each: run
// it on a WorkerPool whose size bounds the memory, never on an IO thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace pilotlight {

/// argon2id, OWASP's second choice; measured 17 ms a hash.
inline constexpr std::uint64_t argon2_passes = 2;
inline constexpr std::size_t argon2_memory_bytes = std::size_t{19} * 1024 * 1024;
/// Stored hashes beyond these are refused: their cost would be the choice of whoever wrote the data
/// that they were imported from.
inline constexpr std::int64_t pbkdf2_iterations_max = 2'000'000;
inline constexpr std::int64_t argon2_passes_max = 10;
inline constexpr std::int64_t argon2_memory_kib_max = std::int64_t{256} * 1024;
/// Longer input is a fault of the field and never hashed.
inline constexpr std::size_t password_bytes_max = 1'024;
inline constexpr std::size_t password_length_min = 8;  // characters

/// "$argon2id$v=19$…", at most 128 bytes. Fails with overloaded when memory cannot be had.
Result<std::string> hash_password(std::string_view password);

enum class PasswordMatch : std::uint8_t {
    wrong,  // or the hash is of no kind we know
    right,
    right_but_weak,  // right, and the hash deserves to be made anew (Django's, or older settings)
};

/// Accepts our own hashes and Django's "pbkdf2_sha256$iterations$salt$base64".
PasswordMatch verify_password(std::string_view hash, std::string_view password);

/// PBKDF2 iterations of an imported hash of Django; 0 for any other.
std::int64_t imported_iterations(std::string_view hash);

struct OwedWork {
    bool argon2id = false;        // one verification
    std::int64_t iterations = 0;  // of PBKDF2

    bool operator==(const OwedWork&) const = default;
};
/// What even_out does for that hash.
OwedWork owed_work(std::string_view hash, std::int64_t iterations_max);

/// The work that a refused log-in owes after verify_password(hash, password), so that its time
/// tells neither whether there is an account nor what kind of hash it has: both together are one
/// argon2id verification and `iterations_max` of PBKDF2. `hash` is "" when there is no account.
void even_out(std::string_view hash, std::string_view password, std::int64_t iterations_max);

enum class PasswordPolicy : std::uint8_t {
    strict,       // production: length, common, numeric, similar
    length_only,  // demo
};

/// What the password must not resemble. Empty members are not looked at.
struct PasswordOwner {
    std::string_view username{};
    std::string_view email{};
    std::string_view first_name{};
    std::string_view last_name{};
};

/// All faults in the wording of contracts.md §1; none when the password may be used.
std::vector<std::string> password_faults(std::string_view password,
                                         const PasswordOwner& owner,
                                         PasswordPolicy policy);

/// Listed among the worst, or made by their patterns (rows of keys, runs, repeats, a listed word
/// with digits or in leet spelling, a season or month with a year).
bool is_common_password(std::string_view password);

}  // namespace pilotlight
