#pragma once

#include <chrono>
#include <functional>
#include <utility>
#include <vector>

#include "base/worker_pool.hpp"

namespace pilotlight::http {

/// What comes so soon after the last is held; what has been held for longer goes at the next
/// send_due().
inline constexpr std::chrono::microseconds answer_hold{100};

/// Sends in a row what is ready together: each send wakes whoever waits for it, which on a busy
/// machine takes the sender's core at once, once for every answer (ADR 16). `Item` is a session,
/// and a number in the test. One thread.
template <class Item>
class AnswerBatch {
public:
    using Moment = std::chrono::steady_clock::time_point;
    using Send = std::function<void(const Item&)>;

    /// `send` does not throw; `later` runs what it is given on this thread, behind all that is
    /// ready.
    AnswerBatch(Send send, Later later) : send_(std::move(send)), later_(std::move(later)) {}

    /// Sends what comes alone at once, and never anything else: whoever adds is in the middle of a
    /// request. Throws what `later` throws; the item is held then.
    void add(Item item, Moment now) {
        const bool is_alone = now - last_ > answer_hold;
        last_ = now;
        if (is_alone && held_.empty() && !is_sending_) return send_(item);
        if (held_.empty()) since_ = now;
        held_.push_back(std::move(item));
        if (!is_sending_) ask_for_step();
    }

    bool is_empty() const { return held_.empty(); }

    /// For between two requests: sends what has been held for long.
    void send_due(Moment now) {
        if (!held_.empty() && !is_sending_ && now - since_ > answer_hold) send_all();
    }

private:
    void ask_for_step() {
        if (is_asked_) return;
        later_([this] {
            is_asked_ = false;
            send_all();
        });
        is_asked_ = true;
    }

    /// Sending one may have its connection's next request answered: that waits for the next step.
    void send_all() {
        is_sending_ = true;
        sent_.swap(held_);
        for (const auto& item : sent_) send_(item);
        sent_.clear();
        is_sending_ = false;
        if (!held_.empty()) ask_for_step();
    }

    const Send send_;
    const Later later_;
    std::vector<Item> held_{};
    std::vector<Item> sent_{};
    Moment since_{};  // the first of those held came
    Moment last_{};
    bool is_asked_ = false;  // for a step that has not run yet
    bool is_sending_ = false;
};

}  // namespace pilotlight::http
