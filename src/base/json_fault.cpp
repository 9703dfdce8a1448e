#include "base/json_fault.hpp"

#include "base/ascii.hpp"
#include "base/json_parse.hpp"
#include "base/text.hpp"

namespace pilotlight {

std::string JsonFaultFinder::find() {
    skip_blanks();
    if (!value(0)) return fault_;
    skip_blanks();
    fail(at_ < text_.size() ? "Extra data" : "Value out of range", at_);
    return fault_;
}

bool JsonFaultFinder::fail(std::string_view what, std::size_t at) {
    const auto before = text_.substr(0, at);
    const auto line_start = before.rfind('\n');
    const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
    const auto in_line =
        line_start == std::string_view::npos ? before : before.substr(line_start + 1);
    fault_ = std::string(what) + ": line " + std::to_string(line) + " column " +
             std::to_string(character_count(in_line) + 1) + " (char " +
             std::to_string(character_count(before)) + ")";
    return false;
}

void JsonFaultFinder::skip_blanks() {
    while (at_ < text_.size() &&
           std::string_view(" \t\n\r").find(text_[at_]) != std::string::npos) {
        ++at_;
    }
}

bool JsonFaultFinder::word(std::string_view expected) {
    if (text_.substr(at_, expected.size()) != expected) return fail("Expecting value", at_);
    at_ += expected.size();
    return true;
}

bool JsonFaultFinder::value(std::size_t depth) {
    if (depth > json_depth_max) return fail("Too many levels", at_);
    switch (peek()) {
        case '{':
            return object(depth);
        case '[':
            return array(depth);
        case '"':
            return string();
        case 't':
            return word("true");
        case 'f':
            return word("false");
        case 'n':
            return word("null");
        default:
            return number();
    }
}

bool JsonFaultFinder::object(std::size_t depth) {
    constexpr auto name_expected = "Expecting property name enclosed in double quotes";
    ++at_;
    skip_blanks();
    if (peek() == '}') return ++at_, true;
    while (true) {
        if (peek() != '"') return fail(name_expected, at_);
        if (!string()) return false;
        skip_blanks();
        if (peek() != ':') return fail("Expecting ':' delimiter", at_);
        ++at_;
        skip_blanks();
        if (!value(depth + 1)) return false;
        skip_blanks();
        if (peek() == '}') return ++at_, true;
        if (peek() != ',') return fail("Expecting ',' delimiter", at_);
        ++at_;
        skip_blanks();
    }
}

bool JsonFaultFinder::array(std::size_t depth) {
    ++at_;
    skip_blanks();
    if (peek() == ']') return ++at_, true;
    while (true) {
        if (!value(depth + 1)) return false;
        skip_blanks();
        if (peek() == ']') return ++at_, true;
        if (peek() != ',') return fail("Expecting ',' delimiter", at_);
        ++at_;
        skip_blanks();
    }
}

bool JsonFaultFinder::string() {
    const auto start = at_++;
    while (at_ < text_.size()) {
        const char c = text_[at_];
        if (c == '"') return ++at_, true;
        if (static_cast<unsigned char>(c) < 0x20) return fail("Invalid control character at", at_);
        if (c != '\\') {
            ++at_;
        } else if (!escape(start)) {
            return false;
        }
    }
    return fail("Unterminated string starting at", start);
}

bool JsonFaultFinder::escape(std::size_t start) {
    const auto slash = at_++;
    if (at_ >= text_.size()) return fail("Unterminated string starting at", start);
    if (text_[at_] != 'u') {
        if (std::string_view("\"\\/bfnrt").find(text_[at_]) == std::string_view::npos) {
            return fail("Invalid \\escape", slash);
        }
        ++at_;
        return true;
    }
    for (std::size_t i = 1; i <= 4; ++i) {
        if (at_ + i >= text_.size() || !is_hex_digit(text_[at_ + i])) {
            return fail("Invalid \\uXXXX escape", at_);
        }
    }
    at_ += 5;
    return true;
}

void JsonFaultFinder::digits() {
    while (is_digit(peek())) ++at_;
}

/// ".5" only with a digit behind the point; else the number ends before it.
void JsonFaultFinder::fraction() {
    if (peek() != '.' || at_ + 1 >= text_.size() || !is_digit(text_[at_ + 1])) return;
    ++at_;
    digits();
}

void JsonFaultFinder::exponent() {
    if (peek() != 'e' && peek() != 'E') return;
    auto end = at_ + 1;
    if (end < text_.size() && (text_[end] == '+' || text_[end] == '-')) ++end;
    if (end >= text_.size() || !is_digit(text_[end])) return;
    at_ = end;
    digits();
}

bool JsonFaultFinder::number() {
    const auto start = at_;
    if (peek() == '-') ++at_;
    if (!is_digit(peek())) return fail("Expecting value", start);
    if (peek() == '0') {
        ++at_;
    } else {
        digits();
    }
    fraction();
    exponent();
    return true;
}

}  // namespace pilotlight
