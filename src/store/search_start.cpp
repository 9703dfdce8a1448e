#include "store/search_start.hpp"

#include <algorithm>
#include <bit>

#include "base/ascii.hpp"
#include "base/text.hpp"

namespace pilotlight::store {
namespace {

/// How many bytes at the front part words to the tokenizer (unicode61): ASCII that is no letter or
/// digit, blanks, quotes, dashes and the like beyond it.
std::size_t separator_bytes(std::string_view text) {
    static constexpr std::string_view beyond_ascii[] = {
        "\xC2\xA0",  // no-break space
        "\xC2\xAB",  // quotes of French
        "\xC2\xBB",
        "\xC2\xAD",  // soft hyphen
        "\xC2\xB7",  // middle dot
        "\xC3\x97",  // multiplication sign
    };
    const auto byte = static_cast<unsigned char>(text.front());
    if (byte < 0x80) return is_alphanumeric(text.front()) ? 0 : 1;
    if (text.starts_with("\xE2\x80") && text.size() > 2) return 3;  // U+2000..203F
    for (const auto one : beyond_ascii) {
        if (text.starts_with(one)) return one.size();
    }
    return 0;
}

/// Whether Latin letters with accents, or accents, may come, which the search index leaves out; and
/// the two signs that it takes for letters, Kelvin and Ångström (U+212A, U+212B).
bool begins_latin(std::string_view text) {
    if (text.empty()) return false;
    const auto byte = static_cast<unsigned char>(text.front());
    return (byte >= 0xC3 && byte <= 0xC9) || byte == 0xCC || byte == 0xCD || byte == 0xE1 ||
           text.starts_with("\xE2\x84");
}

/// Up to the next separator.
std::string_view take_word(std::string_view& text) {
    std::size_t skipped = 0;
    while (!text.empty() && (skipped = separator_bytes(text)) > 0) text.remove_prefix(skipped);
    auto rest = text;
    while (!rest.empty() && separator_bytes(rest) == 0) rest.remove_prefix(1);
    const auto word = text.substr(0, text.size() - rest.size());
    text = rest;
    return word;
}

}  // namespace

/// ASCII letters and digits in a row within what stands between two separators.
struct SearchStarts::Part {
    std::string_view letters{};
    std::string_view rest{};  // of the word
    bool is_first = true;
    std::size_t characters = 0;  // with the rest: the index makes no more letters of them
};

SearchStarts::SearchStarts(const std::vector<std::string_view>& starts) {
    for (const auto start : starts) found_.try_emplace(folded(start));
}

/// True when the part is what the start stands for.
bool SearchStarts::note_part(const Part& part, std::string_view start, Found& found) {
    const auto common = std::min(part.letters.size(), start.size());
    const auto is_alike = [](char letter, char wanted) { return ascii_lower(letter) == wanted; };
    if (!std::ranges::equal(part.letters.substr(0, common), start.substr(0, common), is_alike)) {
        return false;
    }
    if (common < start.size()) {
        // The rest may be the same letters with accents.
        const bool may_be = part.characters >= start.size() && begins_latin(part.rest);
        found.is_unclear = found.is_unclear || may_be;
        return false;
    }
    if (!part.is_first || !part.rest.empty()) {
        // What is beyond ASCII beside it may part words, or be more of this one.
        found.is_unclear = true;
        return false;
    }
    if (found.words.size() <= search_start_words_max) found.words.insert(folded(part.letters));
    return true;
}

std::set<SearchStarts::Found*> SearchStarts::note_word(std::string_view word) {
    std::set<Found*> held;
    Part part{.rest = word, .characters = character_count(word)};
    while (!part.rest.empty() || part.is_first) {
        const auto* const end = std::ranges::find_if_not(part.rest, is_alphanumeric);
        part.letters = {part.rest.begin(), end};
        part.rest = {end, part.rest.end()};
        for (auto& [start, found] : found_) {
            if (note_part(part, start, found)) held.insert(&found);
        }
        const auto* const next = std::ranges::find_if(part.rest, is_alphanumeric);
        const std::string_view between(part.rest.begin(), next);
        part.characters -= part.letters.size() + character_count(between);
        part.rest = {next, part.rest.end()};
        part.is_first = false;
    }
    return held;
}

void SearchStarts::note(const std::vector<std::string_view>& columns) {
    for (const auto text : columns) bytes_ += text.size();
    if (bytes_ > search_sample_bytes_max) has_enough_ = true;
    if (has_enough_) return;
    ++rows_;
    std::set<Found*> held;
    for (auto text : columns) {
        while (!text.empty()) held.merge(note_word(take_word(text)));
    }
    for (auto* found : held) ++found->rows;
    if (rows_ >= search_glance_rows && std::has_single_bit(static_cast<unsigned>(rows_))) {
        has_enough_ =
            std::ranges::none_of(found_, [this](const auto& one) { return is_common(one.second); });
    }
}

std::vector<std::string> SearchStarts::words_for(std::string_view start) const {
    const auto one = found_.find(folded(start));
    if (one == found_.end() || one->second.is_unclear) return {};
    const auto& found = one->second;
    const bool saw_all = !has_enough_ && rows_ < search_sample_rows;
    if (!saw_all && !is_common(found)) return {};
    auto words = found.words;
    words.insert(one->first);
    if (words.size() > search_start_words_max) return {};
    return {words.begin(), words.end()};
}

}  // namespace pilotlight::store
