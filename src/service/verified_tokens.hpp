#pragma once
// Access tokens whose signature was found good. A client sends one token with hundreds of requests,
// and its check is a quarter of the work of a short read (docs/performance.md).

#include <array>
#include <memory>
#include <mutex>

#include "base/crypto.hpp"
#include "base/jwt.hpp"

namespace pilotlight::service {

/// Remembers what good tokens say, not the tokens: each is known by its keyed hash, which nobody
/// can meet with another text. A newer token takes the place of the one whose slot it falls into.
/// Any thread.
class VerifiedTokens {
public:
    static constexpr std::size_t tokens_max = 2'048;
    using Found = std::shared_ptr<const Claims>;

    /// What keep() was told of this very token, or null. Says nothing of whether it has expired.
    Found find(std::string_view token) const;
    Found keep(std::string_view token, Claims claims);

private:
    struct Slot {
        SipHash::Result hash{};
        Found claims{};
    };
    Slot& slot_of(const SipHash::Result& hash) const;

    const SipHash hash_{};
    mutable std::mutex mutex_{};
    mutable std::array<Slot, tokens_max> slots_{};  // guarded by mutex_
};

}  // namespace pilotlight::service
