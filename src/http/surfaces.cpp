#include "http/surfaces.hpp"

#include <array>

#include "http/compat/conversation/routes.hpp"
#include "http/compat/desk/routes.hpp"
#include "http/compat/session/routes.hpp"
#include "http/compat/token/routes.hpp"
#include "http/v1/routes.hpp"

namespace pilotlight::http {

std::span<const Surface* const> surfaces() {
    static constexpr std::array list{&canonical,
                                     &compat::token::surface,
                                     &compat::session::surface,
                                     &compat::desk::surface,
                                     &compat::conversation::surface};
    return list;
}

std::vector<std::span<const Route>> route_tables() {
    auto tables = v1::routes();
    for (const auto& more : {compat::token::routes(),
                             compat::session::routes(),
                             compat::desk::routes(),
                             compat::conversation::routes()}) {
        tables.insert(tables.end(), more.begin(), more.end());
    }
    return tables;
}

}  // namespace pilotlight::http
