#include "base/jwt.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "base/temporary_folder.hpp"

namespace pilotlight {
namespace {

namespace fs = std::filesystem;

const Instant now = *parse_iso8601("2026-11-21T10:00:00Z");

KeyRing ring(std::string_view text = "0123456789abcdef0123456789abcdef") {
    auto keys = KeyRing::parse(text);
    REQUIRE(keys);
    return *keys;
}

Claims claims() {
    return {.token_type = TokenType::access,
            .expires_at = now + std::chrono::seconds{300},
            .issued_at = now,
            .jti = "00112233445566778899aabbccddeeff",
            .user_id = 42,
            .session_id = 7,
            .role = "support"};
}

std::string signed_by(const KeyRing& keys, std::string_view header, std::string_view body) {
    const auto text = to_base64url(header) + "." + to_base64url(body);
    const auto digest = keys.signing()(text);
    const std::string_view bytes(reinterpret_cast<const char*>(digest.data()), digest.size());
    return text + "." + to_base64url(bytes);
}

Code code_of(const KeyRing& keys, std::string_view token) {
    const auto verified = verify_jwt(keys, token, TokenType::access, now);
    return verified ? Code::internal : verified.error().code;
}

TEST_CASE("a token carries its claims there and back") {
    const auto keys = ring();
    const auto token = encode_jwt(keys, claims());
    CHECK(token.starts_with("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."));
    const auto read = verify_jwt(keys, token, TokenType::access, now);
    REQUIRE(read);
    CHECK(read->user_id == 42);
    CHECK(read->session_id == 7);
    CHECK(read->role == "support");
    CHECK(read->jti == claims().jti);
    CHECK(read->expires_at == claims().expires_at);
    CHECK(read->issued_at == now);
}

TEST_CASE("time, type and key decide") {
    const auto keys = ring();
    const auto token = encode_jwt(keys, claims());
    const auto end = claims().expires_at;
    CHECK(verify_jwt(keys, token, TokenType::access, end - std::chrono::microseconds{1}));
    CHECK_FALSE(verify_jwt(keys, token, TokenType::access, end));
    const auto wrong = verify_jwt(keys, token, TokenType::refresh, now);
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().code == Code::token_wrong_type);
    CHECK(wrong.error().message == "Token has wrong type");
    CHECK(code_of(ring("another key of thirty-two bytes!!"), token) == Code::token_not_valid);
}

TEST_CASE("rotation: the new key signs, the old one still verifies") {
    const std::string older(32, 'o');
    const std::string newer(32, 'n');
    const auto old_token = encode_jwt(ring(older), claims());
    const auto both = ring(newer + "\n" + older + "\n");
    CHECK(verify_jwt(both, old_token, TokenType::access, now));
    const auto new_token = encode_jwt(both, claims());
    CHECK(verify_jwt(ring(newer), new_token, TokenType::access, now));
    CHECK(code_of(ring(older), new_token) == Code::token_not_valid);
}

TEST_CASE("no other algorithm and no unread extension") {
    const auto keys = ring();
    const std::string body =
        R"({"token_type":"access","exp":1895000000,"iat":1,"jti":"x","user_id":1})";
    CHECK(code_of(keys, signed_by(keys, R"({"alg":"HS256","typ":"JWT"})", body)) == Code::internal);
    CHECK(code_of(keys, signed_by(keys, R"({"typ":"JWT","alg":"HS256"})", body)) == Code::internal);
    for (std::string_view header : {R"({"alg":"none"})",
                                    R"({"alg":"None"})",
                                    R"({"alg":"HS384"})",
                                    R"({"alg":"RS256"})",
                                    R"({"alg":"hs256"})",
                                    R"({"typ":"JWT"})",
                                    R"({"alg":["HS256"]})",
                                    R"([])",
                                    "x",
                                    "",
                                    R"({"alg":"HS256","crit":["exp"]})"}) {
        CAPTURE(header);
        CHECK(code_of(keys, signed_by(keys, header, body)) == Code::token_not_valid);
    }
}

TEST_CASE("claims are in force from when they begin until they expire") {
    const Instant begin{std::chrono::seconds{100}};
    const Claims claims{.expires_at = begin + std::chrono::seconds{10}, .begins_at = begin};
    CHECK_FALSE(is_in_force(claims, begin - std::chrono::microseconds{1}));
    CHECK(is_in_force(claims, begin));
    CHECK(is_in_force(claims, claims.expires_at - std::chrono::microseconds{1}));
    CHECK_FALSE(is_in_force(claims, claims.expires_at));
}

TEST_CASE("claims that cannot be trusted or read") {
    const auto keys = ring();
    const auto code = [&](std::string_view body) {
        return code_of(keys, signed_by(keys, R"({"alg":"HS256","typ":"JWT"})", body));
    };
    CHECK(code(R"({"token_type":"access","exp":1895000000,"user_id":"12"})") == Code::internal);
    CHECK(code(R"({"token_type":"access","exp":1895000000,"user_id":1,"nbf":1})") ==
          Code::internal);
    CHECK(code(R"({"token_type":"access","exp":1895000000})") == Code::token_without_user);
    CHECK(code(R"({"token_type":"access","exp":1895000000,"user_id":null})") ==
          Code::token_without_user);
    CHECK(code(R"({"token_type":"access","exp":1895000000,"user_id":1.5})") ==
          Code::token_without_user);
    CHECK(code(R"({"token_type":"refresh","exp":1895000000,"user_id":1})") ==
          Code::token_wrong_type);
    CHECK(code(R"({"exp":1895000000,"user_id":1})") == Code::token_wrong_type);
    for (std::string_view body : {R"({"token_type":"access","user_id":1})",
                                  R"({"token_type":"access","exp":"1895000000","user_id":1})",
                                  R"({"token_type":"access","exp":-1,"user_id":1})",
                                  R"({"token_type":"access","exp":1e30,"user_id":1})",
                                  R"({"token_type":"access","exp":99999999999999,"user_id":1})",
                                  R"({"token_type":"access","exp":1895000000,"user_id":1,)"
                                  R"("nbf":1894000000})",
                                  R"({"token_type":"access","exp":1895000000,"user_id":1,)"
                                  R"("nbf":"1"})",
                                  R"(["access"])",
                                  "{",
                                  ""}) {
        CAPTURE(body);
        CHECK(code(body) == Code::token_not_valid);
    }
}

TEST_CASE("forms that are no compact token") {
    const auto keys = ring();
    const auto token = encode_jwt(keys, claims());
    const std::string rows[] = {
        "",
        ".",
        "..",
        "a.b",
        "a.b.c.d",
        token + ".",
        token + "=",
        token.substr(0, token.size() - 1),
        " " + token,
        std::string(jwt_bytes_max + 1, 'a'),
    };
    for (const auto& row : rows) {
        CAPTURE(row);
        CHECK(code_of(keys, row) == Code::token_not_valid);
    }
    auto changed = token;
    changed[token.find('.') + 3] ^= 1;
    CHECK(code_of(keys, changed) == Code::token_not_valid);
}

TEST_CASE("base64url has one spelling for one value") {
    CHECK(to_base64url("") == "");
    CHECK(to_base64url("\xFB\xFF") == "-_8");
    CHECK(from_base64url("-_8") == "\xFB\xFF");
    for (std::string_view bad : {"-_9", "+/8", "-_8=", "a", "a b", "-_8\xb3", "\xb3_8"}) {
        CAPTURE(bad);
        CHECK_FALSE(from_base64url(bad));
    }
}

TEST_CASE("keys must be long and few") {
    CHECK_FALSE(KeyRing::parse(""));
    CHECK_FALSE(KeyRing::parse("\n\n"));
    CHECK_FALSE(KeyRing::parse("short"));
    CHECK_FALSE(KeyRing::parse(std::string(32, 'a') + ",short"));
    std::string many;
    for (std::size_t i = 0; i <= jwt_keys_max; ++i) many += std::string(32, 'k') + "\n";
    CHECK_FALSE(KeyRing::parse(many));
}

TEST_CASE("the key file is made once, closed to others, and refused when it is open") {
    const TemporaryFolder folder;
    const fs::path file = folder.path() / "secret.key";
    const auto first = load_or_create_keys(file);
    REQUIRE(first);
    CHECK((fs::status(file).permissions() & fs::perms::all) ==
          (fs::perms::owner_read | fs::perms::owner_write));
    const auto second = load_or_create_keys(file);
    REQUIRE(second);
    CHECK(verify_jwt(*second, encode_jwt(*first, claims()), TokenType::access, now));
    fs::permissions(file, fs::perms::group_read, fs::perm_options::add);
    CHECK_FALSE(load_or_create_keys(file));
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    std::ofstream(file) << "short\n";
    CHECK_FALSE(load_or_create_keys(file));
}

}  // namespace
}  // namespace pilotlight
