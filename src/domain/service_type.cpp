#include "domain/service_type.hpp"

#include <algorithm>

namespace pilotlight {

std::string_view shown_word(const ServiceType& type, std::string_view word) {
    return !word.empty() && type.aliases.contains(word) ? word : std::string_view(type.slug);
}

std::string slug_fault(std::string_view slug) {
    const bool plain = std::ranges::all_of(slug, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
    return plain && !slug.empty() ? "" : "Use lower-case letters, digits, - and _ only.";
}

}  // namespace pilotlight
