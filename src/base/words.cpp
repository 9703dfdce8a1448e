#include "base/words.hpp"

#include <algorithm>
#include <boost/json/array.hpp>

#include "base/ascii.hpp"
#include "base/text.hpp"

namespace pilotlight {
namespace {

bool is_word(std::string_view text) {
    return !text.empty() && text.size() <= word_length_max && std::ranges::all_of(text, [](char c) {
        return is_lower_alphanumeric(c) || c == '_' || c == '-';
    });
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> list;
    while (!text.empty()) {
        const auto comma = text.find(',');
        const auto word = trimmed(text.substr(0, comma));
        if (!word.empty()) list.emplace_back(word);
        if (comma == std::string_view::npos) break;
        text.remove_prefix(comma + 1);
    }
    return list;
}

}  // namespace

Words Words::of(const std::vector<std::string>& list) {
    Words words;
    for (const auto& word : list) {
        if (words.contains(word)) continue;
        if (words.text.empty()) words.text = ",";
        words.text += word + ",";
    }
    return words;
}

std::vector<std::string> Words::list() const {
    return split(text);
}

bool Words::contains(std::string_view word) const {
    return text.find("," + std::string(word) + ",") != std::string::npos;
}

std::string decode_value(const boost::json::value& in, const Rule&, Words& out) {
    std::vector<std::string> list;
    if (const auto* text = in.if_string()) {
        list = split({text->data(), text->size()});
    } else if (const auto* array = in.if_array()) {
        for (const auto& item : *array) {
            const auto* word = item.if_string();
            if (word == nullptr) return "Not a valid string.";
            list.emplace_back(trimmed({word->data(), word->size()}));
        }
    } else {
        return "Expected a list of items.";
    }
    if (list.size() > words_max) {
        return "Ensure this field has no more than " + std::to_string(words_max) + " elements.";
    }
    if (!std::ranges::all_of(list, is_word)) {
        return "Each item must be a word of lower-case letters, digits, - and _.";
    }
    out = Words::of(list);
    return {};
}

}  // namespace pilotlight
