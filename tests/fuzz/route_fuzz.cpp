// Path routing with the program's own route tables: http/router.hpp.

#include "http/router.hpp"
#include "http/surfaces.hpp"
#include "target.hpp"

namespace pilotlight::fuzz {
namespace {

http::Router router_of_all() {
    http::Router router;
    for (const auto& table : http::route_tables()) router.add(table);
    return router;
}

auto segments(std::string_view path) {
    if (path.ends_with('/')) path.remove_suffix(1);
    return std::ranges::count(path, '/');
}

}  // namespace

void run(std::string_view input) {
    static const auto router = router_of_all();
    const std::string path = "/" + std::string(input);
    const auto match = router.match(path);
    expect(std::ranges::all_of(match.ids, [](auto id) { return id >= 0; }), "ids are numbers");
    expect(match.text.size() <= http::text_segment_length_max, "texts have their limit");
    if (match.resource == nullptr) return;
    expect(!match.resource->routes.empty(), "a path that is found has a route");
    expect(segments(path) == segments(match.resource->path), "as many segments as the row");
    if (path.ends_with('/') || path.ends_with(".json")) return;
    const auto slashed = router.match(path + "/");
    expect(slashed.resource == match.resource && slashed.ids == match.ids,
           "the trailing slash makes no difference");
}

}  // namespace pilotlight::fuzz
