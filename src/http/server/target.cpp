#include "http/server/target.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "http/token.hpp"

namespace pilotlight::http {

namespace {

Error malformed(std::string message) {
    return Error{.code = Code::malformed_body, .message = std::move(message)};
}

bool has_dot_segment(std::string_view path) {
    while (!path.empty()) {
        const auto end = path.find('/');
        const auto segment = path.substr(0, end);
        if (segment == "." || segment == "..") return true;
        if (end == std::string_view::npos) return false;
        path.remove_prefix(end + 1);
    }
    return false;
}

/// An encoded slash stays as it is: it is part of a segment (RFC 3986, 2.2), and no segment of ours
/// has one.
std::string keeping_slashes(std::string_view text) {
    std::string path;
    while (true) {
        const auto at = text.find("%2");
        if (at == std::string_view::npos) return path.append(text);
        const bool is_slash = at + 2 < text.size() && (text[at + 2] | 0x20) == 'f';
        path.append(text.substr(0, at)).append(is_slash ? "%252" : "%2");
        text.remove_prefix(at + 2);
    }
}

Result<std::string> decode_path(std::string_view text) {
    auto path = percent_decoded(text, false);
    if (!path) return malformed("Invalid percent escape in the path.");
    if (std::any_of(path->begin(), path->end(), is_control)) {
        return malformed("Control character in the path.");
    }
    if (!is_utf8(*path)) return malformed("The path is not UTF-8.");
    if (has_dot_segment(*path)) return malformed("The path holds a dot segment.");
    auto kept = percent_decoded(keeping_slashes(text), false);
    if (!kept) return malformed("Invalid percent escape in the path.");
    return std::move(*kept);
}

Result<Pairs> decode_query(std::string_view text) {
    auto pairs = TRY(parse_form(text));
    for (const auto& [name, value] : pairs) {
        if (name.find('\0') != std::string::npos || value.find('\0') != std::string::npos) {
            return malformed("NUL in the query.");
        }
    }
    return pairs;
}

/// Takes "http://authority" off the front of the absolute form.
std::string_view take_authority(std::string_view& text) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!equals_ignoring_case(text.substr(0, scheme.size()), scheme)) continue;
        text.remove_prefix(scheme.size());
        const auto authority = text.substr(0, text.find_first_of("/?#"));
        text.remove_prefix(authority.size());
        return authority;
    }
    return {};
}

}  // namespace

Result<Target> parse_target(std::string_view text, bool asterisk_allowed) {
    Target target;
    if (text == "*" && asterisk_allowed) {
        target.path = "*";
        return target;
    }
    if (!text.starts_with('/')) {
        const auto authority = take_authority(text);
        if (authority.empty() || !is_host(authority)) return malformed("Invalid request target.");
        target.authority = authority;
    }
    if (text.find('#') != std::string_view::npos) return malformed("Invalid request target.");
    const auto question = text.find('?');
    target.path = TRY(decode_path(text.substr(0, question)));
    if (target.path.empty()) target.path = "/";
    if (question != std::string_view::npos) {
        target.query = TRY(decode_query(text.substr(question + 1)));
    }
    return target;
}

namespace {

bool is_name_character(char c) {
    constexpr std::string_view marks = "-._~%!$&'()*+;=";
    return is_alphanumeric(c) || marks.find(c) != std::string_view::npos;
}

bool is_address_character(char c) {
    return is_alphanumeric(c) || c == ':' || c == '.';
}

/// Nothing, or ":" and digits.
bool is_port(std::string_view text) {
    constexpr std::size_t digits_max = 5;
    if (text.empty()) return true;
    const auto digits = text.substr(1);
    return text.front() == ':' && digits.size() <= digits_max &&
           std::all_of(digits.begin(), digits.end(), is_digit);
}

}  // namespace

bool is_host(std::string_view text) {
    if (!text.starts_with('[')) {
        const auto colon = std::min(text.find(':'), text.size());
        const auto name = text.substr(0, colon);
        return std::all_of(name.begin(), name.end(), is_name_character) &&
               is_port(text.substr(colon));
    }
    const auto end = text.find(']');
    if (end == std::string_view::npos || end == 1) return false;
    const auto address = text.substr(1, end - 1);
    return std::all_of(address.begin(), address.end(), is_address_character) &&
           is_port(text.substr(end + 1));
}

}  // namespace pilotlight::http
