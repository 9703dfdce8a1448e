#include "base/fingerprint.hpp"

#include <doctest/doctest.h>

namespace pilotlight {
namespace {

TEST_CASE("a fingerprint follows from the contents alone") {
    // As `xxhsum -H128` prints them.
    CHECK(fingerprint("") == "99aa06d3014798d86001c324468d497f");
    CHECK(fingerprint("abc") == "06b05ab6733a618578af5f94892f3950");
}

}  // namespace
}  // namespace pilotlight
