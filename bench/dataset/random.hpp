#pragma once
// Chance that is the same everywhere: the standard library's distributions differ between
// libraries.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pilotlight::bench {

/// SplitMix64: a 64-bit state, every seed good.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15U;
        auto z = state_;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }
    /// 0 to below; `below` is at least 1. The bias is far below what a data set shows.
    std::size_t below(std::size_t below) { return next() % below; }
    /// In [0, 1).
    double fraction() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
    bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }

private:
    std::uint64_t state_;
};

/// Draws ranks 0, 1, 2 … with weights 1 / (rank + 1 + flatness): few are drawn often, most hardly
/// ever. A higher flatness keeps the first from standing out.
class Zipf {
public:
    explicit Zipf(std::size_t size, double flatness = 0) {
        double sum = 0;
        for (std::size_t rank = 0; rank < size; ++rank) {
            sum += 1 / (static_cast<double>(rank) + 1 + flatness);
            sums_.push_back(sum);
        }
    }
    std::size_t draw(Random& random) const {
        const auto found = std::ranges::upper_bound(sums_, random.fraction() * sums_.back());
        return std::min(static_cast<std::size_t>(found - sums_.begin()), sums_.size() - 1);
    }

private:
    std::vector<double> sums_{};
};

}  // namespace pilotlight::bench
