#pragma once
// Structured lines to standard error: one event word, typed fields, the id of the request at hand.
// Cheap on the caller's side (a copy into a bounded queue); a thread of the log writes what has
// gathered. When the writer cannot keep up further lines are dropped and counted: a slow terminal
// never stalls an IO thread. A process that is killed loses the lines of log_gather_max; those of
// level error are written at once.

#include <array>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "base/field.hpp"
#include "base/instant.hpp"

namespace pilotlight {

enum class LogLevel : std::uint8_t { debug, info, warning, error };
template <>
inline constexpr auto names<LogLevel> =
    std::array<std::string_view, 4>{"debug", "info", "warning", "error"};

/// json: one JSON object a line, for machines. text: "12:34:56.789 info  request status=200".
enum class LogFormat : std::uint8_t { json, text };
template <>
inline constexpr auto names<LogFormat> = std::array<std::string_view, 2>{"json", "text"};

/// Only borrowed for the call. A temporary std::string in the braces of a log call lives long
/// enough.
class LogValue {
public:
    LogValue(std::string_view text) : value_(text) {}                      // NOLINT
    LogValue(const char* text) : value_(std::string_view(text)) {}         // NOLINT
    LogValue(const std::string& text) : value_(std::string_view(text)) {}  // NOLINT
    LogValue(std::same_as<bool> auto flag) : value_(flag) {}               // NOLINT
    LogValue(double number) : value_(number) {}                            // NOLINT
    template <std::integral T>
    requires(!std::same_as<T, bool>) LogValue(T number)
        : value_(static_cast<std::int64_t>(number)) {}  // NOLINT

    const auto& get() const { return value_; }

private:
    std::variant<std::string_view, bool, std::int64_t, double> value_;
};

struct LogField {
    std::string_view name;  // snake_case; a name of the secret list is written as "[redacted]"
    LogValue value;
};
using LogFields = std::initializer_list<LogField>;

/// Writes a line: log_info("request", {{"method", "GET"}, {"status", 200}}). Does nothing when the
/// level is off or logging has not started. Any thread; never throws, never waits for the output.
void log_debug(std::string_view event, LogFields fields = {});
void log_info(std::string_view event, LogFields fields = {});
void log_warning(std::string_view event, LogFields fields = {});
void log_error(std::string_view event, LogFields fields = {});

/// To be asked before an expensive field is worked out.
bool log_enabled(LogLevel level);

/// Lines of this thread carry "request_id" until the scope ends. The text must outlive it.
class RequestIdScope {
public:
    explicit RequestIdScope(std::string_view request_id);
    ~RequestIdScope();
    RequestIdScope(const RequestIdScope&) = delete;
    RequestIdScope& operator=(const RequestIdScope&) = delete;

private:
    std::string_view outer_;
};

inline constexpr std::size_t log_queue_bytes_max = 4UL * 1024 * 1024;
inline constexpr auto log_gather_max = std::chrono::milliseconds(5);
/// Longer texts are cut, never the line, so that a JSON line stays valid.
inline constexpr std::size_t log_text_bytes_max = 2'048;

struct LogOptions {
    LogLevel level = LogLevel::info;
    LogFormat format = LogFormat::json;
    int descriptor = 2;  // where the lines go; tests give a pipe or a file
    std::size_t queue_bytes_max = log_queue_bytes_max;
};

/// Call once before other threads log, and again only after stop_logging().
void start_logging(const LogOptions& options);

/// Writes what is queued and ends the log's thread. Call when no other thread logs.
void stop_logging();

/// Lines dropped since the start: the queue was full, or the descriptor refused them. Any thread.
std::uint64_t log_lines_dropped();

/// Whether a field of this name is redacted: passwords, tokens, keys, cookies, authorization.
bool is_secret_name(std::string_view name);

/// The line that log_* would write, without its line end. Pure.
std::string format_log_line(
    LogFormat format, LogLevel level, Instant now, std::string_view event, LogFields fields);

}  // namespace pilotlight
