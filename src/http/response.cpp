#include "http/response.hpp"

#include <algorithm>

#include "http/token.hpp"

namespace pilotlight::http {

// A second Set-Cookie is another cookie; any other name is said once.
Response& Response::set(std::string_view name, std::string_view value) {
    const auto same = [&](const Header& header) { return equals_ignoring_case(header.name, name); };
    const auto found = equals_ignoring_case(name, "set-cookie")
                           ? headers.end()
                           : std::find_if(headers.begin(), headers.end(), same);
    if (found == headers.end()) {
        constexpr std::size_t usual_headers = 16;
        if (headers.empty()) headers.reserve(usual_headers);
        headers.push_back({std::string(name), std::string(value)});
    } else {
        found->value = value;
    }
    return *this;
}

}  // namespace pilotlight::http
