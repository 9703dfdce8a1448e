// Who asks: Cookie, Authorization, X-CSRFToken, Origin and Referer (http/credential.hpp). Lines:
// Authorization, Cookie, X-CSRFToken, Origin, Referer, Content-Type; then the body.

#include "desk_ground.hpp"
#include "http/credential.hpp"
#include "http/token.hpp"
#include "target.hpp"

namespace pilotlight::fuzz {
namespace {

constexpr std::string_view header_names[] = {
    "Authorization", "Cookie", "X-CSRFToken", "Origin", "Referer", "Content-Type"};

bool is_header_value(std::string_view text) {
    return std::ranges::none_of(text, is_control);
}

/// The cookie that check_csrf() compares with must have been sent, and long enough to be a token.
void check_proof(const http::Request& request) {
    const auto proven = http::check_csrf(request, ground().desk().settings);
    if (!proven) return expect(proven.error().code == Code::csrf_failed, "it says so");
    expect(request.cookie("csrftoken").size() >= 32, "nothing is proven without the cookie");
}

}  // namespace

void run(std::string_view input) {
    http::Request request{{.method = http::Method::post, .host = "desk.example"}};
    for (const auto name : header_names) {
        const auto value = take_line(input);
        if (!is_header_value(value)) return;
        if (!value.empty()) request.headers.push_back({std::string(name), std::string(value)});
    }
    request.body = input;
    auto& desk = ground().desk();
    const auto caller = http::identify(request, desk, desk.clock.now());
    expect(!caller || !*caller, "nobody can guess a credential");
    for (const bool secure : {false, true}) {
        request.secure = secure;
        check_proof(request);
        const auto origin = http::check_log_in_origin(request, desk.settings);
        expect(origin || origin.error().code == Code::csrf_failed, "an origin is refused as such");
    }
    for (const std::string_view name : {"sessionid", "csrftoken", "x"}) {
        expect(request.cookie(name).find(';') == std::string_view::npos, "a cookie ends at its ;");
    }
}

}  // namespace pilotlight::fuzz
