#include "base/text.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>

#include "base/ascii.hpp"

namespace pilotlight {
namespace {

constexpr std::uint32_t bad_code_point = 0xFFFFFFFF;

std::size_t sequence_length(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead < 0xE0) return 2;
    return lead < 0xF0 ? 3 : 4;
}

/// No surrogate, nothing beyond Unicode, nothing that fits in fewer bytes.
bool is_scalar(std::uint32_t point, std::size_t length) {
    const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    return !overlong && !surrogate && point <= 0x10FFFF;
}

/// How many bytes at the front are ASCII.
std::size_t ascii_length(std::string_view bytes) {
    constexpr std::uint64_t tops = 0x8080'8080'8080'8080;
    std::size_t at = 0;
    for (std::uint64_t eight = 0; at + sizeof eight <= bytes.size(); at += sizeof eight) {
        std::memcpy(&eight, bytes.data() + at, sizeof eight);
        if ((eight & tops) != 0) break;
    }
    while (at < bytes.size() && !is_beyond_ascii(bytes[at])) ++at;
    return at;
}

/// Takes one code point off the front; bad_code_point when the bytes are not UTF-8.
std::uint32_t take_code_point(std::string_view& bytes) {
    const auto lead = static_cast<unsigned char>(bytes.front());
    const auto length = sequence_length(lead);
    if ((lead >= 0x80 && lead < 0xC2) || lead > 0xF4 || bytes.size() < length)
        return bad_code_point;
    std::uint32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(bytes[i]);
        if ((next & 0xC0) != 0x80) return bad_code_point;
        point = (point << 6) | (next & 0x3FU);
    }
    if (!is_scalar(point, length)) return bad_code_point;
    bytes.remove_prefix(length);
    return point;
}

void append_code_point(std::string& out, std::uint32_t point) {
    if (point < 0x80) {
        out.push_back(static_cast<char>(point));
        return;
    }
    if (point < 0x800) {
        out.push_back(static_cast<char>(0xC0 | (point >> 6)));
    } else {
        if (point < 0x10000) {
            out.push_back(static_cast<char>(0xE0 | (point >> 12)));
        } else {
            out.push_back(static_cast<char>(0xF0 | (point >> 18)));
            out.push_back(static_cast<char>(0x80 | ((point >> 12) & 0x3F)));
        }
        out.push_back(static_cast<char>(0x80 | ((point >> 6) & 0x3F)));
    }
    out.push_back(static_cast<char>(0x80 | (point & 0x3F)));
}

bool is_white(std::uint32_t point) {
    return (point >= 0x09 && point <= 0x0D) || (point >= 0x1C && point <= 0x20) || point == 0x85 ||
           point == 0xA0 || point == 0x1680 || (point >= 0x2000 && point <= 0x200A) ||
           point == 0x2028 || point == 0x2029 || point == 0x202F || point == 0x205F ||
           point == 0x3000;
}

/// A run of capitals whose small letters lie `distance` further on.
struct Capitals {
    std::uint32_t first;
    std::uint32_t last;
    std::uint32_t distance;
};
constexpr Capitals capitals[] = {
    {'A', 'Z', 32},    // ASCII
    {0xC0, 0xD6, 32},  // Latin-1, without the multiplication sign
    {0xD8, 0xDE, 32},
    {0x391, 0x3A9, 32},  // Greek
    {0x400, 0x40F, 80},  // Cyrillic
    {0x410, 0x42F, 32},
};

/// Latin Extended-A writes capital and small letter next to each other.
std::uint32_t fold_pair(std::uint32_t point) {
    const bool alone =
        point == 0x130 || point == 0x131 || point == 0x149 || point == 0x178 || point == 0x17F;
    if (point < 0x100 || point > 0x17F || alone) return point;
    const bool capital_is_odd = (point >= 0x139 && point <= 0x148) || point >= 0x179;
    return (point % 2 == 1) == capital_is_odd ? point + 1 : point;
}

std::uint32_t fold(std::uint32_t point) {
    for (const auto& run : capitals) {
        if (point >= run.first && point <= run.last) return point + run.distance;
    }
    return fold_pair(point);
}

bool is_domain_label(std::string_view label) {
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::ranges::all_of(
               label, [](char c) { return is_alphanumeric(c) || c == '-' || is_beyond_ascii(c); });
}

bool is_domain(std::string_view domain) {
    if (domain == "localhost") return true;
    std::size_t labels = 0;
    while (true) {
        const auto dot = domain.find('.');
        if (!is_domain_label(domain.substr(0, dot))) return false;
        ++labels;
        if (dot == std::string_view::npos) return labels >= 2;
        domain.remove_prefix(dot + 1);
    }
}

}  // namespace

std::size_t character_count(std::string_view utf8) {
    return static_cast<std::size_t>(std::ranges::count_if(
        utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool is_utf8(std::string_view bytes) {
    while (true) {
        bytes.remove_prefix(ascii_length(bytes));
        if (bytes.empty()) return true;
        if (take_code_point(bytes) == bad_code_point) return false;
    }
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty()) {
        auto rest = text;
        if (!is_white(take_code_point(rest))) break;
        text = rest;
    }
    while (!text.empty()) {
        std::size_t start = text.size() - 1;
        while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
        auto last = text.substr(start);
        if (!is_white(take_code_point(last))) break;
        text = text.substr(0, start);
    }
    return text;
}

std::string folded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto rest = text;
        const auto point = take_code_point(rest);
        if (point == bad_code_point) {
            out.push_back(text.front());
            text.remove_prefix(1);
        } else {
            append_code_point(out, fold(point));
            text = rest;
        }
    }
    return out;
}

bool is_email(std::string_view text) {
    constexpr std::size_t length_max = 254;
    constexpr std::size_t local_length_max = 64;
    constexpr std::string_view marks = "!#$%&'*+/=?^_`{}|~-.";
    const auto at = text.rfind('@');
    if (text.size() > length_max || at == std::string_view::npos) return false;
    const auto local = text.substr(0, at);
    if (local.empty() || local.size() > local_length_max) return false;
    if (local.front() == '.' || local.back() == '.') return false;
    if (local.find("..") != std::string_view::npos) return false;
    const auto allowed = [&](char c) {
        return is_alphanumeric(c) || marks.find(c) != std::string_view::npos;
    };
    return std::ranges::all_of(local, allowed) && is_domain(text.substr(at + 1));
}

namespace {

struct PointRange {
    std::uint32_t first;
    std::uint32_t last;
};

/// What is no letter beyond ASCII and would let one name pass for another: invisible marks, blanks,
/// directions, signs, accents that stand apart from their letter, and the doubles of other letters
/// (ligatures, small capitals, full-width and presentation forms), which Unicode's NFKC undoes.
constexpr PointRange no_letters[] = {
    {0x80, 0xBF},
    {0xD7, 0xD7},
    {0xF7, 0xF7},
    {0x132, 0x133},
    {0x13F, 0x140},
    {0x149, 0x149},
    {0x17F, 0x17F},
    {0x1C4, 0x1CC},
    {0x1F1, 0x1F3},
    {0x2B0, 0x36F},
    {0x3D0, 0x3D6},
    {0x3F0, 0x3F9},
    {0x587, 0x587},
    {0x61C, 0x61C},
    {0x115F, 0x1160},
    {0x1680, 0x1680},
    {0x180B, 0x180F},
    {0x1AB0, 0x1AFF},
    {0x1D2C, 0x1D6A},
    {0x1D78, 0x1D78},
    {0x1D9B, 0x1DFF},
    {0x1E9A, 0x1E9B},
    {0x2000, 0x2BFF},
    {0x2C7C, 0x2C7D},
    {0x2E00, 0x3004},
    {0x3008, 0x3020},
    {0x3030, 0x303F},
    {0x3131, 0x318F},
    {0x3200, 0x33FF},
    {0xA69C, 0xA69D},
    {0xA700, 0xA721},
    {0xA770, 0xA770},
    {0xA7F2, 0xA7F9},
    {0xAB5B, 0xAB5F},
    {0xE000, 0xFDFF},
    {0xFE00, 0xFEFF},
    {0xFF00, 0xFFFF},
    {0x1D000, 0x1D7FF},
    {0x1F000, 0x1FBFF},
    {0x2F800, 0x2FA1F},
    {0xE0000, bad_code_point},
};

bool is_in(std::span<const PointRange> ranges, std::uint32_t point) {
    return std::ranges::any_of(ranges, [&](const PointRange& range) {
        return range.first <= point && point <= range.last;
    });
}

bool is_letter_or_digit(std::uint32_t point) {
    if (point < 0x80) return is_alphanumeric(static_cast<char>(point));
    return !is_in(no_letters, point);
}

/// The scripts whose letters look like one another's: the Cyrillic "a" like the Latin one.
constexpr PointRange latin[] = {{'A', 'Z'}, {'a', 'z'}, {0xC0, 0x2AF}, {0x1D00, 0x1EFF}};
constexpr PointRange greek[] = {{0x370, 0x3FF}, {0x1F00, 0x1FFF}};
constexpr PointRange cyrillic[] = {
    {0x400, 0x52F}, {0x1C80, 0x1C8F}, {0x2DE0, 0x2DFF}, {0xA640, 0xA69F}};
constexpr PointRange armenian[] = {{0x531, 0x58F}};
constexpr PointRange cherokee[] = {{0x13A0, 0x13FF}, {0xAB70, 0xABBF}};
constexpr std::span<const PointRange> alike[] = {latin, greek, cyrillic, armenian, cherokee};

/// 0: a digit, a mark, or a letter of a script that no other can be taken for.
unsigned script_bit(std::uint32_t point) {
    for (std::size_t at = 0; at < std::size(alike); ++at) {
        if (is_in(alike[at], point)) return 1U << at;
    }
    return 0;
}

}  // namespace

bool is_username(std::string_view text) {
    constexpr std::string_view marks = "@.+-_";
    if (text.empty()) return false;
    unsigned scripts = 0;
    while (!text.empty()) {
        const bool is_mark = marks.find(text.front()) != std::string_view::npos;
        // What is no UTF-8 has the highest number of all, and is no letter.
        const auto point = take_code_point(text);
        if (!is_letter_or_digit(point) && !is_mark) return false;
        scripts |= script_bit(point);
    }
    return std::popcount(scripts) <= 1;
}

bool is_phone(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return is_digit(c) || c == '+'; });
}

std::string shown(std::string_view bytes, std::size_t characters_max) {
    if (is_utf8(bytes)) return std::string(truncated(bytes, characters_max));
    std::string text(bytes.substr(0, characters_max));
    std::ranges::replace_if(text, is_beyond_ascii, '?');
    return text;
}

std::string_view truncated(std::string_view text, std::size_t characters_max) {
    if (text.size() <= characters_max) return text;  // no more characters than bytes
    std::size_t characters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
        if (characters++ == characters_max) return text.substr(0, i);
    }
    return text;
}

}  // namespace pilotlight
