#include "http/server/random_id.hpp"

#include <cstdint>
#include <random>
#include <string_view>

namespace pilotlight::http {

namespace {

std::mt19937_64 seeded_generator() {
    std::random_device device;
    std::seed_seq seed{
        device(), device(), device(), device(), device(), device(), device(), device()};
    return std::mt19937_64(seed);
}

}  // namespace

std::string random_id() {
    constexpr std::string_view digits = "0123456789abcdef";
    thread_local std::mt19937_64 generator = seeded_generator();
    std::string id;
    id.reserve(32);
    for (int half = 0; half < 2; ++half) {
        auto bits = generator();
        for (int digit = 0; digit < 16; ++digit, bits >>= 4) id += digits[bits & 15];
    }
    return id;
}

}  // namespace pilotlight::http
