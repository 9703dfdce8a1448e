#pragma once
// Access tokens whose signature was found good. A client sends one token with hundreds of requests,
// and its check was a quarter of the work of a short read (docs/performance.md, ADR 3).

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string_view>

#include "base/crypto.hpp"
#include "base/jwt.hpp"

namespace pilotlight::service {

/// Remembers what good tokens say, not the tokens: each is known by its hash under a key of this
/// process, for which nobody can find another text. A newer token takes the place of the one whose
/// slot it falls into. Any thread.
class VerifiedTokens {
public:
    static constexpr std::size_t tokens_max = 2'048;
    using Kept = std::shared_ptr<const Claims>;

    /// What keep() was told of this very token, or null. Says nothing of whether it has expired.
    Kept find(std::string_view token) const;
    /// Requires that verify_jwt() answered `claims` for this token. Returns them, shared.
    Kept keep(std::string_view token, Claims claims);

private:
    struct Slot {
        SipHash::Result hash{};
        Kept claims{};
    };
    static std::size_t number_of(const SipHash::Result& hash);

    const SipHash hash_{};
    mutable std::mutex mutex_{};
    std::array<Slot, tokens_max> slots_{};  // guarded by mutex_
};

}  // namespace pilotlight::service
