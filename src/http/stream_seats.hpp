#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "base/result.hpp"
#include "domain/account.hpp"

namespace pilotlight::http {

/// How many streams are open, of each account and in all, and what they have done. Any thread.
class StreamSeats {
public:
    struct Limits {
        std::size_t all_max = 5'000;
        std::size_t account_max = 10;
    };

    explicit StreamSeats(Limits limits) : limits_(limits) {}

    /// Gives the place back when it goes. The seats outlive it.
    class Seat {
    public:
        Seat(StreamSeats& seats, AccountId account) : seats_(seats), account_(account) {}
        ~Seat() { seats_.give_back(account_); }
        Seat(const Seat&) = delete;
        Seat& operator=(const Seat&) = delete;

    private:
        StreamSeats& seats_;
        const AccountId account_;
    };

    /// throttled when the account has too many, overloaded when there are too many in all.
    Result<std::unique_ptr<Seat>> take(AccountId account);

    struct Figures {
        std::size_t open = 0;
        std::uint64_t events_sent = 0;
        std::uint64_t slow_dropped = 0;
        std::uint64_t refused = 0;
    };
    Figures figures() const;
    void count_events(std::uint64_t n) { events_sent_ += n; }
    void count_slow() { ++slow_dropped_; }

private:
    void give_back(AccountId account);

    const Limits limits_;
    mutable std::mutex mutex_{};
    std::unordered_map<AccountId, std::size_t> by_account_{};  // by mutex_, as the next
    std::size_t open_ = 0;
    std::atomic<std::uint64_t> events_sent_{0};
    std::atomic<std::uint64_t> slow_dropped_{0};
    std::atomic<std::uint64_t> refused_{0};
};

}  // namespace pilotlight::http
