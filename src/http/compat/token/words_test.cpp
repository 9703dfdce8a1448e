#include "http/compat/token/words.hpp"

#include <doctest/doctest.h>

#include "base/text.hpp"

namespace pilotlight::http::compat::token {
namespace {

/// Every word of ours has one of theirs: the same, but for the exceptions.
template <class Word, class E>
void check_words(std::initializer_list<std::pair<std::string_view, std::string_view>> exceptions) {
    CHECK(names<Word>.size() == names<E>.size());
    for (std::size_t i = 0; i < names<E>.size(); ++i) {
        const auto value = static_cast<E>(i);
        std::string expected(name_of(value));
        for (const auto& [ours, theirs] : exceptions) {
            if (expected == ours) expected = theirs;
        }
        CHECK(folded(name_of(word_of(value))) == expected);
        CHECK(meaning_of(word_of(value)) == value);
    }
}

TEST_CASE("the words of seed 000 stand in the order of ours") {
    check_words<StatusWord, Status>({{"resolved", "completed"}});
    check_words<PriorityWord, Priority>({});
    check_words<TicketWord, TicketStatus>({});
    check_words<ContactWord, InteractionType>({});
}

}  // namespace
}  // namespace pilotlight::http::compat::token
