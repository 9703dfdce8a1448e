#include "http/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <unordered_map>

#include "base/log.hpp"

namespace pilotlight::http {
namespace {

using prometheus::BuildCounter;
using prometheus::BuildGauge;
using prometheus::BuildHistogram;

const prometheus::Histogram::BucketBoundaries latency_bounds_s{
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};

}  // namespace

struct Metrics::Impl {
    struct Counters {
        std::array<prometheus::Counter*, 6> by_class{};  // 1xx ... 5xx at 1 ... 5
        prometheus::Histogram* latency = nullptr;
        prometheus::Counter* statements = nullptr;
    };

    prometheus::Registry registry{};
    prometheus::Family<prometheus::Counter>& requests =
        BuildCounter()
            .Name("pilotlight_requests_total")
            .Help("Requests answered, by route and class of status.")
            .Register(registry);
    prometheus::Family<prometheus::Histogram>& latencies =
        BuildHistogram()
            .Name("pilotlight_request_seconds")
            .Help("From the complete request to the answer.")
            .Register(registry);
    prometheus::Family<prometheus::Counter>& statements =
        BuildCounter()
            .Name("pilotlight_sql_statements_total")
            .Help("SQL statements run for requests, by route.")
            .Register(registry);
    prometheus::Family<prometheus::Gauge>& figures =
        BuildGauge()
            .Name("pilotlight_figure")
            .Help("Figures of the store, the worker pool and the log.")
            .Register(registry);
    std::unordered_map<const Route*, Counters> routes{};

    void add(const Route* route) {
        const std::string method(route == nullptr ? "-" : name_of(route->method));
        const std::string path(route == nullptr ? "-" : route->path);
        auto& counters = routes[route];
        for (std::size_t i = 1; i < counters.by_class.size(); ++i) {
            counters.by_class[i] = &requests.Add(
                {{"method", method}, {"route", path}, {"class", std::to_string(i) + "xx"}});
        }
        counters.latency = &latencies.Add({{"method", method}, {"route", path}}, latency_bounds_s);
        counters.statements = &statements.Add({{"method", method}, {"route", path}});
    }

    void set(std::string_view name, double value) {
        figures.Add({{"name", std::string(name)}}).Set(value);
    }
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {
    impl_->add(nullptr);
}
Metrics::~Metrics() = default;

void Metrics::add(std::span<const Route* const> routes) {
    for (const auto* route : routes) impl_->add(route);
}

void Metrics::count(const Route* route,
                    int status,
                    std::chrono::microseconds took,
                    std::uint64_t statements) {
    const auto found = impl_->routes.find(route);
    if (found == impl_->routes.end()) return;
    const auto hundreds = static_cast<std::size_t>(status / 100);
    if (hundreds >= 1 && hundreds <= 5) found->second.by_class[hundreds]->Increment();
    found->second.latency->Observe(std::chrono::duration<double>(took).count());
    found->second.statements->Increment(static_cast<double>(statements));
}

std::string Metrics::page(const Desk& desk, std::size_t connections) {
    const auto store = desk.store.figures();
    const auto pool = desk.pool.load();
    const auto show = [this](std::string_view name, auto value) {
        impl_->set(name, static_cast<double>(value));
    };
    show("connections", connections);
    show("write_queue_depth", store.queue_depth);
    show("write_batches", store.batches);
    show("write_batches_apart", store.batches_apart);
    show("write_transactions", store.transactions);
    show("write_transactions_failed", store.failed_transactions);
    show("write_transactions_refused", store.refused_transactions);
    show("write_batch_size_mean",
         store.batches == 0
             ? 0.0
             : static_cast<double>(store.transactions) / static_cast<double>(store.batches));
    show("database_bytes", store.database_bytes);
    show("wal_bytes", store.wal_bytes);
    show("pool_queued", pool.queued);
    show("pool_busy", pool.busy);
    show("pool_refused", pool.refused);
    const auto long_reads = desk.long_reads.load();
    show("long_reads_queued", long_reads.queued);
    show("long_reads_busy", long_reads.busy);
    show("long_reads_taken", long_reads.queued + long_reads.busy + long_reads.done);
    show("long_reads_refused", long_reads.refused);
    const auto streams = desk.streams.figures();
    show("streams_open", streams.open);
    show("streams_refused", streams.refused);
    show("stream_events_sent", streams.events_sent);
    show("streams_dropped_slow", streams.slow_dropped);
    show("log_lines_dropped", log_lines_dropped());
    return prometheus::TextSerializer().Serialize(impl_->registry.Collect());
}

}  // namespace pilotlight::http
