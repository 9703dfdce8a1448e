#include "base/throttle.hpp"

namespace pilotlight {

Throttle::Throttle(Options options)
    : options_(options),
      interval_(std::chrono::microseconds(options.window) /
                static_cast<std::int64_t>(options.events_max)) {}

std::optional<int> Throttle::wait_s(Instant full_until, Instant now) const {
    const auto room_at = full_until + interval_ - std::chrono::microseconds(options_.window);
    if (room_at <= now) return std::nullopt;
    return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(room_at - now).count());
}

const Throttle::Entry* Throttle::find(std::string_view key) const {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : &*found->second;
}

void Throttle::add(std::string_view key, Instant now) {
    const auto found = by_key_.find(key);
    if (found != by_key_.end()) {
        auto& entry = *found->second;
        entry.full_until = std::max(entry.full_until, now) + interval_;
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
    return entry == nullptr ? std::nullopt : wait_s(entry->full_until, now);
}

void Throttle::record(std::string_view key, Instant now) {
    const std::lock_guard lock(mutex_);
    add(key, now);
}

std::optional<int> Throttle::take(std::string_view key, Instant now) {
    const std::lock_guard lock(mutex_);
    if (const auto* entry = find(key)) {
        if (auto wait = wait_s(entry->full_until, now)) return wait;
    }
    add(key, now);
    return std::nullopt;
}

void Throttle::give_back(std::string_view key) {
    const std::lock_guard lock(mutex_);
    const auto found = by_key_.find(key);
    if (found != by_key_.end()) found->second->full_until -= interval_;
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

}  // namespace pilotlight
