#pragma once
// Characters of ASCII, never by locale; bytes beyond it are none of these but the first.

namespace pilotlight {

constexpr bool is_beyond_ascii(char c) {
    return static_cast<unsigned char>(c) >= 0x80;
}
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_lower_letter(char c) {
    return c >= 'a' && c <= 'z';
}
constexpr bool is_upper_letter(char c) {
    return c >= 'A' && c <= 'Z';
}
constexpr bool is_lower_alphanumeric(char c) {
    return is_digit(c) || is_lower_letter(c);
}
constexpr bool is_alphanumeric(char c) {
    return is_lower_alphanumeric(c) || is_upper_letter(c);
}
constexpr bool is_hex_digit(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
/// With DEL.
constexpr bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '\x7F';
}

constexpr char ascii_lower(char c) {
    return is_upper_letter(c) ? static_cast<char>(c + ('a' - 'A')) : c;
}
constexpr char ascii_upper(char c) {
    return is_lower_letter(c) ? static_cast<char>(c - ('a' - 'A')) : c;
}

}  // namespace pilotlight
