#pragma once

#include <condition_variable>
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
/// only; a restart, or a clock set back by more than the window, starts from nothing. Any thread.
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

    /// Counts one event when the key may act (nullopt), else says how long to wait.
    std::optional<int> take(std::string_view key, Instant now);

    /// Undoes one event that take() counted.
    void give_back(std::string_view key);

    /// Keeps room for an event that may come of what the caller does now; nullopt when there is
    /// room. While others hold the last of it this waits for them, so parallel attempts neither
    /// slip through nor count before they failed. Only for a thread that may block, and every
    /// hold must end in release() without waiting for another one of the same key.
    std::optional<int> hold(std::string_view key, Instant now);

    /// Ends one hold; the event came at `event_at`, if it came.
    void release(std::string_view key, std::optional<Instant> event_at);

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
    Instant full_until(const Entry& entry, Instant now) const;
    const Entry* find(std::string_view key) const;
    void add(std::string_view key, Instant now);

    const Options options_;
    const std::chrono::microseconds interval_;  // one event's share of the window
    mutable std::mutex mutex_{};
    Entries entries_{};                                                 // guarded by mutex_
    std::unordered_map<std::string_view, Entries::iterator> by_key_{};  // guarded by mutex_
    std::unordered_map<std::string, int> held_{};  // guarded by mutex_; only keys that are held
    std::condition_variable released_{};
};

/// What a throttle counts an address under: an IPv4 address alone, an IPv6 address with its /64,
/// because a subscriber is given one whole; any other text as it is.
std::string throttle_key(std::string_view address);

}  // namespace pilotlight
