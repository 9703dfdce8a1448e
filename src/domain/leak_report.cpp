#include "domain/leak_report.hpp"

namespace pilotlight {

std::string leak_description(const LeakWords& words) {
    auto text = words.what;
    if (!words.place.empty()) text += "\n\nWhere: " + words.place;
    text += words.place.empty() ? "\n\nReported by: " : "\nReported by: ";
    text += words.name.empty() ? std::string("(no name given)") : words.name;
    return text + "\nTelephone: " + words.phone;
}

}  // namespace pilotlight
