#include "service/verified_tokens.hpp"

#include <cstring>
#include <utility>

namespace pilotlight::service {

std::size_t VerifiedTokens::number_of(const SipHash::Result& hash) {
    std::size_t number = 0;
    std::memcpy(&number, hash.data(), sizeof number);
    return number % tokens_max;
}

VerifiedTokens::Kept VerifiedTokens::find(std::string_view token) const {
    if (token.size() > jwt_bytes_max) return nullptr;
    const auto hash = hash_(token);
    const std::lock_guard lock(mutex_);
    const auto& slot = slots_[number_of(hash)];
    return equal_constant_time(slot.hash, hash) ? slot.claims : nullptr;
}

VerifiedTokens::Kept VerifiedTokens::keep(std::string_view token, Claims claims) {
    const auto hash = hash_(token);
    auto kept = std::make_shared<const Claims>(std::move(claims));
    Slot former{hash, kept};  // freed after the lock
    const std::lock_guard lock(mutex_);
    std::swap(slots_[number_of(hash)], former);
    return kept;
}

}  // namespace pilotlight::service
