// JSON web tokens: base/jwt.hpp. Line 1 is taken for a whole token and for a header, the rest for
// the claims of a token that is signed here.

#include "base/jwt.hpp"
#include "target.hpp"

namespace pilotlight::fuzz {
namespace {

const KeyRing& keys() {
    static const auto ring = KeyRing::parse("0123456789abcdef0123456789abcdef");
    expect(static_cast<bool>(ring), "the key is good");
    return *ring;
}

std::string sign(std::string_view header, std::string_view claims) {
    auto token = to_base64url(header) + "." + to_base64url(claims);
    const auto digest = keys().signing()(token);
    return token + "." +
           to_base64url({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

void check_signed(std::string_view header, std::string_view claims) {
    const auto token = sign(header, claims);
    const Instant now{};
    const auto read = verify_jwt(keys(), token, TokenType::access, now);
    if (!read) {
        const auto code = read.error().code;
        return expect(code == Code::token_not_valid || code == Code::token_wrong_type ||
                          code == Code::token_without_user,
                      "a refused token has its code");
    }
    expect(token.size() <= jwt_bytes_max, "tokens have their limit");
    expect(read->expires_at > now, "an expired token is refused");
    expect(header.find("HS256") != std::string_view::npos, "no other algorithm is taken");
    const auto again = verify_jwt(keys(), encode_jwt(keys(), *read), TokenType::access, now);
    const bool same = again && again->user_id == read->user_id &&
                      again->session_id == read->session_id && again->role == read->role &&
                      again->jti == read->jti;
    // What is taken may be longer once written in our way.
    expect(same || encode_jwt(keys(), *read).size() > jwt_bytes_max, "claims survive a round trip");
}

}  // namespace

void run(std::string_view input) {
    const auto first = take_line(input);
    for (const auto type : {TokenType::access, TokenType::refresh}) {
        expect(!verify_jwt(keys(), first, type, Instant{}), "nobody can sign without the key");
    }
    const auto bytes = from_base64url(first);
    if (bytes) expect(to_base64url(*bytes) == first, "base64url has one spelling");
    check_signed(first, input);
    check_signed(R"({"alg":"HS256","typ":"JWT"})", input);
}

}  // namespace pilotlight::fuzz
