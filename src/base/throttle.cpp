#include "base/throttle.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace pilotlight {
namespace {

/// A request that came earlier than others may be judged after them by this much.
constexpr std::chrono::seconds in_flight_max{60};

}  // namespace

Throttle::Throttle(Options options)
    : options_(options),
      interval_(std::chrono::microseconds(options.window) /
                static_cast<std::int64_t>(options.events_max)) {}

std::optional<int> Throttle::wait_s(Instant full_until, Instant now) const {
    const auto room_at = full_until + interval_ - std::chrono::microseconds(options_.window);
    if (room_at <= now) return std::nullopt;
    return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(room_at - now).count());
}

/// Later than it can come to be only by a clock that was set back since: such an entry says
/// nothing.
Instant Throttle::full_until(const Entry& entry, Instant now) const {
    return entry.full_until - now > options_.window + in_flight_max ? now : entry.full_until;
}

const Throttle::Entry* Throttle::find(std::string_view key) const {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : &*found->second;
}

void Throttle::add(std::string_view key, Instant now) {
    const auto found = by_key_.find(key);
    if (found != by_key_.end()) {
        auto& entry = *found->second;
        entry.full_until = std::max(full_until(entry, now), now) + interval_;
        entries_.splice(entries_.begin(), entries_, found->second);
        return;
    }
    if (entries_.size() >= options_.keys_max) {
        by_key_.erase(entries_.back().key);
        entries_.pop_back();
    }
    entries_.push_front({std::string(key), now + interval_});
    by_key_[entries_.front().key] = entries_.begin();
}

std::optional<int> Throttle::retry_after_s(std::string_view key, Instant now) const {
    const std::lock_guard lock(mutex_);
    const auto* entry = find(key);
    return entry == nullptr ? std::nullopt : wait_s(full_until(*entry, now), now);
}

std::optional<int> Throttle::take(std::string_view key, Instant now) {
    const std::lock_guard lock(mutex_);
    if (const auto* entry = find(key)) {
        if (auto wait = wait_s(full_until(*entry, now), now)) return wait;
    }
    add(key, now);
    return std::nullopt;
}

void Throttle::give_back(std::string_view key) {
    const std::lock_guard lock(mutex_);
    const auto found = by_key_.find(key);
    if (found != by_key_.end()) found->second->full_until -= interval_;
}

std::optional<int> Throttle::hold(std::string_view key, Instant now) {
    const std::string name(key);
    std::unique_lock lock(mutex_);
    while (true) {
        const auto* entry = find(key);
        const auto until = entry == nullptr ? now : std::max(full_until(*entry, now), now);
        if (const auto wait = wait_s(until, now)) return wait;
        const auto held = held_.find(name);
        const int others = held == held_.end() ? 0 : held->second;
        if (!wait_s(until + interval_ * others, now)) break;
        released_.wait(lock);
    }
    ++held_[name];
    return std::nullopt;
}

void Throttle::release(std::string_view key, std::optional<Instant> event_at) {
    {
        const std::lock_guard lock(mutex_);
        if (event_at) add(key, *event_at);
        const auto held = held_.find(std::string(key));
        if (held != held_.end() && --held->second == 0) held_.erase(held);
    }
    released_.notify_all();
}

void Throttle::forget(std::string_view key) {
    const std::lock_guard lock(mutex_);
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return;
    const auto entry = found->second;
    by_key_.erase(found);
    entries_.erase(entry);
}

std::size_t Throttle::size() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

std::string throttle_key(std::string_view address) {
    constexpr std::size_t network_bytes = 8;
    std::array<std::uint8_t, sizeof(in6_addr)> bytes{};
    if (inet_pton(AF_INET6, std::string(address).c_str(), bytes.data()) != 1) {
        return std::string(address);
    }
    std::fill(bytes.begin() + network_bytes, bytes.end(), std::uint8_t{0});
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
    return std::string(text.data()) + "/64";
}

}  // namespace pilotlight
