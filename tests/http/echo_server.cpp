// The connection layer with nothing behind it, for tests/http: says what it received, serves what
// the probes need, and takes its limits from the command line so that no test has to wait long.
#include <CLI/CLI.hpp>
#include <csignal>
#include <fstream>
#include <iostream>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

#include "base/json_writer.hpp"
#include "base/log.hpp"
#include "echo_stream.hpp"
#include "http/form.hpp"
#include "http/server/server.hpp"

namespace {

using namespace pilotlight;
using namespace pilotlight::http;

constexpr std::size_t body_bytes_max = 1024 * 1024;
constexpr std::uint64_t file_bytes_max = 100 * 1024 * 1024;
constexpr std::size_t held_large_bytes = 8 * 1024 * 1024;  // more than a socket takes

Response json(int status, std::string text) {
    Response response;
    response.status = status;
    response.set("Content-Type", "application/json");
    response.body = std::move(text);
    return response;
}

Response plain(std::string text) {
    Response response;
    response.set("Content-Type", "text/plain; charset=utf-8");
    response.body = std::move(text);
    return response;
}

void write_pairs(JsonWriter& out, std::string_view name, const Pairs& pairs) {
    out.key(name).begin_array();
    for (const auto& [key, value] : pairs) {
        out.begin_array().value(key).value(value).end_array();
    }
    out.end_array();
}

std::string describe(const Request& request) {
    JsonWriter out;
    out.begin_object();
    out.member("method", request.method_text).member("path", request.path);
    write_pairs(out, "query", request.query);
    out.member("host", request.host).member("remote", request.remote_address);
    out.member("secure", request.secure).member("id", request.id).member("body", request.body);
    write_pairs(out, "form", request.form);
    out.key("files").begin_array();
    for (const auto& file : request.files) {
        out.begin_object();
        out.member("field", file->field).member("filename", file->filename);
        out.member("media_type", file->media_type).member("sha256", file->sha256);
        out.member("size", static_cast<std::int64_t>(file->size_bytes)).end_object();
    }
    out.end_array().end_object();
    return out.take();
}

/// Keeps responders until a request to /release answers them, from another thread, each with the
/// word that it came with, or at length for the word "large".
class Held {
public:
    void keep(const Request& request, ResponderPtr responder) {
        const auto* word = request.parameter("word");
        const std::lock_guard lock(mutex_);
        waiting_.emplace_back(word != nullptr ? *word : "", std::move(responder));
    }
    std::size_t count() {
        const std::lock_guard lock(mutex_);
        return waiting_.size();
    }
    void release() {
        std::vector<std::pair<std::string, ResponderPtr>> taken;
        {
            const std::lock_guard lock(mutex_);
            taken.swap(waiting_);
        }
        std::thread([taken = std::move(taken)] {
            for (const auto& [word, responder] : taken) {
                responder->answer(word == "large" ? plain(std::string(held_large_bytes, 'x'))
                                                  : plain("released" + word));
            }
        }).join();
    }

private:
    std::mutex mutex_{};
    std::vector<std::pair<std::string, ResponderPtr>> waiting_{};
};

class Echo final : public Application {
public:
    Echo(std::filesystem::path file, Server*& server) : file_(std::move(file)), server_(server) {}

    void begin_thread(Later) override {}

    std::variant<BodyPlan, Response> plan(const RequestHead& head) override {
        if (head.path == "/refused") return json(403, R"({"detail":"refused"})");
        if (head.path == "/plan-throws") throw std::runtime_error("plan");
        if (head.path == "/upload") {
            return BodyPlan{.bytes_max = 64 * 1024,
                            .multipart = true,
                            .files_max = 3,
                            .file_bytes_max = file_bytes_max};
        }
        if (head.path == "/small") return BodyPlan{.bytes_max = 16, .multipart = false};
        return BodyPlan{.bytes_max = body_bytes_max};
    }

    void answer(std::shared_ptr<Request> request, ResponderPtr responder) override {
        const auto& path = request->path;
        if (path == "/hello")
            return responder->answer(json(200, R"({"id":7,"title":"Gas smell","ok":true})"));
        if (path == "/file") return responder->answer(file_answer());
        if (path == "/large") return responder->answer(large(*request));
        if (path == "/empty") return responder->answer(Response{.status = 204});
        if (path == "/inject") return responder->answer(injected(*request));
        if (path == "/twice") return answer_twice(*responder);
        if (path == "/throws") throw std::runtime_error("answer");
        if (path == "/dropped") return;
        if (path == "/hold") return held_.keep(*request, std::move(responder));
        if (path == "/held") return responder->answer(plain(std::to_string(held_.count())));
        if (path == "/connections")
            return responder->answer(plain(std::to_string(server_->connections())));
        if (path == "/release") {
            responder->answer(plain("ok"));
            return held_.release();
        }
        if (path == "/thread") {
            std::thread([responder] { responder->answer(plain("from a thread")); }).detach();
            return;
        }
        if (path == "/resumed" || path == "/resumed-dropped") {
            std::thread([responder, is_dropped = path != "/resumed"] {
                responder->resume([responder, is_dropped] {
                    if (!is_dropped) responder->answer(plain("from the loop"));
                });
            }).detach();
            return;
        }
        if (path == "/stream") return responder->answer(stream(*request));
        if (path == "/say") return say(*request, *responder);
        if (path == "/streams") {
            return responder->answer(plain(std::to_string(board_.open) + " open, " +
                                           std::to_string(board_.stalled) + " stalled"));
        }
        responder->answer(json(200, describe(*request)));
    }

    Response refuse(int status, const Error& error, const RequestHead*) override {
        JsonWriter out;
        out.begin_object().member("detail", error.message).end_object();
        auto response = json(status, out.take());
        if (error.retry_after_s > 0)
            response.set("Retry-After", std::to_string(error.retry_after_s));
        return response;
    }

    void served(const RequestHead&, int, std::uint64_t, std::chrono::microseconds) override {}

private:
    Response stream(const Request& request) {
        const bool is_flood = request.parameter("flood") != nullptr;
        Response response{.body = StreamBody{std::make_shared<BoardStream>(board_, is_flood),
                                             std::chrono::milliseconds(100)}};
        response.set("Content-Type", "text/event-stream");
        return response;
    }

    void say(const Request& request, Responder& responder) {
        const auto* line = request.parameter("line");
        board_.add(line != nullptr ? *line : "");
        server_->wake_streams();
        responder.answer(plain("said"));
    }

    Response file_answer() const {
        Response response;
        response.set("Content-Type", "application/octet-stream");
        response.body = FileBody{
            .path = file_, .size_bytes = std::filesystem::file_size(file_), .etag = "\"v1\""};
        return response;
    }

    static Response large(const Request& request) {
        std::string text = "[";
        const auto* bytes = request.parameter("bytes");
        const auto size = bytes != nullptr ? std::stoul(*bytes) : 100'000;
        while (text.size() + 2 < size) text += "\"gas\",";
        text.resize(size - 1, ' ');
        auto response = json(200, text + "]");
        response.set("ETag", "\"large\"").set("Vary", "Authorization");
        if (request.parameter("encoded") != nullptr) response.set("Content-Encoding", "x-own");
        return response;
    }

    static Response injected(const Request& request) {
        auto response = plain("never seen");
        const auto* value = request.parameter("value");
        const auto* name = request.parameter("name");
        response.headers.push_back(
            {name != nullptr ? *name : "X-Injected", value != nullptr ? *value : ""});
        return response;
    }

    static void answer_twice(Responder& responder) {
        responder.answer(plain("first"));
        responder.answer(plain("second"));
    }

    std::filesystem::path file_;
    Server*& server_;
    Held held_{};
    Board board_{};
};

ServerOptions parse_options(int count, char** arguments, std::filesystem::path& file) {
    ServerOptions options;
    CLI::App flags("connection layer under test");
    const auto timeout = [&](const char* name, std::chrono::milliseconds& value) {
        flags.add_option_function<int>(
            name, [&value](int milliseconds) { value = std::chrono::milliseconds(milliseconds); });
    };
    flags.add_option("--port", options.port);
    flags.add_option("--threads", options.threads);
    flags.add_option("--unix", options.unix_socket);
    flags.add_option("--certificate", options.tls_certificate);
    flags.add_option("--key", options.tls_key);
    flags.add_option("--connections", options.connections_max);
    flags.add_option("--headers", options.headers_max);
    flags.add_option("--spool", options.spool_folder);
    flags.add_option("--proxy", options.trusted_proxies);
    flags.add_option("--file", file);
    timeout("--head-ms", options.head_timeout);
    timeout("--body-ms", options.body_timeout);
    timeout("--idle-ms", options.idle_timeout);
    timeout("--write-ms", options.write_timeout);
    timeout("--drain-ms", options.drain_timeout);
    try {
        flags.parse(count, arguments);
    } catch (const CLI::ParseError& fault) {
        std::exit(flags.exit(fault));
    }
    return options;
}

}  // namespace

int main(int count, char** arguments) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    start_logging({});
    std::filesystem::path file;
    auto options = parse_options(count, arguments, file);
    Server* running = nullptr;
    Echo echo(std::move(file), running);
    Server server(std::move(options), echo);
    running = &server;
    if (auto started = server.start(); !started) {
        std::cerr << started.error().message << '\n';
        for (const auto& fault : started.error().fields) std::cerr << fault.message << '\n';
        return 1;
    }
    std::cout << "port " << server.port() << std::endl;
    int signal = 0;
    sigwait(&signals, &signal);
    server.stop();
    stop_logging();
    return 0;
}
