#include "service/verified_tokens.hpp"

#include <cstring>

namespace pilotlight::service {
namespace {

std::string_view as_text(const SipHash::Result& hash) {
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace

VerifiedTokens::Slot& VerifiedTokens::slot_of(const SipHash::Result& hash) const {
    std::size_t number = 0;
    std::memcpy(&number, hash.data(), sizeof number);
    return slots_[number % tokens_max];
}

VerifiedTokens::Found VerifiedTokens::find(std::string_view token) const {
    const auto hash = hash_(token);
    const std::lock_guard lock(mutex_);
    const auto& slot = slot_of(hash);
    return equal_constant_time(as_text(slot.hash), as_text(hash)) ? slot.claims : nullptr;
}

VerifiedTokens::Found VerifiedTokens::keep(std::string_view token, Claims claims) {
    const auto hash = hash_(token);
    auto kept = std::make_shared<const Claims>(std::move(claims));
    const std::lock_guard lock(mutex_);
    slot_of(hash) = {hash, kept};
    return kept;
}

}  // namespace pilotlight::service
