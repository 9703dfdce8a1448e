#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "http/desk.hpp"
#include "http/route.hpp"

namespace pilotlight::http {

/// What /metrics shows, in Prometheus's text format. Counting is lock-free once a route has been
/// seen; any thread.
class Metrics {
public:
    Metrics();
    ~Metrics();

    /// Announces the routes that may be counted; before serving.
    void add(std::span<const Route* const> routes);
    /// `route` null: no such path, or refused before routing. `statements`: of SQL, run for it.
    void count(const Route* route,
               int status,
               std::chrono::microseconds took,
               std::uint64_t statements);

    /// The page, with the figures of the store, the pool and the log as they are now.
    std::string page(const Desk& desk, std::size_t connections);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace pilotlight::http
