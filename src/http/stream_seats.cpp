#include "http/stream_seats.hpp"

namespace pilotlight::http {

namespace {

constexpr int full_retry_after_s = 30;

}  // namespace

Result<std::unique_ptr<StreamSeats::Seat>> StreamSeats::take(AccountId account) {
    {
        const std::lock_guard lock(mutex_);
        const auto found = by_account_.find(account);
        if (found != by_account_.end() && found->second >= limits_.account_max) {
            ++refused_;
            return Error{.code = Code::throttled,
                         .message = "You have too many event streams open.",
                         .retry_after_s = full_retry_after_s};
        }
        if (open_ < limits_.all_max) {
            ++by_account_[account];
            ++open_;
            return std::make_unique<Seat>(*this, account);
        }
    }
    ++refused_;
    return Error{.code = Code::overloaded,
                 .message = "Too many event streams are open.",
                 .retry_after_s = full_retry_after_s};
}

void StreamSeats::give_back(AccountId account) {
    const std::lock_guard lock(mutex_);
    const auto found = by_account_.find(account);
    if (--found->second == 0) by_account_.erase(found);
    --open_;
}

StreamSeats::Figures StreamSeats::figures() const {
    Figures figures{
        .events_sent = events_sent_, .slow_dropped = slow_dropped_, .refused = refused_};
    const std::lock_guard lock(mutex_);
    figures.open = open_;
    return figures;
}

}  // namespace pilotlight::http
