#include "domain/kept_draft.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace pilotlight {

bool is_draft_slug(std::string_view text) {
    const auto is_good = [](char c) { return is_lower_alphanumeric(c) || c == '-'; };
    return !text.empty() && text.size() <= draft_slug_length_max && text.front() != '-' &&
           text.back() != '-' && std::ranges::all_of(text, is_good);
}

}  // namespace pilotlight
