#include "http/surfaces.hpp"

#include <array>

#include "http/v1/routes.hpp"

namespace pilotlight::http {

std::span<const Surface* const> surfaces() {
    static constexpr std::array list{&canonical};
    return list;
}

std::vector<std::span<const Route>> route_tables() {
    return v1::routes();
}

}  // namespace pilotlight::http
