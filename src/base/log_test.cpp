#include "base/log.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <thread>

#include "base/error.hpp"
#include "base/result.hpp"

namespace pilotlight {
namespace {

const Instant now = *parse_iso8601("2026-11-21T10:00:00.25Z");

TEST_CASE("a JSON line has time, level, event and typed fields") {
    CHECK(format_log_line(LogFormat::json,
                          LogLevel::info,
                          now,
                          "request",
                          {{"method", "GET"}, {"status", 200}, {"kept", true}}) ==
          R"({"time":"2026-11-21T10:00:00.250000Z","level":"info","event":"request",)"
          R"("method":"GET","status":200,"kept":true})");
}

TEST_CASE("a text line is for people") {
    CHECK(format_log_line(
              LogFormat::text, LogLevel::warning, now, "settings", {{"name", "a b"}, {"n", 5}}) ==
          R"(10:00:00.250 warning settings name="a b" n=5)");
}

TEST_CASE("secrets are written as redacted") {
    for (std::string_view name : {"password", "token", "authorization", "cookie", "secret_key"}) {
        CAPTURE(name);
        const auto line =
            format_log_line(LogFormat::json, LogLevel::info, now, "x", {{name, "hunter2"}});
        CHECK(line.find("hunter2") == std::string::npos);
        CHECK(line.find("[redacted]") != std::string::npos);
    }
    CHECK_FALSE(is_secret_name("status"));
}

TEST_CASE("hostile text cannot break a line") {
    const auto line = format_log_line(
        LogFormat::json, LogLevel::info, now, "x", {{"path", "a\n\"b"}, {"raw", "\xFF"}});
    CHECK(line.find('\n') == std::string::npos);
    CHECK(line.find(R"(a\n\"b)") != std::string::npos);
    CHECK(line.find("[not UTF-8]") != std::string::npos);
    const std::string long_text(log_text_bytes_max * 2, 'x');
    CHECK(format_log_line(LogFormat::json, LogLevel::info, now, "x", {{"t", long_text}}).size() <
          log_text_bytes_max + 200);
}

TEST_CASE("lines carry the id of the request at hand") {
    const auto line = [] { return format_log_line(LogFormat::json, LogLevel::info, now, "x", {}); };
    const RequestIdScope outer("r1");
    {
        const RequestIdScope inner("r2");
        CHECK(line().find(R"("request_id":"r2")") != std::string::npos);
    }
    CHECK(line().find(R"("request_id":"r1")") != std::string::npos);
}

TEST_CASE("what is written arrives, what is below the level does not") {
    int ends[2] = {};
    REQUIRE(::pipe(ends) == 0);
    start_logging({.level = LogLevel::warning, .descriptor = ends[1]});
    CHECK_FALSE(log_enabled(LogLevel::info));
    log_info("quiet");
    log_error("loud", {{"n", 1}});
    stop_logging();
    ::close(ends[1]);
    std::string text(4096, '\0');
    const auto size = ::read(ends[0], text.data(), text.size());
    ::close(ends[0]);
    REQUIRE(size > 0);
    text.resize(static_cast<std::size_t>(size));
    CHECK(text.find("loud") != std::string::npos);
    CHECK(text.find("quiet") == std::string::npos);
    CHECK(log_lines_dropped() == 0);
}

TEST_CASE("what nobody reads in time is dropped and counted, what was first is kept") {
    int ends[2] = {};
    REQUIRE(::pipe(ends) == 0);
    const int room = ::fcntl(ends[1], F_SETPIPE_SZ, 4096);
    REQUIRE(room > 0);
    constexpr std::size_t queue_bytes_max = 8192;
    const auto before = log_lines_dropped();
    start_logging({.descriptor = ends[1], .queue_bytes_max = queue_bytes_max});
    const std::string text(1000, 'x');
    int logged = 0;
    while (log_lines_dropped() == before) log_info("line", {{"n", logged++}, {"text", text}});
    CHECK(static_cast<std::size_t>(logged) * text.size() > queue_bytes_max - 2 * text.size());
    std::string read;
    std::thread reader([&] {
        std::array<char, 4096> bytes{};
        for (auto got = ::read(ends[0], bytes.data(), bytes.size()); got > 0;
             got = ::read(ends[0], bytes.data(), bytes.size())) {
            read.append(bytes.data(), static_cast<std::size_t>(got));
        }
    });
    stop_logging();
    ::close(ends[1]);
    reader.join();
    ::close(ends[0]);
    CHECK(std::ranges::count(read, '\n') == logged - 1);
    CHECK(read.find(R"("n":0,)") != std::string::npos);
}

TEST_CASE("lines that the descriptor refuses are counted") {
    const auto before = log_lines_dropped();
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    REQUIRE(full >= 0);
    start_logging({.descriptor = full});
    log_error("first", {});
    log_error("second", {});
    stop_logging();
    ::close(full);
    CHECK(log_lines_dropped() == before + 2);
}

Result<int> half(int number) {
    if (number % 2 != 0) return invalid("number", "odd");
    return number / 2;
}
Result<int> quarter(int number) {
    const int once = TRY(half(number));
    return half(once);
}
Result<void> check_both(int a, int b) {
    TRY(half(a));
    TRY(half(b));
    return {};
}

TEST_CASE("results carry values or errors, and TRY passes errors on") {
    CHECK(*quarter(8) == 2);
    CHECK(quarter(6).error().fields.front().message == "odd");
    CHECK(check_both(2, 4));
    CHECK_FALSE(check_both(2, 3));
    CHECK(name_of(Code::not_found) == "not_found");
    CHECK(name_of(Code::internal) == "internal");
    CHECK(internal_error("cause").message == "Internal server error.");
    CHECK(forbidden().code == Code::forbidden);
    CHECK(unauthenticated().code == Code::unauthenticated);
}

}  // namespace
}  // namespace pilotlight
