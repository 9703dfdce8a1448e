#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dataset/random.hpp"

namespace pilotlight::bench {

/// What people write to a gas utility. Sentences, things and places are drawn by Zipf's law, so
/// that a search meets common words ("gas"), phrases ("smell of gas"), beginnings ("kitch") and
/// words that hardly anybody used (the names of small localities).
class Texts {
public:
    static constexpr std::size_t localities = 20'000;

    Texts();

    std::string title(Random& random) const;
    std::string description(Random& random) const;
    std::string comment(Random& random) const;
    std::string staff_note(Random& random) const;

    struct Place {
        std::string address{};
        std::size_t locality = 0;  // rank, 0 is the largest
    };
    Place place(Random& random) const;
    const std::string& locality(std::size_t rank) const { return names_[rank]; }
    std::string first_name(Random& random) const;
    std::string last_name(Random& random) const;

private:
    std::string filled(std::string_view sentence, Random& random) const;

    std::vector<std::string> names_{};
    Zipf by_locality_{localities};
};

}  // namespace pilotlight::bench
