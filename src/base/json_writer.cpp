#include "base/json_writer.hpp"

#include <array>
#include <charconv>

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

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out.push_back('"');
    std::size_t done = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (!needs_care[c]) continue;
        if (c == 0xE2) {
            const auto tail = text.substr(i, 3);
            if (tail != "\xE2\x80\xA8" && tail != "\xE2\x80\xA9") continue;
            out.append(text, done, i - done);
            out += tail.back() == '\xA8' ? "\\u2028" : "\\u2029";
            i += 2;
        } else {
            out.append(text, done, i - done);
            append_escaped(out, c);
        }
        done = i + 1;
    }
    out.append(text, done);
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
