#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace pilotlight {

/// A moment in UTC with microseconds, as stored (integer microseconds since 1970) and as shown.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

/// "2026-11-20T23:15:33.945029Z"; the fraction is left out when it is 0 (contracts.md §1).
std::string to_iso8601(Instant instant);
void append_iso8601(std::string& out, Instant instant);
/// The same moment on a clock that is `offset` ahead of UTC: "…+07:00"; "Z" for none.
std::string to_iso8601(Instant instant, std::chrono::minutes offset);
/// "+07:00", "-0330" or "Z"; "" is UTC. nullopt for anything else.
std::optional<std::chrono::minutes> parse_utc_offset(std::string_view text);

/// Reads RFC 3339 date-times ("Z" or an offset, up to microseconds, "T" or a blank) and plain dates
/// (midnight UTC). nullopt for anything else.
std::optional<Instant> parse_iso8601(std::string_view text);

/// Where the program gets its time from. domain never asks; it is told.
class Clock {
public:
    virtual ~Clock() = default;
    /// Callable from any thread.
    virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
public:
    Instant now() const override;
};

/// A clock that tests set by hand.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Instant start) : now_(start) {}
    Instant now() const override { return now_; }
    void advance(std::chrono::microseconds by) { now_ += by; }

private:
    Instant now_;
};

}  // namespace pilotlight
