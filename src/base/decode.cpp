#include "base/decode.hpp"

#include <boost/json/serialize.hpp>
#include <charconv>
#include <cmath>

#include "base/json_parse.hpp"
#include "base/text.hpp"

namespace pilotlight {
namespace {

using boost::json::value;

/// Scalars that DRF's CharField takes: text and numbers, not booleans, lists or objects.
bool as_text(const value& in, std::string& out) {
    if (const auto* text = in.if_string()) {
        out.assign(text->data(), text->size());
        return true;
    }
    if (in.is_int64() || in.is_uint64() || in.is_double()) {
        out = boost::json::serialize(in);
        return true;
    }
    return false;
}

std::string check_format(Format format, const std::string& text) {
    switch (format) {
        case Format::any:
            return {};
        case Format::email:
            return is_email(text) ? "" : "Enter a valid email address.";
        case Format::username:
            return is_username(text)
                       ? ""
                       : "Enter a valid username. This value may contain only letters, "
                         "numbers, and @/./+/-/_ characters.";
        case Format::phone:
            return is_phone(text) ? "" : "Phone number can only contain digits and + symbol.";
    }
    return {};
}

std::string check_text(const Rule& rule, const std::string& text) {
    if (text.empty()) return rule.blank ? "" : "This field may not be blank.";
    if (text.find('\0') != std::string::npos) return "Null characters are not allowed.";
    const auto characters = character_count(text);
    const auto limit = rule.length_max == 0 ? text_length_max : rule.length_max;
    if (characters > limit) {
        return "Ensure this field has no more than " + std::to_string(limit) + " characters.";
    }
    if (characters < rule.length_min) {
        return "Ensure this field has at least " + std::to_string(rule.length_min) + " characters.";
    }
    return check_format(rule.format, text);
}

}  // namespace

std::string decode_value(const value& in, const Rule& rule, std::string& out) {
    std::string text;
    if (!as_text(in, text)) return "Not a valid string.";
    text = std::string(trimmed(text));
    auto fault = check_text(rule, text);
    if (fault.empty()) out = std::move(text);
    return fault;
}

std::string decode_value(const value& in, const Rule&, bool& out) {
    if (in.is_bool()) {
        out = in.get_bool();
        return {};
    }
    std::string text;
    if (as_text(in, text)) {
        const auto word = folded(trimmed(text));
        for (std::string_view yes : {"t", "true", "y", "yes", "on", "1"}) {
            if (word == yes) return out = true, std::string{};
        }
        for (std::string_view no : {"f", "false", "n", "no", "off", "0"}) {
            if (word == no) return out = false, std::string{};
        }
    }
    return "Must be a valid boolean.";
}

std::string decode_value(const value& in, const Rule&, std::int64_t& out) {
    constexpr auto fault = "A valid integer is required.";
    if (in.is_int64()) {
        out = in.get_int64();
        return {};
    }
    if (in.is_double()) {
        const double number = in.get_double();
        if (!(std::abs(number) < 9e15) || std::trunc(number) != number) return fault;
        out = static_cast<std::int64_t>(number);
        return {};
    }
    const auto* text = in.if_string();
    if (text == nullptr) return fault;
    const auto digits = trimmed({text->data(), text->size()});
    const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    return status == std::errc{} && end == digits.data() + digits.size() ? std::string{} : fault;
}

std::string decode_key(const value& in, std::int64_t& out) {
    const auto fault = decode_value(in, Rule{}, out);
    if (fault.empty()) return {};
    return "Incorrect type. Expected pk value, received " + std::string(kind_name(in)) + ".";
}

FieldError absent_key(std::string_view field, std::int64_t key) {
    return {std::string(field),
            "Invalid pk \"" + std::to_string(key) + "\" - object does not exist."};
}

std::string decode_value(const value& in, const Rule&, Instant& out) {
    const auto* text = in.if_string();
    const auto instant =
        text == nullptr ? std::nullopt : parse_iso8601(trimmed({text->data(), text->size()}));
    if (!instant) {
        return "Datetime has wrong format. Use one of these formats instead: "
               "YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].";
    }
    out = *instant;
    return {};
}

std::size_t decode_choice(const value& in,
                          std::span<const std::string_view> words,
                          std::string& fault) {
    std::string text;
    if (!as_text(in, text)) text = boost::json::serialize(in);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == text) return i;
    }
    constexpr std::size_t echo_length_max = 100;
    fault = "\"" + std::string(truncated(text, echo_length_max)) + "\" is not a valid choice.";
    return std::string::npos;
}

}  // namespace pilotlight
