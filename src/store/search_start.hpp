#pragma once

#include <bit>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace pilotlight::store {

/// Of starts with so many letters there is an index ('3 4 5' in search_table of dialect.cpp). For a
/// longer one, every row of every word that begins so is gathered before the first is given.
inline constexpr std::size_t search_start_letters_max = 5;
inline constexpr int search_sample_rows = 128;  // looked at for what long starts stand for
inline constexpr std::size_t search_sample_bytes_max = std::size_t{128} * 1024;
inline constexpr std::size_t search_start_words_max = 8;  // a start of more is gathered
/// Of the texts looked at, when they are not all: a start that fewer hold is gathered, which misses
/// none of a family of words of which each is in one text alone, and takes little if it is as rare
/// elsewhere.
inline constexpr int search_start_share_min = 8;  // one in so many
/// When so many texts, or twice, four times ... as many, hold no start often enough, no more are
/// looked at.
inline constexpr int search_glance_rows = 8;
static_assert(std::has_single_bit(static_cast<unsigned>(search_glance_rows)));

/// Finds out which words long starts stand for, from the newest texts that hold a word with their
/// first letters (ADR 17).
class SearchStarts {
public:
    /// Of ASCII letters and digits alone; their case does not matter.
    explicit SearchStarts(const std::vector<std::string_view>& starts);

    /// One text with its columns, the newest first.
    void note(const std::vector<std::string_view>& columns);
    /// No more texts are looked at.
    bool has_enough() const { return has_enough_; }

    /// The start itself and what begins so, of ASCII letters and digits alone. None when the texts
    /// do not tell: it is in few of them, it stands for many words, or one of them may be another
    /// spelling of it, for the search index takes letters with accents for those without.
    std::vector<std::string> words_for(std::string_view start) const;

private:
    struct Found {
        std::set<std::string> words{};
        int rows = 0;
        bool is_unclear = false;
    };
    struct Part;

    bool is_common(const Found& found) const {
        return found.rows * search_start_share_min >= rows_;
    }
    static bool note_part(const Part& part, std::string_view start, Found& found);
    std::set<Found*> note_word(std::string_view word);

    std::map<std::string, Found> found_{};  // by start, in small letters
    std::size_t bytes_ = 0;
    int rows_ = 0;  // that were looked at
    bool has_enough_ = false;
};

}  // namespace pilotlight::store
