#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pilotlight {

/// Unicode code points in well-formed UTF-8.
std::size_t character_count(std::string_view utf8);

/// RFC 3629: no overlong forms, surrogates or code points beyond U+10FFFF.
bool is_utf8(std::string_view bytes);

/// Without outer ASCII and Unicode white space (U+00A0, U+2000..U+200A, U+2028/9, U+3000 ...).
std::string_view trimmed(std::string_view text);

/// Simple case folding for identity: ASCII and the two-byte letters of Latin-1, Greek and Cyrillic.
/// Two names that fold alike are the same account.
std::string folded(std::string_view text);

/// One local part, one "@", a domain with a dot (or localhost), no blanks; ≤ 254 characters.
bool is_email(std::string_view text);

/// Letters of any script, digits and @ . + - _ only (contracts.md §1); none that passes for
/// another, and not of two scripts that look alike (Latin, Greek, Cyrillic, Armenian, Cherokee).
bool is_username(std::string_view text);

/// Digits and "+" only (contracts.md §3).
bool is_phone(std::string_view text);

/// "text" cut to at most `characters_max` code points, never inside one.
std::string_view truncated(std::string_view text, std::size_t characters_max);

/// What may be shown of bytes that somebody sent: cut as truncated() does, and unless they are
/// UTF-8 with a "?" for each byte beyond ASCII.
std::string shown(std::string_view bytes, std::size_t characters_max);

}  // namespace pilotlight
