#pragma once
// The desk surface: seed 003's contract (contracts.md §5). Log-in by address, files under guard,
// every list in pages.

#include <vector>

#include "http/surface.hpp"

namespace pilotlight::http::compat::desk {

extern const Surface surface;

std::span<const Route> account_routes();          // register, login, refresh, profile, ping
std::span<const Route> service_request_routes();  // create, getAll, update, delete
std::span<const Route> attachment_routes();       // download
std::span<const Route> document_routes();         // swagger.json

/// All of them.
std::vector<std::span<const Route>> routes();

/// What this contract answers when it has done something, under the key it uses for errors too.
struct DetailBody {
    std::string detail{};

    static constexpr auto fields() { return FieldList{Field{"detail", &DetailBody::detail, {}}}; }
};

}  // namespace pilotlight::http::compat::desk
