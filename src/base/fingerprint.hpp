#pragma once

#include <string>
#include <string_view>

namespace pilotlight {

/// 32 hex digits that tell contents apart: XXH3 of 128 bits. Not where somebody could gain from
/// contents that share one.
std::string fingerprint(std::string_view bytes);

}  // namespace pilotlight
