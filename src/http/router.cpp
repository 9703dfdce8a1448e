#include "http/router.hpp"

#include <algorithm>
#include <charconv>

#include "http/surface.hpp"

namespace pilotlight::http {
namespace {

constexpr std::size_t id_digits_max = 18;

std::string_view take_segment(std::string_view& path) {
    if (!path.empty() && path.front() == '/') path.remove_prefix(1);
    const auto slash = path.find('/');
    const auto segment = path.substr(0, slash);
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash);
    return segment;
}

/// A row's number; -1 when the segment is none (contracts.md §1: then the path is unknown).
std::int64_t parse_id(std::string_view segment) {
    std::int64_t id = -1;
    if (segment.empty() || segment.size() > id_digits_max || segment.front() == '-') return -1;
    const auto [end, status] = std::from_chars(segment.data(), segment.data() + segment.size(), id);
    return status == std::errc{} && end == segment.data() + segment.size() ? id : -1;
}

}  // namespace

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> words{};
    std::unique_ptr<Node> number{};
    std::unique_ptr<Node> text{};
    Resource resource{};

    Node& child(std::string_view segment, bool names_text) {
        auto& variable = names_text ? text : number;
        auto& slot = segment.front() == '{' ? variable : words[std::string(segment)];
        if (!slot) slot = std::make_unique<Node>();
        return *slot;
    }
};

const Route* Resource::find(Method method) const {
    const auto wanted = method == Method::head ? Method::get : method;
    const auto found = std::ranges::find(routes, wanted, &Route::method);
    return found == routes.end() ? nullptr : *found;
}

void Resource::add(const Route& route) {
    path = route.path;
    routes.push_back(&route);
    allow_.clear();
    for (const auto* each : routes) allow_.append(name_of(each->method)).append(", ");
    if (find(Method::get) != nullptr) allow_ += "HEAD, ";
    allow_ += "OPTIONS";
}

bool Resource::is_protected() const {
    return std::ranges::all_of(
        routes, [](const Route* route) { return route->permission != Permission::anyone; });
}

bool Resource::reads_caller() const {
    return std::ranges::any_of(
        routes, [](const Route* route) { return route->permission != Permission::anyone; });
}

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(std::span<const Route> routes) {
    for (const auto& route : routes) {
        auto* node = root_.get();
        auto path = route.path;
        for (auto segment = take_segment(path); !segment.empty(); segment = take_segment(path)) {
            node = &node->child(segment, route.names_text);
        }
        node->resource.add(route);
        routes_.push_back(&route);
    }
}

Match Router::match(std::string_view path) const {
    constexpr std::string_view suffix = ".json";
    auto match = match_exactly(path);
    if (match.resource != nullptr || !path.ends_with(suffix)) return match;
    path.remove_suffix(suffix.size());
    if (path.ends_with('/')) return {};  // ".json" alone is no name with a suffix
    match = match_exactly(path);
    const bool has_suffix =
        match.resource != nullptr && match.resource->routes.front()->surface->json_suffix;
    return has_suffix ? match : Match{};
}

/// One segment further, which the match keeps if the path leaves it open; null: no such path.
const Router::Node* Router::step(const Node& node,
                                 std::string_view segment,
                                 Match& match,
                                 std::size_t& ids) {
    const auto word = node.words.find(segment);
    if (word != node.words.end()) return word->second.get();
    if (node.text && segment.size() <= text_segment_length_max) {
        match.text = segment;
        return node.text.get();
    }
    const auto id = node.number ? parse_id(segment) : -1;
    if (id < 0 || ids == path_ids_max) return nullptr;
    match.ids[ids++] = id;
    return node.number.get();
}

Match Router::match_exactly(std::string_view path) const {
    Match match;
    const auto* node = root_.get();
    std::size_t ids = 0;
    while (!path.empty()) {
        const auto segment = take_segment(path);
        if (segment.empty()) {
            if (path.empty()) break;  // the trailing slash
            return {};
        }
        node = step(*node, segment, match, ids);
        if (node == nullptr) return {};
    }
    if (!node->resource.routes.empty()) match.resource = &node->resource;
    return match;
}

}  // namespace pilotlight::http
