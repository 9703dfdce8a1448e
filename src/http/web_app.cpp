#include "http/web_app.hpp"

#include <algorithm>
#include <array>

namespace pilotlight::http {
namespace {

constexpr std::array<std::string_view, 11> sections = {"/manage",
                                                       "/dashboard",
                                                       "/desk",
                                                       "/emergency",
                                                       "/follow",
                                                       "/log-in",
                                                       "/password",
                                                       "/profile",
                                                       "/requests",
                                                       "/sign-up",
                                                       "/tickets"};

bool is_within(std::string_view path, std::string_view section) {
    if (!path.starts_with(section)) return false;
    return path.size() == section.size() || path[section.size()] == '/';
}

}  // namespace

bool is_web_app_screen(std::string_view path) {
    if (path == "/") return true;
    return std::ranges::any_of(
        sections, [path](std::string_view section) { return is_within(path, section); });
}

}  // namespace pilotlight::http
