// Passwords that guessers try first: a list of words, and the patterns that people build on them.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/ascii.hpp"
#include "base/password.hpp"
#include "base/text.hpp"

namespace pilotlight {
namespace {

constexpr std::string_view words[] = {
    "password",   "passwort",  "passw",     "pass",     "admin",    "administrator", "root",
    "welcome",    "letmein",   "login",     "master",   "monkey",   "dragon",        "football",
    "baseball",   "cricket",   "soccer",    "hockey",   "princess", "sunshine",      "iloveyou",
    "love",       "lovely",    "shadow",    "superman", "batman",   "spiderman",     "starwars",
    "pokemon",    "computer",  "internet",  "samsung",  "google",   "facebook",      "whatever",
    "trustno",    "secret",    "default",   "changeme", "change",   "test",          "tester",
    "testing",    "demo",      "guest",     "user",     "hello",    "hellothere",    "freedom",
    "michael",    "jordan",    "jennifer",  "daniel",   "ashley",   "charlie",       "thomas",
    "andrew",     "robert",    "jessica",   "pepper",   "ginger",   "summer",        "winter",
    "spring",     "autumn",    "flower",    "orange",   "banana",   "cookie",        "chocolate",
    "coffee",     "cheese",    "butterfly", "purple",   "silver",   "golden",        "diamond",
    "killer",     "hunter",    "ranger",    "soldier",  "mustang",  "ferrari",       "porsche",
    "harley",     "yamaha",    "mercedes",  "corvette", "arsenal",  "chelsea",       "liverpool",
    "barcelona",  "india",     "bharat",    "krishna",  "ganesh",   "mumbai",        "delhi",
    "london",     "america",   "jesus",     "blessed",  "family",   "mother",        "father",
    "access",     "system",    "server",    "support",  "service",  "customer",      "utility",
    "pilotlight", "gas",       "qwerty",    "asdfgh",   "zxcvbn",   "qazwsx",        "abc",
    "january",    "february",  "march",     "april",    "may",      "june",          "july",
    "august",     "september", "october",   "november", "december", "monday",        "friday",
};

constexpr std::string_view rows[] = {
    "01234567890123456789",
    "98765432109876543210",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "poiuytrewqlkjhgfdsamnbvcxz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujm",
};

/// Leet spelling undone: "p@ssw0rd" is "password".
std::string plain(std::string text) {
    constexpr std::string_view from = "@4310$5!7";
    constexpr std::string_view to = "aaelossit";
    for (auto& c : text) {
        const auto at = from.find(c);
        if (at != std::string_view::npos) c = to[at];
    }
    return text;
}

bool is_listed(std::string_view text) {
    return std::ranges::find(words, text) != std::end(words);
}

/// The text without what people put around a word: digits and marks at both ends.
std::string_view core(std::string_view text) {
    while (!text.empty() && !is_lower_letter(text.back())) text.remove_suffix(1);
    while (!text.empty() && !is_lower_letter(text.front())) text.remove_prefix(1);
    return text;
}

bool is_row(std::string_view text) {
    return std::ranges::any_of(
        rows, [&](std::string_view row) { return row.find(text) != std::string_view::npos; });
}

/// "abcabcabc", "11111111": a short piece again and again.
bool repeats(std::string_view text) {
    constexpr std::size_t piece_max = 4;
    for (std::size_t piece = 1; piece <= piece_max && piece * 2 <= text.size(); ++piece) {
        const auto same = [&](std::size_t i) { return text[i] == text[i - piece]; };
        std::size_t i = piece;
        while (i < text.size() && same(i)) ++i;
        if (i == text.size()) return true;
    }
    return false;
}

bool is_word_with_trimmings(std::string_view text) {
    constexpr std::size_t trimmings_max = 6;
    const auto word = core(text);
    if (word.empty() || text.size() - word.size() > trimmings_max) return false;
    return is_listed(word) || is_row(word) || repeats(word);
}

}  // namespace

bool is_common_password(std::string_view password) {
    const auto text = folded(password);
    if (text.empty() || is_row(text) || repeats(text)) return true;
    return is_word_with_trimmings(text) || is_word_with_trimmings(plain(text)) ||
           is_listed(plain(text));
}

}  // namespace pilotlight
