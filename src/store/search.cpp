#include "store/search.hpp"

#include <algorithm>
#include <vector>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "store/search_start.hpp"

namespace pilotlight::store {
namespace {

struct Term {
    std::string_view text{};
    bool is_phrase = false;
    bool is_prefix = false;
    std::string_view long_start{};     // of the text, if it is one
    std::vector<std::string> words{};  // that it stands for, when known
};

bool is_blank(char c) {
    return c == ' ' || is_control(c);
}

/// Shorter starts would find half the table.
bool may_be_prefix(std::string_view word) {
    return std::min(word.find('*'), word.size()) >= search_prefix_bytes_min;
}

bool holds_word(std::string_view text) {
    return std::ranges::any_of(text,
                               [](char c) { return is_alphanumeric(c) || is_beyond_ascii(c); });
}

/// Empty unless it is one word to the tokenizer too, and longer than what the index of starts
/// knows.
std::string_view long_start_of(const Term& term) {
    const auto start = term.text.substr(0, term.text.find('*'));
    const bool is_long = term.is_prefix && start.size() > search_start_letters_max &&
                         start.size() + 1 >= term.text.size() &&
                         std::ranges::all_of(start, is_alphanumeric);
    return is_long ? start : std::string_view{};
}

/// Takes the next word or phrase off the front; false at the end. Control characters part words
/// too: a NUL would end the expression inside its quotes.
bool take_term(std::string_view& text, Term& term) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    if (text.empty()) return false;
    term = {};
    term.is_phrase = text.front() == '"';
    if (term.is_phrase) text.remove_prefix(1);
    const auto* const end = std::ranges::find_if(
        text, [&](char c) { return c == '"' || (!term.is_phrase && is_blank(c)); });
    term.text = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(term.text.size());
    const bool is_open_end = text.empty();
    if (term.is_phrase && !is_open_end) text.remove_prefix(1);
    term.is_prefix =
        !term.is_phrase && (is_open_end || term.text.ends_with('*')) && may_be_prefix(term.text);
    term.long_start = long_start_of(term);
    return true;
}

std::vector<Term> terms_of(std::string_view text) {
    std::vector<Term> terms;
    Term term;
    while (terms.size() < search_words_max && take_term(text, term)) {
        if (holds_word(term.text)) terms.push_back(term);
    }
    return terms;
}

/// The term's characters without those that could end its quotes or act inside them.
std::string plain(std::string_view text, std::string_view forbidden) {
    std::string out(text);
    std::ranges::replace_if(
        out,
        [&](char c) { return is_blank(c) || forbidden.find(c) != std::string_view::npos; },
        ' ');
    return out;
}

/// Of letters and digits alone.
std::string any_of_words(const std::vector<std::string>& words) {
    std::string all = "(";
    for (const auto& word : words) {
        if (all.size() > 1) all += " OR ";
        all += '"' + word + '"';
    }
    return all + ')';
}

/// A phrase that the tokenizer splits further; "SR-000042" is found as such.
std::string fts5(const std::vector<Term>& terms, const std::vector<std::string>& owners) {
    std::string words;
    for (const auto& term : terms) {
        if (!words.empty()) words += " AND ";
        if (!term.words.empty()) {
            words += any_of_words(term.words);
            continue;
        }
        words += '"' + plain(term.text, "\"*") + '"';
        if (term.is_prefix) words += '*';
    }
    auto all = "{number title description address} : (" + words + ")";
    for (const auto& owner : owners) all.insert(0, "owner : \"" + owner + "\" AND ");
    return all;
}

std::string tsquery(const std::vector<Term>& terms, const std::vector<std::string>& owners) {
    std::string words;
    for (const auto& term : terms) {
        if (!words.empty()) words += " & ";
        words += '\'' + plain(term.text, "'\\*") + "':" + (term.is_prefix ? "*ABC" : "ABC");
    }
    for (const auto& owner : owners) words.insert(0, "'" + owner + "':D & ");
    return words;
}

/// Boolean mode has no escape: every operator becomes a blank, so a word with one is a phrase.
std::string boolean_mode(const std::vector<Term>& terms, const std::vector<std::string>& owners) {
    std::string words;
    for (const auto& owner : owners) words += (words.empty() ? "+" : " +") + owner;
    for (const auto& term : terms) {
        if (!words.empty()) words += ' ';
        const auto spaced = plain(term.text, "+-<>()~*\"@'.,:;/&|!?#%^=[]{}\\$`");
        const auto text = trimmed(spaced);
        const bool is_phrase = term.is_phrase || text.find(' ') != std::string_view::npos;
        words += is_phrase ? "+\"" + std::string(text) + '"' : '+' + std::string(text);
        if (term.is_prefix && !is_phrase) words += '*';
    }
    return words;
}

std::vector<std::string> words_of(const SearchOwners& owners) {
    std::vector<std::string> words;
    if (owners.customer) words.push_back("c" + std::to_string(owners.customer->value));
    if (owners.assignee) words.push_back("a" + std::to_string(owners.assignee->value));
    return words;
}

std::vector<Term> terms_of_typed(std::string_view user_text) {
    if (!is_utf8(user_text)) return {};
    return terms_of(truncated(user_text, search_characters_max));
}

}  // namespace

std::string SearchOwners::text() const {
    std::string text;
    for (const auto& word : words_of(*this)) text += (text.empty() ? "" : " ") + word;
    return text;
}

std::string compile_search(std::string_view user_text,
                           const SearchOwners& owners,
                           Dialect dialect) {
    const auto terms = terms_of_typed(user_text);
    if (terms.empty()) return dialect == Dialect::sqlite ? R"("")" : "";  // all match nothing
    switch (dialect) {
        case Dialect::sqlite:
            return fts5(terms, words_of(owners));
        case Dialect::postgres:
            return tsquery(terms, words_of(owners));
        case Dialect::mariadb:
            return boolean_mode(terms, words_of(owners));
    }
    return {};
}

Result<std::string> compile_search(Read& read,
                                   const Query& texts,
                                   std::string_view user_text,
                                   const SearchOwners& owners) {
    auto terms = terms_of_typed(user_text);
    auto sample = terms;
    std::vector<std::string_view> typed;
    for (auto& term : sample) {
        if (term.long_start.empty()) continue;
        typed.push_back(term.long_start);
        term.text = term.text.substr(0, search_start_letters_max);
    }
    if (typed.empty()) return compile_search(user_text, owners);
    SearchStarts starts(typed);
    const auto match = fts5(sample, words_of(owners));
    TRY(read.each(texts, {to_value(match), std::int64_t{search_sample_rows}}, [&](const Row& row) {
        starts.note({row.text(0), row.text(1), row.text(2), row.text(3)});
        if (starts.has_enough()) row.stop();
    }));
    for (auto& term : terms) {
        if (!term.long_start.empty()) term.words = starts.words_for(term.long_start);
    }
    return fts5(terms, words_of(owners));
}

}  // namespace pilotlight::store
