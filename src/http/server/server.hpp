#pragma once
// The connection layer: sockets, sessions, limits, timeouts, multipart to disk, compression, drain.
// It knows no route and no domain word. No Boost.Beast or Asio header outside this folder.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "base/error.hpp"
#include "base/result.hpp"
#include "base/worker_pool.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace pilotlight::http {

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;      // 0: any free one, see Server::port()
    std::string unix_socket{};      // when set, listens there too
    std::string tls_certificate{};  // PEM files; both or none
    std::string tls_key{};
    unsigned threads = 0;                     // 0: one per core
    std::size_t connections_max = 20'000;     // beyond it new ones get 503 and are closed
    std::size_t head_bytes_max = 16 * 1024;   // 431
    std::size_t headers_max = 100;            // 431
    std::size_t target_bytes_max = 8 * 1024;  // 414
    std::chrono::milliseconds head_timeout{10'000};
    std::chrono::milliseconds body_timeout{60'000};  // whole body; and body_bytes_per_s_min
    std::size_t body_bytes_per_s_min = 1024;         // averaged after the first 10 s of a body
    std::chrono::milliseconds idle_timeout{60'000};  // keep-alive
    std::chrono::milliseconds write_timeout{60'000};
    std::chrono::milliseconds drain_timeout{8'000};
    std::filesystem::path spool_folder{};        // for file parts
    std::vector<std::string> trusted_proxies{};  // addresses whose X-Forwarded-* are believed
};

/// What the application wants done with a body before it is read.
struct BodyPlan {
    std::size_t bytes_max = 64 * 1024;  // of a body held in memory, and of all text parts together
    bool multipart = false;             // multipart/form-data is parsed and spooled, else 415
    std::size_t files_max = 0;          // file parts
    std::uint64_t file_bytes_max = 0;   // of each
};

/// The way back to who sent a request. Any thread. Dropping it unanswered sends a 500.
class Responder {
public:
    virtual ~Responder() = default;

    /// Sends the answer; the first one counts.
    virtual void answer(Response response) = 0;

    /// Runs the step on the request's IO thread soon; on the one that stops the server when that
    /// comes first, or never. It must not block.
    virtual void resume(std::function<void()> step) = 0;
};
using ResponderPtr = std::shared_ptr<Responder>;

/// The other side of the connection layer.
class Application {
public:
    virtual ~Application() = default;

    /// On each IO thread before its first connection.
    virtual void begin_thread(Later later) = 0;

    /// On the IO thread when the head is complete; a Response refuses without reading the body.
    virtual std::variant<BodyPlan, Response> plan(const RequestHead& head) = 0;

    /// On the IO thread with the whole request; must not block.
    virtual void answer(std::shared_ptr<Request> request, ResponderPtr responder) = 0;

    /// The answer to what could not be read (400, 408, 413, 414, 431, 503): `status` and `error`
    /// say what; `head` is null when there is none.
    virtual Response refuse(int status, const Error& error, const RequestHead* head) = 0;

    /// After each answer was written, for the access log and metrics. `bytes` of body sent.
    virtual void served(const RequestHead& head,
                        int status,
                        std::uint64_t bytes,
                        std::chrono::microseconds took) = 0;
};

/// Runs one io_context and one thread per core. start() returns once it accepts; stop() stops
/// accepting, lets requests in flight finish (Connection: close), then closes within drain_timeout.
class Server {
public:
    Server(ServerOptions options, Application& application);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    Result<void> start();
    /// Blocks until drained.
    void stop();
    std::uint16_t port() const;
    std::size_t connections() const;
    /// Has every open stream asked for news (StreamSource::pull). Costs one task a loop, however
    /// often it is called meanwhile. Any thread, between start() and stop().
    void wake_streams();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace pilotlight::http
