#include "base/json_writer.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace pilotlight {
namespace {

constexpr char hex_digits[] = "0123456789abcdef";

/// True for the bytes that cannot stand in a JSON string as they are; 0xE2 may start U+2028/2029.
constexpr auto needs_care = [] {
    std::array<bool, 256> table{};
    for (std::size_t c = 0; c < 0x20; ++c) table[c] = true;
    table['"'] = table['\\'] = table[0xE2] = true;
    return table;
}();

constexpr std::uint64_t ones = 0x0101'0101'0101'0101;

/// The top bit of some byte is set in what comes back if, and only if, one of the eight is zero.
std::uint64_t zeros_of(std::uint64_t eight) {
    return (eight - ones) & ~eight;
}

/// Whether one of eight bytes needs care, in whichever order they lie.
bool one_needs_care(std::uint64_t eight) {
    const auto below_space = (eight - ones * 0x20) & ~eight;
    const auto quotes = zeros_of(eight ^ (ones * '"'));
    const auto backslashes = zeros_of(eight ^ (ones * '\\'));
    const auto lines = zeros_of(eight ^ (ones * 0xE2));
    return ((below_space | quotes | backslashes | lines) & (ones * 0x80)) != 0;
}

/// How many bytes at the front can stand in a JSON string as they are.
std::size_t plain_length(std::string_view text) {
    std::size_t at = 0;
    for (std::uint64_t eight = 0; at + sizeof eight <= text.size(); at += sizeof eight) {
        std::memcpy(&eight, text.data() + at, sizeof eight);
        if (one_needs_care(eight)) break;
    }
    while (at < text.size() && !needs_care[static_cast<unsigned char>(text[at])]) ++at;
    return at;
}

void append_escaped(std::string& out, unsigned char c) {
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\b':
            out += "\\b";
            return;
        case '\f':
            out += "\\f";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    out += "\\u00";
    out.push_back(hex_digits[c >> 4]);
    out.push_back(hex_digits[c & 15]);
}

/// Takes what stands at the front, which needs care; returns how many bytes that is.
std::size_t append_with_care(std::string& out, std::string_view text) {
    constexpr auto separator_bytes = std::string_view("\xE2\x80\xA8").size();
    if (text.starts_with("\xE2\x80\xA8") || text.starts_with("\xE2\x80\xA9")) {
        out += text[2] == '\xA8' ? "\\u2028" : "\\u2029";
        return separator_bytes;
    }
    if (text.front() == '\xE2') {
        out.push_back(text.front());
    } else {
        append_escaped(out, static_cast<unsigned char>(text.front()));
    }
    return 1;
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out.push_back('"');
    while (true) {
        const auto plain = plain_length(text);
        out.append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) break;
        text.remove_prefix(append_with_care(out, text));
    }
    out.push_back('"');
}

void JsonWriter::separate() {
    if (!first_) out_.push_back(',');
    first_ = false;
}

JsonWriter& JsonWriter::open(char bracket) {
    separate();
    out_.push_back(bracket);
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
    out_.push_back(bracket);
    first_ = false;
    return *this;
}

void JsonWriter::plain_key(std::string_view name) {
    out_.append(first_ ? "\"" : ",\"").append(name).append("\":");
    first_ = true;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    append_json_string(out_, name);
    out_.push_back(':');
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::null() {
    return raw("null");
}

JsonWriter& JsonWriter::value(bool flag) {
    return raw(flag ? "true" : "false");
}

JsonWriter& JsonWriter::value(std::int64_t number) {
    char digits[24];
    const auto [end, status] = std::to_chars(digits, digits + sizeof digits, number);
    return raw({digits, static_cast<std::size_t>(end - digits)});
}

JsonWriter& JsonWriter::value(std::string_view text) {
    separate();
    append_json_string(out_, text);
    return *this;
}

JsonWriter& JsonWriter::value(Instant instant) {
    separate();
    out_.push_back('"');
    append_iso8601(out_, instant);
    out_.push_back('"');
    return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    separate();
    out_.append(json);
    return *this;
}

}  // namespace pilotlight
