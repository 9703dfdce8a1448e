#include "base/log.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "base/json_writer.hpp"
#include "base/text.hpp"

namespace pilotlight {
namespace {

thread_local std::string_view current_request_id;
std::atomic<std::uint64_t> dropped = 0;

/// The first line is written at once; more gather while it is, and a little longer: waking the
/// thread for each would cost more than all the rest of logging it.
class LineWriter {
public:
    LineWriter(int descriptor, std::size_t queue_bytes_max)
        : descriptor_(descriptor), queue_bytes_max_(queue_bytes_max) {
        thread_ = std::thread([this] { serve(); });
    }

    ~LineWriter() {
        {
            const std::lock_guard lock(mutex_);
            is_stopping_ = true;
        }
        changed_.notify_one();
        thread_.join();
    }

    /// False when there is no room. An urgent line is written at once.
    bool add(std::string_view line, bool is_urgent) {
        bool wakes = false;
        {
            const std::lock_guard lock(mutex_);
            if (queue_.size() + line.size() >= queue_bytes_max_) return false;
            wakes = queue_.empty() || (is_urgent && !is_urgent_);
            is_urgent_ |= is_urgent;
            queue_.append(line).push_back('\n');
        }
        if (wakes) changed_.notify_one();
        return true;
    }

private:
    void serve() {
        std::unique_lock lock(mutex_);
        while (true) {
            changed_.wait(lock, [&] { return is_stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            is_urgent_ = false;
            writing_.swap(queue_);
            lock.unlock();
            write_all(writing_);
            writing_.clear();
            if (writing_.capacity() > kept_bytes_max) writing_.shrink_to_fit();
            lock.lock();
            changed_.wait_for(lock, log_gather_max, [&] { return is_stopping_ || is_urgent_; });
        }
    }

    void write_all(std::string_view rest) const {
        while (!rest.empty()) {
            const auto written = ::write(descriptor_, rest.data(), rest.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) {
                dropped += static_cast<std::uint64_t>(std::ranges::count(rest, '\n'));
                return;
            }
            rest.remove_prefix(static_cast<std::size_t>(written));
        }
    }

    static constexpr std::size_t kept_bytes_max = 256UL * 1024;  // after a burst

    const int descriptor_;
    const std::size_t queue_bytes_max_;
    std::mutex mutex_{};
    std::condition_variable changed_{};
    std::string queue_{};
    std::string writing_{};  // of the log's thread alone
    bool is_urgent_ = false;
    bool is_stopping_ = false;
    std::thread thread_{};
};

struct Log {
    std::unique_ptr<LineWriter> lines{};
    LogFormat format = LogFormat::json;
};

Log running;
std::atomic<int> least_level = static_cast<int>(LogLevel::error) + 1;

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
    constexpr std::size_t line_bytes_typical = 256;
    JsonWriter out;
    out.reserve(line_bytes_typical);
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
    const auto line = format_log_line(running.format, level, SystemClock().now(), event, fields);
    if (!running.lines->add(line, level >= LogLevel::error)) ++dropped;
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
    running.lines = std::make_unique<LineWriter>(options.descriptor, options.queue_bytes_max);
    running.format = options.format;
    least_level = static_cast<int>(options.level);
}

void stop_logging() {
    least_level = static_cast<int>(LogLevel::error) + 1;
    running = {};
}

std::uint64_t log_lines_dropped() {
    return dropped;
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
