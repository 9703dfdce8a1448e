#include "http/request.hpp"

#include <algorithm>
#include <optional>
#include <system_error>

#include "http/token.hpp"

namespace pilotlight::http {

static_assert(names<Method>.size() == static_cast<std::size_t>(Method::options) + 1);

std::string_view RequestHead::header(std::string_view name) const {
    const auto found = std::find_if(headers.begin(), headers.end(), [&](const Header& header) {
        return equals_ignoring_case(header.name, name);
    });
    return found == headers.end() ? std::string_view{} : std::string_view(found->value);
}

const std::string* RequestHead::parameter(std::string_view name) const {
    const auto found = std::find_if(
        query.rbegin(), query.rend(), [&](const auto& pair) { return pair.first == name; });
    return found == query.rend() ? nullptr : &found->second;
}

namespace {

std::string_view unquoted(std::string_view value) {
    const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
    return quoted ? value.substr(1, value.size() - 2) : value;
}

std::optional<std::string_view> cookie_in(std::string_view rest, std::string_view name) {
    while (!rest.empty()) {
        const auto end = rest.find(';');
        const auto pair = without_blanks(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        if (pair.size() <= name.size() || pair[name.size()] != '=') continue;
        if (pair.starts_with(name)) return unquoted(pair.substr(name.size() + 1));
    }
    return std::nullopt;
}

}  // namespace

// RFC 6265 §5.4 sends one Cookie header; HTTP/2 gateways may split it, so all are searched.
std::string_view RequestHead::cookie(std::string_view name) const {
    for (const auto& header : headers) {
        if (!equals_ignoring_case(header.name, "cookie")) continue;
        if (const auto value = cookie_in(header.value, name)) return *value;
    }
    return {};
}

UploadedFile::~UploadedFile() {
    // A file that is gone already is what is wanted; one that cannot be removed is found by the
    // sweep of the spool folder.
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove(path_, ignored);
}

std::filesystem::path UploadedFile::keep() {
    return std::exchange(path_, {});
}

}  // namespace pilotlight::http
