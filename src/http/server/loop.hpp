#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "http/server/answer_batch.hpp"
#include "http/server/proxies.hpp"
#include "http/server/server.hpp"

namespace pilotlight::http {

class Session;

/// What all sessions of a server share. Only the atomics change after start().
struct Shared {
    Shared(ServerOptions given, Application& app) : options(std::move(given)), application(app) {}

    const ServerOptions options;
    Application& application;
    TrustedProxies proxies{};
    std::atomic<std::size_t> connections{0};
    std::atomic<bool> draining{false};
    /// 4xx and 5xx of this layer get their shape here; one place for what the application throws.
    Response refuse(int status, const Error& error, const RequestHead* head) noexcept;
};

/// One io_context and the thread that runs it, with the sessions that live there. All members but
/// context(), post(), wake_streams() and start()/stop() are for that thread only. A responder that
/// answers late finds the loop gone, or holds it while it hands the answer over.
class Loop : public std::enable_shared_from_this<Loop> {
public:
    using Sessions = std::list<std::shared_ptr<Session>>;

    explicit Loop(Shared& shared);
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    void start();
    /// Closes every session and joins the thread; idempotent, from another thread.
    void stop();

    boost::asio::io_context& context() { return context_; }
    /// Runs the step on the loop's thread, behind all that is ready and the answers that are due.
    /// Any thread.
    void post(std::function<void()> step);
    Shared& shared() { return shared_; }

    Sessions::iterator add(std::shared_ptr<Session> session);
    void remove(Sessions::iterator session);
    /// The sessions whose answer has no end, which are in both lists.
    Sessions::iterator add_stream(std::shared_ptr<Session> session);
    void remove_stream(Sessions::iterator session);
    /// Has them ask for news, soon. Any thread.
    void wake_streams();
    /// Tells every session that the server drains.
    void drain();
    /// Has it send its answer, with the others that are ready.
    void write_soon(std::shared_ptr<Session> session);
    /// Before another request is taken up: sends the answers that have waited for long.
    void write_due();
    /// The value of a Date header, made anew once a second.
    std::string_view date();

private:
    void run();
    void sweep();
    template <class Visit>
    static void for_each(Sessions& sessions, Visit&& visit);

    Shared& shared_;
    boost::asio::io_context context_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    boost::asio::steady_timer sweep_timer_;
    Sessions sessions_{};
    Sessions streams_{};
    AnswerBatch<std::shared_ptr<Session>> answers_;
    std::atomic<bool> waking_{false};
    std::thread thread_{};
    std::string date_{};
    std::int64_t date_second_ = 0;
};

}  // namespace pilotlight::http
