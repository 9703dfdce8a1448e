#include "base/password.hpp"

#include <doctest/doctest.h>
#include <sodium.h>

#include <array>

#include "base/crypto.hpp"
#include "base/worker_pool.hpp"

namespace pilotlight {
namespace {

TEST_CASE("our own hashes verify and are salted") {
    const auto hash = hash_password("Valve-Seat-9041!");
    REQUIRE(hash);
    CHECK(hash->starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    CHECK(*hash != *hash_password("Valve-Seat-9041!"));
    CHECK(verify_password(*hash, "Valve-Seat-9041!") == PasswordMatch::right);
    CHECK(verify_password(*hash, "valve-Seat-9041!") == PasswordMatch::wrong);
    CHECK(verify_password(*hash, "") == PasswordMatch::wrong);
    CHECK(verify_password(*hash, std::string(password_bytes_max + 1, 'a')) == PasswordMatch::wrong);
}

TEST_CASE("a hash that costs more than it may is wrong, whatever the password") {
    start_crypto();
    const auto costing = [](std::uint64_t passes) {
        std::array<char, crypto_pwhash_STRBYTES> text{};
        constexpr std::string_view password = "Valve-Seat-9041!";
        REQUIRE(crypto_pwhash_str(text.data(), password.data(), password.size(), passes, 8'192) ==
                0);
        return std::string(text.data());
    };
    CHECK(verify_password(costing(argon2_passes_max), "Valve-Seat-9041!") ==
          PasswordMatch::right_but_weak);
    CHECK(verify_password(costing(argon2_passes_max + 1), "Valve-Seat-9041!") ==
          PasswordMatch::wrong);
    // Were it tried, it would take hours.
    CHECK(verify_password("$argon2id$v=19$m=262144,t=4000000000,p=1$"
                          "c29tZXNhbHRzb21lc2FsdA$ZGlnZXN0ZGlnZXN0ZGlnZXN0ZGlnZXN0ZGlnZXN0ZGk",
                          "x") == PasswordMatch::wrong);
    CHECK(verify_password("$argon2id$v=19$m=262145,t=1,p=1$"
                          "c29tZXNhbHRzb21lc2FsdA$ZGlnZXN0ZGlnZXN0ZGlnZXN0ZGlnZXN0ZGlnZXN0ZGk",
                          "x") == PasswordMatch::wrong);
}

TEST_CASE("Django's hashes verify and deserve to be made anew") {
    // hashlib.pbkdf2_hmac("sha256", password, salt, iterations), as Django writes it
    constexpr std::string_view first =
        "pbkdf2_sha256$1000$salt$gjbS6ly63Z5SnWjDbfNuFJwbSX+9Z+I3pD+z6P2X7DA=";
    constexpr std::string_view second =
        "pbkdf2_sha256$3$NaCl$LK1/HtDNnoWHNyno4YlEjetZY4rx7oUuT7gbZncjQn8=";
    CHECK(verify_password(first, "OldPassword#7") == PasswordMatch::right_but_weak);
    CHECK(verify_password(first, "OldPassword#8") == PasswordMatch::wrong);
    CHECK(verify_password(second, "\xD0\xBF\xD0\xB0\xD1\x80\xD0\xBE\xD0\xBB\xD1\x8C-\xC3\xB1") ==
          PasswordMatch::right_but_weak);
}

// That the times come out alike is measured by tests/security/test_login_timing.py.
TEST_CASE("every refusal owes what the longest has done") {
    constexpr std::int64_t longest = 300'000;
    constexpr std::string_view django = "pbkdf2_sha256$150000$salt$AAAA";
    CHECK(imported_iterations(django) == 150'000);
    CHECK(imported_iterations("$argon2id$") == 0);
    const auto ours = hash_password("Valve-Seat-9041!");
    REQUIRE(ours);
    CHECK(owed_work(*ours, longest) == OwedWork{.argon2id = false, .iterations = longest});
    CHECK(owed_work(*ours, 0) == OwedWork{});
    CHECK(owed_work(django, longest) == OwedWork{.argon2id = true, .iterations = 150'000});
    CHECK(owed_work(django, 100'000) == OwedWork{.argon2id = true, .iterations = 0});
    for (std::string_view hash : {"", "!unusable", "plain"}) {
        CAPTURE(hash);
        CHECK(owed_work(hash, longest) == OwedWork{.argon2id = true, .iterations = longest});
        CHECK(owed_work(hash, 99'999'999).iterations < 99'999'999);
    }
}

TEST_CASE("hashes of no kind we know match nothing") {
    for (std::string_view hash : {"",
                                  "plain",
                                  "!",
                                  "md5$salt$digest",
                                  "pbkdf2_sha256$",
                                  "pbkdf2_sha256$0$s$d",
                                  "pbkdf2_sha256$-1$s$d",
                                  "pbkdf2_sha256$1x$s$d",
                                  "pbkdf2_sha256$99999999$s$d",
                                  "pbkdf2_sha256$1$s$",
                                  "$argon2id$",
                                  "$argon2i$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aaaa"}) {
        CAPTURE(hash);
        CHECK(verify_password(hash, "plain") == PasswordMatch::wrong);
    }
}

TEST_CASE("the strict policy says everything that is wrong") {
    const PasswordOwner owner{.username = "anshu_singh",
                              .email = "anshu.singh@example.com",
                              .first_name = "Anshu",
                              .last_name = "Singh"};
    using Faults = std::vector<std::string>;
    const auto strict = [&](std::string_view password) {
        return password_faults(password, owner, PasswordPolicy::strict);
    };
    CHECK(strict("Valve-Seat-9041!").empty());
    CHECK(strict("CustomerGas@2024").empty());
    CHECK(strict("Zq4$") ==
          Faults{"This password is too short. It must contain at least 8 characters."});
    CHECK(strict("password123") == Faults{"This password is too common."});
    CHECK(strict("83649275") == Faults{"This password is entirely numeric."});
    CHECK(strict("12345678") ==
          Faults{"This password is too common.", "This password is entirely numeric."});
    CHECK(strict("anshu_singh1") == Faults{"The password is too similar to the username."});
    CHECK(strict("Singh-Singh").front().find("too similar") != std::string::npos);
    CHECK(strict(std::string(password_bytes_max + 1, 'x') + "Q7").front() ==
          "This password is too long.");
}

TEST_CASE("the demo's policy looks at the length alone") {
    const auto lax = [](std::string_view password) {
        return password_faults(password, {.username = "password"}, PasswordPolicy::length_only);
    };
    CHECK(lax("password").empty());
    CHECK(lax("12345678").empty());
    CHECK(lax("1234567").size() == 1);
}

TEST_CASE("common passwords are known with their trimmings") {
    for (std::string_view bad : {"password",
                                 "Password1",
                                 "P@ssw0rd",
                                 "qwerty123",
                                 "letmein!",
                                 "iloveyou",
                                 "aaaaaaaa",
                                 "abcabcabc",
                                 "1q2w3e4r",
                                 "summer2024",
                                 "December99",
                                 "admin123",
                                 "welcome1",
                                 "87654321",
                                 ""}) {
        CAPTURE(bad);
        CHECK(is_common_password(bad));
    }
    for (std::string_view good : {"Valve-Seat-9041!",
                                  "correct horse battery",
                                  "SupportGas@2024",
                                  "x7Gq!pLm",
                                  "PilotlightDemo@2026"}) {
        CAPTURE(good);
        CHECK_FALSE(is_common_password(good));
    }
}

TEST_CASE("digests and comparisons") {
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    Sha256Stream stream;
    stream.update("a");
    stream.update("bc");
    CHECK(stream.finish_hex() == sha256_hex("abc"));
    CHECK(stream.finish_hex() == sha256_hex(""));
    // RFC 4231, test case 2
    CHECK(to_hex(HmacSha256("Jefe")("what do ya want for nothing?")) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    // The vectors of the reference implementation, 128 bits, for no byte and for the byte 0.
    const SipHash counted({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
    CHECK(to_hex(counted("")) == "a3817f04ba25a8e66df67214c7550293");
    CHECK(to_hex(counted(std::string_view("\0", 1))) == "da87c1d86b99af44347659119b22fc45");
    const SipHash ours;
    CHECK(ours("abc") == ours("abc"));
    CHECK(ours("abc") != ours("abd"));
    CHECK(ours("abc") != SipHash()("abc"));
    CHECK(equal_constant_time("abc", "abc"));
    CHECK_FALSE(equal_constant_time("abc", "abd"));
    CHECK_FALSE(equal_constant_time("abc", "abcd"));
    CHECK(random_hex(16).size() == 32);
    CHECK(random_hex(16) != random_hex(16));
    CHECK(random_below(1) == 0);
}

TEST_CASE("a pool refuses what its queue cannot hold, and finishes what it took") {
    std::mutex gate;
    gate.lock();
    std::atomic<int> done{0};
    WorkerPool pool({.name = "test", .threads = 1, .queue_max = 2});
    const auto wait = [&] {
        const std::lock_guard passing(gate);
        ++done;
    };
    REQUIRE(pool.submit(wait));
    while (pool.load().busy == 0) std::this_thread::yield();
    CHECK(pool.submit(wait));
    CHECK(pool.submit(wait));
    CHECK_FALSE(pool.submit(wait));
    CHECK(pool.load().queued == 2);
    CHECK(pool.load().refused == 1);
    gate.unlock();
    pool.stop();
    CHECK(done == 3);
    CHECK_FALSE(pool.submit(wait));
    CHECK(pool.load().done == 3);
}

TEST_CASE("a task that throws harms nobody else") {
    std::atomic<int> done{0};
    WorkerPool pool({.name = "test", .threads = 2, .queue_max = 10});
    REQUIRE(pool.submit([] { throw std::runtime_error("on purpose"); }));
    REQUIRE(pool.submit([] { throw 5; }));
    REQUIRE(pool.submit([&] { ++done; }));
    pool.stop();
    CHECK(done == 1);
    CHECK(pool.load().failed == 2);
}

}  // namespace
}  // namespace pilotlight
