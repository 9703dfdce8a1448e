#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "http/route.hpp"

namespace pilotlight::http {

/// The rows of one path, by method.
struct Resource {
    std::string_view path{};
    std::vector<const Route*> routes{};

    /// The only way in, which keeps path and allow() true to the routes.
    void add(const Route& route);
    const Route* find(Method method) const;  // HEAD finds GET
    /// Somebody must be signed in for every method here: 401 comes before 405.
    bool is_protected() const;
    /// Some answer here depends on who asks, and so on a cookie.
    bool reads_caller() const;
    const std::string& allow() const { return allow_; }  // "GET, POST, HEAD, OPTIONS"

private:
    std::string allow_{};
};

struct Match {
    const Resource* resource = nullptr;  // none: 404
    std::array<std::int64_t, path_ids_max> ids{};
    std::string text{};  // of a row that names_text
};

/// Finds paths by their segments, with and without the trailing slash, and with ".json" on the
/// surfaces that have it. Built once; const use from any thread.
class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;
    void add(std::span<const Route> routes);
    Match match(std::string_view path) const;
    const std::vector<const Route*>& routes() const { return routes_; }

private:
    struct Node;
    static const Node* step(const Node& node,
                            std::string_view segment,
                            Match& match,
                            std::size_t& ids);
    Match match_exactly(std::string_view path) const;

    std::unique_ptr<Node> root_;
    std::vector<const Route*> routes_{};
};

}  // namespace pilotlight::http
