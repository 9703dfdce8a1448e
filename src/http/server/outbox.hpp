#pragma once

#include <chrono>
#include <functional>
#include <utility>
#include <vector>

namespace pilotlight::http {

/// What comes within so much of the last waits to be sent with what follows, for as long at most.
inline constexpr std::chrono::microseconds outbox_wait_max{100};

/// What is ready together is sent together: each send wakes whoever waits for it, which on a busy
/// machine takes the sender's core at once, once for every answer (ADR 16). What comes alone is
/// sent at once. One thread.
template <class Item>
class Outbox {
public:
    using Moment = std::chrono::steady_clock::time_point;
    using Send = std::function<void(const Item&)>;

    /// `later` runs what it is given on this thread, behind all that is ready.
    Outbox(Send send, std::function<void(std::function<void()>)> later)
        : send_(std::move(send)), later_(std::move(later)) {}

    void add(Item item, Moment now) {
        const bool is_alone = now - last_ > outbox_wait_max;
        last_ = now;
        if (held_.empty()) since_ = now;
        held_.push_back(std::move(item));
        if (is_alone || now - since_ > outbox_wait_max) return flush();
        if (held_.size() == 1) later_([this] { flush(); });
    }

private:
    /// Sending may add to what is held: that waits for the next time.
    void flush() {
        const auto sent = std::exchange(held_, {});
        for (const auto& item : sent) send_(item);
    }

    const Send send_;
    const std::function<void(std::function<void()>)> later_;
    std::vector<Item> held_{};
    Moment since_{};  // the first of them came
    Moment last_{};
};

}  // namespace pilotlight::http
