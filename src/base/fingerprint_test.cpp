#include "base/fingerprint.hpp"

#include <doctest/doctest.h>

namespace pilotlight {
namespace {

TEST_CASE("a fingerprint follows from the contents alone") {
    // As `xxhsum -H128` prints them; XXH3 takes other ways for longer texts.
    CHECK(fingerprint("") == "99aa06d3014798d86001c324468d497f");
    CHECK(fingerprint("abc") == "06b05ab6733a618578af5f94892f3950");
    CHECK(fingerprint(std::string(1000, 'x')) == "50a1af5a5f2dcf01c0a4877b962cba82");
    CHECK(fingerprint(std::string(1000, 'x')) != fingerprint(std::string(1000, 'y')));
}

}  // namespace
}  // namespace pilotlight
