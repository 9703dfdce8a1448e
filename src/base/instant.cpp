#include "base/instant.hpp"

#include <array>
#include <charconv>
#include <cstdlib>

#include "base/ascii.hpp"

namespace pilotlight {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

void put_digits(char* at, unsigned value, int width) {
    for (int i = width - 1; i >= 0; --i, value /= 10) {
        at[i] = static_cast<char>('0' + value % 10);
    }
}

/// Takes exactly `width` digits off the front of `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t width) {
    if (text.size() < width) return std::nullopt;
    int value = 0;
    for (char c : text.substr(0, width)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(width);
    return value;
}

bool take(std::string_view& text, char expected) {
    if (text.empty() || text.front() != expected) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<std::chrono::sys_days> take_date(std::string_view& text) {
    const auto year = take_digits(text, 4);
    if (!year || !take(text, '-')) return std::nullopt;
    const auto month = take_digits(text, 2);
    if (!month || !take(text, '-')) return std::nullopt;
    const auto day = take_digits(text, 2);
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days{date};
}

std::optional<microseconds> take_fraction(std::string_view& text) {
    constexpr std::array<int, 7> scale{1'000'000, 100'000, 10'000, 1'000, 100, 10, 1};
    std::size_t digits = 0;
    while (digits < text.size() && is_digit(text[digits])) ++digits;
    if (digits == 0 || digits > 6) return std::nullopt;
    const auto value = take_digits(text, digits);
    return microseconds{*value * scale[digits]};
}

std::optional<microseconds> take_time(std::string_view& text) {
    const auto hour = take_digits(text, 2);
    if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
    const auto minute = take_digits(text, 2);
    if (!minute || *minute > 59) return std::nullopt;
    microseconds time = std::chrono::hours{*hour} + minutes{*minute};
    if (!take(text, ':')) return time;
    const auto second = take_digits(text, 2);
    if (!second || *second > 59) return std::nullopt;
    time += seconds{*second};
    if (!take(text, '.')) return time;
    const auto fraction = take_fraction(text);
    if (!fraction) return std::nullopt;
    return time + *fraction;
}

/// "Z", "+05:30", "+0530" or nothing (UTC).
std::optional<minutes> take_offset(std::string_view& text) {
    if (text.empty() || take(text, 'Z') || take(text, 'z')) return minutes{0};
    const int sign = text.front() == '-' ? -1 : 1;
    if (!take(text, '+') && !take(text, '-')) return std::nullopt;
    const auto hour = take_digits(text, 2);
    if (!hour || *hour > 23) return std::nullopt;
    take(text, ':');
    const auto minute = take_digits(text, 2);
    if (!minute || *minute > 59) return std::nullopt;
    return minutes{sign * (*hour * 60 + *minute)};
}

}  // namespace

void append_iso8601(std::string& out, Instant instant) {
    const auto day = floor<days>(instant);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{instant - day};
    char text[] = "0000-00-00T00:00:00.000000Z";
    put_digits(text, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    put_digits(text + 5, static_cast<unsigned>(date.month()), 2);
    put_digits(text + 8, static_cast<unsigned>(date.day()), 2);
    put_digits(text + 11, static_cast<unsigned>(time.hours().count()), 2);
    put_digits(text + 14, static_cast<unsigned>(time.minutes().count()), 2);
    put_digits(text + 17, static_cast<unsigned>(time.seconds().count()), 2);
    const auto fraction = static_cast<unsigned>(time.subseconds().count());
    if (fraction == 0) {
        out.append(text, 19);
        out.push_back('Z');
        return;
    }
    put_digits(text + 20, fraction, 6);
    out.append(text, sizeof text - 1);
}

std::string to_iso8601(Instant instant) {
    std::string out;
    append_iso8601(out, instant);
    return out;
}

std::string to_iso8601(Instant instant, minutes offset) {
    auto text = to_iso8601(instant + offset);
    if (offset == minutes{0}) return text;
    const auto ahead = static_cast<unsigned>(std::abs(offset.count()));
    char suffix[] = "+00:00";
    if (offset < minutes{0}) suffix[0] = '-';
    put_digits(suffix + 1, ahead / 60, 2);
    put_digits(suffix + 4, ahead % 60, 2);
    text.pop_back();
    return text + suffix;
}

std::optional<minutes> parse_utc_offset(std::string_view text) {
    const auto offset = take_offset(text);
    return text.empty() ? offset : std::nullopt;
}

std::optional<Instant> parse_iso8601(std::string_view text) {
    const auto day = take_date(text);
    if (!day) return std::nullopt;
    if (text.empty()) return Instant{*day};
    if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
    const auto time = take_time(text);
    if (!time) return std::nullopt;
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) return std::nullopt;
    return Instant{*day} + *time - *offset;
}

Instant SystemClock::now() const {
    return floor<microseconds>(std::chrono::system_clock::now());
}

}  // namespace pilotlight
