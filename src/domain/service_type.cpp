#include "domain/service_type.hpp"

#include <algorithm>
#include <vector>

#include "base/ascii.hpp"
#include "base/text.hpp"

namespace pilotlight {
namespace {

bool is_letter(char c) {
    return is_lower_alphanumeric(c) || is_beyond_ascii(c);
}

/// Words that tell nothing about the type: every second request has them.
bool is_stop_word(std::string_view word) {
    static constexpr std::string_view words[] = {"a",   "an", "and", "at",  "but", "for", "from",
                                                 "gas", "i",  "in",  "is",  "it",  "my",  "of",
                                                 "on",  "or", "our", "the", "to",  "we",  "with"};
    return std::ranges::find(words, word) != std::end(words);
}

std::vector<std::string> telling_words(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : folded(text) + " ") {
        if (is_letter(c)) {
            word += c;
            continue;
        }
        if (!word.empty() && !is_stop_word(word)) words.push_back(word);
        word.clear();
    }
    return words;
}

/// "leaking" is "leak": one begins with the other, which has four letters or more.
bool same_stem(std::string_view a, std::string_view b) {
    constexpr std::size_t stem_length_min = 4;
    if (a == b) return true;
    const auto shorter = std::min(a.size(), b.size());
    return shorter >= stem_length_min && a.substr(0, shorter) == b.substr(0, shorter);
}

int shared_words(const std::vector<std::string>& written, std::string_view text) {
    const auto known = telling_words(text);
    return static_cast<int>(std::ranges::count_if(written, [&](const std::string& word) {
        return std::ranges::any_of(known,
                                   [&](const std::string& own) { return same_stem(word, own); });
    }));
}

/// A word of the name tells twice as much as one of the description, and whoever names an emergency
/// has one, whatever else they write of.
int likeness(const ServiceType& type, const std::vector<std::string>& written) {
    constexpr int emergency_weight = 1'000;
    const auto name = type.slug + " " + type.name + " " + type.aliases.text;
    const int weight = type.hazard == Hazard::emergency ? emergency_weight : 2;
    return weight * shared_words(written, name) + shared_words(written, type.description);
}

/// "New Connection" as slugs and aliases spell it.
std::string as_slug(std::string_view text) {
    auto slug = folded(trimmed(text));
    std::ranges::replace(slug, ' ', '_');
    std::ranges::replace(slug, '-', '_');
    return slug;
}

}  // namespace

std::string_view shown_word(const ServiceType& type, std::string_view word) {
    return !word.empty() && type.aliases.contains(word) ? word : std::string_view(type.slug);
}

std::string slug_from(std::string_view name) {
    std::string slug;
    bool is_gap = false;
    for (const char c : folded(name)) {
        const bool is_plain = is_lower_alphanumeric(c);
        if (is_plain && is_gap && !slug.empty()) slug += '_';
        if (is_plain) slug += c;
        is_gap = !is_plain;
    }
    if (slug.size() > word_length_max) slug.resize(word_length_max);
    return slug.empty() ? "type" : slug;
}

std::string slug_fault(std::string_view slug) {
    const bool plain = std::ranges::all_of(
        slug, [](char c) { return is_lower_alphanumeric(c) || c == '_' || c == '-'; });
    return plain && !slug.empty() ? "" : "Use lower-case letters, digits, - and _ only.";
}

const ServiceType* nearest_type(std::span<const ServiceType> types, std::string_view written) {
    const auto slug = as_slug(written);
    const auto words = telling_words(written);
    const ServiceType* nearest = nullptr;
    int most = 0;
    for (const auto& type : types) {
        if (type.slug == slug || type.aliases.contains(slug) || as_slug(type.name) == slug) {
            return &type;
        }
        const int now = likeness(type, words);
        const bool nearer = now > most || (now == most && now > 0 && type.hazard > nearest->hazard);
        if (!nearer) continue;
        nearest = &type;
        most = now;
    }
    if (nearest != nullptr) return nearest;
    const auto other = std::ranges::find_if(
        types, [](const ServiceType& type) { return type.aliases.contains("other"); });
    if (other != types.end()) return &*other;
    return types.empty() ? nullptr : &types.back();
}

}  // namespace pilotlight
