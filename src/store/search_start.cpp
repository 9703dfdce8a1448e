#include "store/search_start.hpp"

#include <algorithm>

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

char small(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter;
}

/// First bytes of Latin letters with accents, and of accents, which the search index leaves out.
bool begins_latin(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 0xC3 && byte <= 0xC9) || byte == 0xCC || byte == 0xCD || byte == 0xE1;
}

}  // namespace

bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// What a word has of ASCII letters and digits before anything else, and what comes then.
struct SearchStarts::Part {
    enum class Next : std::uint8_t { end, latin, other };

    std::string_view letters{};
    Next next = Next::end;
};

SearchStarts::SearchStarts(const std::vector<std::string_view>& starts) {
    for (const auto start : starts) found_.try_emplace(folded(start));
}

/// True when the part is what the start stands for.
bool SearchStarts::note_part(const Part& part, std::string_view start, Found& found) {
    const auto common = std::min(part.letters.size(), start.size());
    const auto is_alike = [](char letter, char wanted) { return small(letter) == wanted; };
    if (!std::ranges::equal(part.letters.substr(0, common), start.substr(0, common), is_alike)) {
        return false;
    }
    const bool begins_so = part.letters.size() >= start.size();
    // What follows may be the same letters with accents, or more of a word that begins so.
    if (part.next == Part::Next::latin || (begins_so && part.next == Part::Next::other)) {
        found.is_unclear = true;
    }
    if (!begins_so || part.next != Part::Next::end) return false;
    if (found.words.size() <= search_start_words_max) found.words.insert(folded(part.letters));
    return true;
}

SearchStarts::Part SearchStarts::take_part(std::string_view& text) {
    while (!text.empty()) {
        const auto skipped = separator_bytes(text);
        if (skipped == 0) break;
        text.remove_prefix(skipped);
    }
    const auto* const end = std::ranges::find_if_not(text, is_alphanumeric);
    Part part{.letters = {text.begin(), end}};
    text = {end, text.end()};
    if (!text.empty() && separator_bytes(text) == 0) {
        part.next = begins_latin(text.front()) ? Part::Next::latin : Part::Next::other;
    }
    while (!text.empty() && separator_bytes(text) == 0) text.remove_prefix(1);
    return part;
}

void SearchStarts::note(const std::vector<std::string_view>& columns) {
    for (const auto text : columns) bytes_ += text.size();
    if (bytes_ > search_sample_bytes_max) {
        is_whole_ = false;
        return;
    }
    ++rows_;
    std::set<Found*> held;
    for (auto text : columns) {
        while (!text.empty()) {
            const auto part = take_part(text);
            for (auto& [start, found] : found_) {
                if (note_part(part, start, found)) held.insert(&found);
            }
        }
    }
    for (auto* found : held) ++found->rows;
}

std::vector<std::string> SearchStarts::words_for(std::string_view start) const {
    const auto one = found_.find(folded(start));
    if (one == found_.end() || one->second.is_unclear) return {};
    const auto& found = one->second;
    const bool saw_all = is_whole_ && rows_ < search_sample_rows;
    if (!saw_all && found.rows < search_start_rows_min) return {};
    auto words = found.words;
    words.insert(one->first);
    if (words.size() > search_start_words_max) return {};
    return {words.begin(), words.end()};
}

}  // namespace pilotlight::store
