#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace pilotlight {

/// A row's key that cannot be mistaken for another table's. 0 is "none"; stores count from 1.
template <class Noun>
struct Id {
    std::int64_t value = 0;

    explicit operator bool() const noexcept { return value != 0; }
    auto operator<=>(const Id&) const = default;
};

}  // namespace pilotlight

template <class Noun>
struct std::hash<pilotlight::Id<Noun>> {
    std::size_t operator()(pilotlight::Id<Noun> id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
