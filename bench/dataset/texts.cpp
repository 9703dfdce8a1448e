#include "dataset/texts.hpp"

#include <iterator>

namespace pilotlight::bench {
namespace {

// In the sentences: # is a thing, @ a place in the house, % a number.
constexpr std::string_view openings[] = {
    "Smell of gas near the # in the @.",
    "There is no gas supply at the # since this morning.",
    "The # in the @ goes out again and again.",
    "Gas pressure is low at the #, the flame is weak and yellow.",
    "Please check the # in the @, it makes a hissing noise.",
    "The bill for gas shows % units more than the # can have used.",
    "A new gas connection is needed for the # in the @.",
    "The meter beside the # has stopped at %.",
    "We are moving house; please close the gas account and seal the #.",
    "The regulator of the # froze last night and the gas stopped.",
    "Contractors dug near the @ and may have touched the gas pipe of the #.",
    "The carbon monoxide alarm in the @ went off while the # was burning.",
    "The pilot light of the # will not stay lit.",
    "I sent the reading % twice and the gas bill is still estimated.",
    "The safety inspection of the # is overdue by % days.",
    "The payment of % was debited twice for the same gas bill.",
    "The flexible hose behind the # looks cracked.",
    "Somebody has tampered with the seal of the gas meter in the @.",
    "The technician who came about the # left the @ unfinished.",
    "Thank you for the quick repair of the gas #.",
};
constexpr std::string_view details[] = {
    "The valve is closed and the windows are open.",
    "Nobody has been at home for % days.",
    "The neighbours on floor % have noticed it too.",
    "It began after the maintenance work in the street.",
    "An elderly person lives here, please come soon.",
    "The meter shows % now.",
    "The dog is friendly; please ring twice.",
    "We are at home every day after % o'clock.",
    "The last visit, % weeks ago, did not help.",
    "The # was replaced only last year.",
    "The caretaker has the key to the @.",
    "Please call before you come, the gate is locked.",
    "A photo of the # is attached.",
    "It is worse in the evening, when everybody cooks.",
    "The installer said that the pipe is too narrow for the #.",
    "The same happened at the # in the @.",
};
constexpr std::string_view comments[] = {
    "When will somebody come? It is about the #.",
    "The smell is weaker now, but still there near the #.",
    "Thank you, the # works again.",
    "Nobody came yesterday although we waited until % o'clock.",
    "Please reschedule the visit, we are away for % days.",
    "The technician asked for a picture of the #, here it is.",
    "The meter reads % today.",
    "Is it safe to use the # until then?",
    "The caretaker can open the @ at any time.",
    "It happened again this morning, about % minutes long.",
};
constexpr std::string_view notes[] = {
    "Technician assigned for inspection of the #.",
    "Called the customer: valve closed, windows open, # off.",
    "Leak test at the # done, no drop in % minutes.",
    "Replaced the regulator of the #; pressure is % mbar.",
    "Fitting at the # tightened, soap test clean.",
    "Customer not at home, card left at the @.",
    "Bill corrected by % units after the meter test.",
    "Waiting for a spare part for the #.",
    "Pipe in the @ marked and photographed before digging.",
    "Supply restored, # relit and checked.",
};
constexpr std::string_view titles[] = {
    "Smell of gas",
    "No gas",
    "Weak flame",
    "Gas bill too high",
    "Hissing noise",
    "New connection",
    "Meter stopped",
    "Moving out",
    "Inspection overdue",
    "Paid twice",
    "Pilot light goes out",
    "Praise",
};
constexpr std::string_view things[] = {
    "stove",        "meter",        "boiler",      "regulator", "hose",       "valve",
    "geyser",       "oven",         "heater",      "pipe",      "burner",     "cooker",
    "hob",          "radiator",     "furnace",     "fireplace", "thermostat", "chimney",
    "compressor",   "manifold",     "flange",      "dryer",     "grill",      "generator",
    "barbecue",     "kiln",         "incinerator", "autoclave", "boiler",     "riser",
    "thermocouple", "electrovalve",
};
constexpr std::string_view rooms[] = {
    "kitchen",
    "bathroom",
    "cellar",
    "corridor",
    "balcony",
    "courtyard",
    "garage",
    "basement",
    "laundry",
    "shop",
    "canteen",
    "workshop",
    "stairway",
    "attic",
    "pantry",
    "scullery",
};
constexpr std::string_view streets[] = {
    "Main Road",
    "Station Road",
    "Temple Street",
    "Lake View",
    "Ring Road",
    "Park Street",
    "Hill Road",
    "Market Lane",
    "Canal Street",
    "Old Fort",
    "Mill Lane",
    "Ferry Road",
};
constexpr std::string_view first_names[] = {
    "Meera", "Ravi",  "Asha",  "Dev",   "Tarun", "Nisha", "Kiran", "Arjun", "Leela", "Vikram",
    "Sofia", "Anton", "Maria", "Jonas", "Clara", "Oskar", "Elena", "Pavel", "Irina", "Samuel",
};
constexpr std::string_view beginnings[] = {
    "ka",  "ma",  "sha", "ban", "kor", "vel", "tir", "nal", "gul", "pur", "an", "bel",
    "dor", "har", "jay", "lim", "mur", "nor", "pal", "rav", "sul", "tan", "ul", "wes",
};
constexpr std::string_view middles[] = {
    "ma", "la", "ri", "do", "ne", "sa",  "vi", "go", "tu", "ra", "mi", "ko",
    "be", "ja", "lo", "ni", "pa", "qui", "su", "ta", "va", "wi", "ya", "zo",
};
constexpr std::string_view endings[] = {
    "pur",   "nagar", "gala", "ham",   "ville", "bad",   "patti", "dorf",   "stead",
    "wick",  "palli", "garh", "puram", "kere",  "gaon",  "ford",  "thorpe", "mere",
    "holm",  "bury",  "ton",  "ley",   "gate",  "field", "brook", "cross",  "heim",
    "stadt", "berg",  "bach", "feld",  "rode",  "au",    "burg",  "hagen",
};

template <std::size_t size>
std::string_view zipf_of(const std::string_view (&list)[size], Random& random) {
    static const Zipf ranks(size, 2);
    return list[ranks.draw(random)];
}

std::string locality_name(std::size_t rank) {
    // Three coprime walks: 24 × 24 × 35 = 20,160 names before one returns.
    const auto tail = rank / (std::size(beginnings) * std::size(middles));
    std::string name(beginnings[rank % std::size(beginnings)]);
    name += middles[rank / std::size(beginnings) % std::size(middles)];
    name += endings[tail % std::size(endings)];
    name.front() = static_cast<char>(name.front() - 'a' + 'A');
    return name;
}

}  // namespace

Texts::Texts() {
    for (std::size_t rank = 0; rank < localities; ++rank) names_.push_back(locality_name(rank));
}

std::string Texts::filled(std::string_view sentence, Random& random) const {
    constexpr std::size_t number_max = 9'999;
    std::string text;
    for (const char c : sentence) {
        if (c == '#') {
            text += zipf_of(things, random);
        } else if (c == '@') {
            text += zipf_of(rooms, random);
        } else if (c == '%') {
            text += std::to_string(1 + random.below(number_max));
        } else {
            text += c;
        }
    }
    return text;
}

std::string Texts::title(Random& random) const {
    return std::string(zipf_of(titles, random)) + ", " + std::string(zipf_of(things, random));
}

std::string Texts::description(Random& random) const {
    auto text = filled(zipf_of(openings, random), random);
    for (auto more = random.below(4); more > 0; --more) {
        text += ' ' + filled(zipf_of(details, random), random);
    }
    return text;
}

std::string Texts::comment(Random& random) const {
    return filled(zipf_of(comments, random), random);
}

std::string Texts::staff_note(Random& random) const {
    return filled(zipf_of(notes, random), random);
}

Texts::Place Texts::place(Random& random) const {
    constexpr std::size_t house_max = 400;
    const auto rank = by_locality_.draw(random);
    return {.address = std::to_string(1 + random.below(house_max)) + ' ' +
                       std::string(zipf_of(streets, random)) + ", " + names_[rank],
            .locality = rank};
}

std::string Texts::first_name(Random& random) const {
    return std::string(zipf_of(first_names, random));
}

std::string Texts::last_name(Random& random) const {
    return names_[by_locality_.draw(random)];
}

}  // namespace pilotlight::bench
