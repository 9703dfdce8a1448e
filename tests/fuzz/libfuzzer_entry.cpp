#include <cstdint>

#include "target.hpp"

// The name and shape are libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    pilotlight::fuzz::run({reinterpret_cast<const char*>(data), size});
    return 0;
}
