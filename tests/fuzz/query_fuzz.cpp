// Request targets, query strings and cursors: http/server/target.hpp, http/form.hpp,
// store/list.hpp.

#include "base/text.hpp"
#include "http/context.hpp"
#include "http/form.hpp"
#include "http/server/target.hpp"
#include "http/token.hpp"
#include "store/list.hpp"
#include "target.hpp"

namespace pilotlight::fuzz {
namespace {

void check_path(const std::string& path) {
    expect(is_utf8(path), "a path is text");
    expect(std::ranges::none_of(path, is_control), "a path holds no control characters");
    expect(path == "*" || path.starts_with('/'), "a path begins with a slash");
    const auto closed = path + "/";
    expect(closed.find("/../") == std::string::npos, "no path leads upwards");
    expect(closed.find("/./") == std::string::npos, "no path stands still");
}

void check_pairs(const http::Pairs& pairs) {
    expect(pairs.size() <= http::form_pairs_max, "pairs have their limit");
    std::string text;
    for (const auto& [name, value] : pairs) {
        expect(is_utf8(name) && is_utf8(value), "pairs are text");
        text += http::percent_encoded(name) + "=" + http::percent_encoded(value) + "&";
    }
    const auto again = http::parse_form(text);
    expect(again && *again == pairs, "pairs written out read the same");
}

void check_cursor(std::string_view text) {
    const auto cursor = store::decode_cursor(text);
    if (cursor) expect(store::encode_cursor(*cursor) == text, "a cursor has one spelling");
}

void check_values(const http::Pairs& pairs) {
    http::RequestHead head;
    head.query = pairs;
    for (const auto& [name, value] : pairs) {
        check_cursor(value);
        const auto number = http::query_number(head, name);
        const auto instant = http::query_instant(head, name);
        const auto is_refusal = [](const auto& result) {
            return result || result.error().code == Code::invalid_input;
        };
        expect(is_refusal(number) && is_refusal(instant), "a wrong value is the client's fault");
    }
}

}  // namespace

void run(std::string_view input) {
    check_cursor(input);
    if (const auto pairs = http::parse_form(input)) check_pairs(*pairs);
    const auto target = http::parse_target(input, true);
    if (!target) return expect(target.error().code == Code::malformed_body, "refused as malformed");
    check_path(target->path);
    check_pairs(target->query);
    check_values(target->query);
    expect(http::is_host(target->authority), "an authority is a host");
}

}  // namespace pilotlight::fuzz
