#include "base/log.hpp"

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <memory>

#include "base/json_writer.hpp"
#include "base/text.hpp"

namespace pilotlight {
namespace {

thread_local std::string_view current_request_id;

/// Writes whole lines to a descriptor.
class DescriptorSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    explicit DescriptorSink(int descriptor) : descriptor_(descriptor) {}

private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        std::string line(message.payload.data(), message.payload.size());
        line.push_back('\n');
        std::string_view rest = line;
        while (!rest.empty()) {
            const auto written = ::write(descriptor_, rest.data(), rest.size());
            if (written <= 0) return;  // nobody reads any more: there is nowhere to say so
            rest.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    void flush_() override {}

    int descriptor_;
};

struct Log {
    std::shared_ptr<spdlog::details::thread_pool> pool{};
    std::shared_ptr<spdlog::async_logger> logger{};
    LogFormat format = LogFormat::json;
};

Log running;
std::atomic<int> least_level = static_cast<int>(LogLevel::error) + 1;
std::atomic<std::uint64_t> dropped_before = 0;

void write_json(JsonWriter& out, const LogField& field) {
    out.key(field.name);
    if (is_secret_name(field.name)) {
        out.value("[redacted]");
        return;
    }
    std::visit(
        [&](const auto& value) {
            using T = std::remove_cvref_t<decltype(value)>;
            if constexpr (std::is_same_v<T, std::string_view>) {
                out.value(is_utf8(value) ? truncated(value, log_text_bytes_max) : "[not UTF-8]");
            } else if constexpr (std::is_same_v<T, double>) {
                out.raw(std::to_string(value));
            } else {
                out.value(value);
            }
        },
        field.value.get());
}

std::string json_line(LogLevel level, Instant now, std::string_view event, LogFields fields) {
    JsonWriter out;
    out.begin_object().member("time", now).member("level", level).member("event", event);
    if (!current_request_id.empty()) out.member("request_id", current_request_id);
    for (const auto& field : fields) {
        if (field.name == "request_id" && !current_request_id.empty()) continue;
        write_json(out, field);
    }
    out.end_object();
    return out.take();
}

std::string text_line(LogLevel level, Instant now, std::string_view event, LogFields fields) {
    constexpr std::size_t time_from = 11;
    constexpr std::size_t time_length = 12;
    auto line = to_iso8601(now).substr(time_from, time_length);
    line += ' ';
    line += name_of(level);
    line += ' ';
    line += event;
    for (const auto& field : fields) {
        JsonWriter out;
        out.begin_object();
        write_json(out, field);
        out.end_object();
        const auto& text = out.text();  // {"name":value}
        const auto colon = text.find("\":");
        line += ' ';
        line += field.name;
        line += '=';
        line += text.substr(colon + 2, text.size() - colon - 3);
    }
    return line;
}

void write(LogLevel level, std::string_view event, LogFields fields) {
    if (!log_enabled(level)) return;
    running.logger->log(spdlog::level::info,
                        spdlog::string_view_t(format_log_line(
                            running.format, level, SystemClock().now(), event, fields)));
}

}  // namespace

void log_debug(std::string_view event, LogFields fields) {
    write(LogLevel::debug, event, fields);
}
void log_info(std::string_view event, LogFields fields) {
    write(LogLevel::info, event, fields);
}
void log_warning(std::string_view event, LogFields fields) {
    write(LogLevel::warning, event, fields);
}
void log_error(std::string_view event, LogFields fields) {
    write(LogLevel::error, event, fields);
}

bool log_enabled(LogLevel level) {
    return static_cast<int>(level) >= least_level.load(std::memory_order_relaxed);
}

RequestIdScope::RequestIdScope(std::string_view request_id)
    : outer_(std::exchange(current_request_id, request_id)) {}
RequestIdScope::~RequestIdScope() {
    current_request_id = outer_;
}

void start_logging(const LogOptions& options) {
    running.pool = std::make_shared<spdlog::details::thread_pool>(options.queue_lines_max, 1);
    running.logger =
        std::make_shared<spdlog::async_logger>("pilotlight",
                                               std::make_shared<DescriptorSink>(options.descriptor),
                                               running.pool,
                                               spdlog::async_overflow_policy::overrun_oldest);
    running.format = options.format;
    least_level = static_cast<int>(options.level);
}

void stop_logging() {
    least_level = static_cast<int>(LogLevel::error) + 1;
    if (running.pool) dropped_before += running.pool->overrun_counter();
    running = {};
}

std::uint64_t log_lines_dropped() {
    return dropped_before + (running.pool ? running.pool->overrun_counter() : 0);
}

bool is_secret_name(std::string_view name) {
    static constexpr std::string_view secrets[] = {"password",
                                                   "password2",
                                                   "old_password",
                                                   "token",
                                                   "access",
                                                   "refresh",
                                                   "secret_key",
                                                   "authorization",
                                                   "cookie",
                                                   "csrftoken",
                                                   "sessionid",
                                                   "api_key",
                                                   "invitation_code"};
    return std::ranges::find(secrets, name) != std::end(secrets);
}

std::string format_log_line(
    LogFormat format, LogLevel level, Instant now, std::string_view event, LogFields fields) {
    return format == LogFormat::json ? json_line(level, now, event, fields)
                                     : text_line(level, now, event, fields);
}

}  // namespace pilotlight
