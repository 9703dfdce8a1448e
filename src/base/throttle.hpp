#pragma once

#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/instant.hpp"

namespace pilotlight {

/// Counts events per key and says when there were too many: at most `events_max` at once, and one
/// more for every window/events_max that passes (a token bucket kept as one instant a key, GCRA).
/// Memory is bounded: beyond `keys_max` the key that was quiet longest is forgotten. In memory
/// only; a restart starts from nothing. Any thread.
class Throttle {
public:
    struct Options {
        std::size_t events_max = 5;  // ≥ 1
        std::chrono::seconds window{900};
        std::size_t keys_max = 100'000;
    };

    explicit Throttle(Options options);

    /// Seconds (≥ 1) until the key may act again; nullopt when it may now. Counts nothing.
    std::optional<int> retry_after_s(std::string_view key, Instant now) const;

    /// Counts one event, whether or not the key may act.
    void record(std::string_view key, Instant now);

    /// Both in one step: counts when the key may act (nullopt), else says how long to wait. Use it
    /// where parallel attempts must not slip through between the question and the count.
    std::optional<int> take(std::string_view key, Instant now);

    /// Undoes one event: a log-in that was counted in advance and turned out right.
    void give_back(std::string_view key);

    /// Forgets the key.
    void forget(std::string_view key);

    std::size_t size() const;

private:
    struct Entry {
        std::string key{};
        Instant full_until{};  // when the bucket is empty of events again
    };
    using Entries = std::list<Entry>;  // the last touched in front

    std::optional<int> wait_s(Instant full_until, Instant now) const;
    const Entry* find(std::string_view key) const;
    void add(std::string_view key, Instant now);

    const Options options_;
    const std::chrono::microseconds interval_;  // one event's share of the window
    mutable std::mutex mutex_{};
    Entries entries_{};                                                 // guarded by mutex_
    std::unordered_map<std::string_view, Entries::iterator> by_key_{};  // guarded by mutex_
};

}  // namespace pilotlight
