#include "base/fingerprint.hpp"

#include <xxhash.h>

#include "base/crypto.hpp"

namespace pilotlight {

std::string fingerprint(std::string_view bytes) {
    XXH128_canonical_t digest{};
    XXH128_canonicalFromHash(&digest, XXH3_128bits(bytes.data(), bytes.size()));
    return to_hex(digest.digest);
}

}  // namespace pilotlight
