#include "store/search.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace pilotlight::store {
namespace {

struct Term {
    std::string_view text;
    bool is_phrase = false;
    bool is_prefix = false;
};

bool is_blank(char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '\x7F';
}

bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_beyond_ascii(char c) {
    return static_cast<unsigned char>(c) >= 0x80;
}

/// Shorter starts would find half the table.
bool may_be_prefix(std::string_view word) {
    return std::min(word.find('*'), word.size()) >= search_prefix_bytes_min;
}

bool holds_word(std::string_view text) {
    return std::ranges::any_of(text,
                               [](char c) { return is_alphanumeric(c) || is_beyond_ascii(c); });
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

/// A phrase that the tokenizer splits further; "SR-000042" is found as such.
std::string fts5(const std::vector<Term>& terms, const std::vector<std::string>& owners) {
    std::string words;
    for (const auto& term : terms) {
        if (!words.empty()) words += " AND ";
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

}  // namespace

std::string SearchOwners::text() const {
    std::string text;
    for (const auto& word : words_of(*this)) text += (text.empty() ? "" : " ") + word;
    return text;
}

std::string compile_search(std::string_view user_text,
                           const SearchOwners& owners,
                           Dialect dialect) {
    std::vector<Term> terms;
    if (is_utf8(user_text)) terms = terms_of(truncated(user_text, search_characters_max));
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

}  // namespace pilotlight::store
