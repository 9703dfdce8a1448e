#include "http/server/loop.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <csignal>
#include <ctime>

#include "base/log.hpp"
#include "http/server/outgoing.hpp"
#include "http/server/session.hpp"

namespace pilotlight::http {

namespace {

using std::chrono::milliseconds;

/// How often deadlines are looked at: one pass over the sessions of a loop costs microseconds, a
/// timer per session and phase would cost more on every request.
milliseconds sweep_interval(const ServerOptions& options) {
    const auto shortest = std::min(
        {options.head_timeout, options.body_timeout, options.idle_timeout, options.write_timeout});
    return std::clamp(shortest / 8, milliseconds(10), milliseconds(500));
}

}  // namespace

Response Shared::refuse(int status, const Error& error, const RequestHead* head) noexcept {
    try {
        return application.refuse(status, error, head);
    } catch (const std::exception& failure) {
        log_error("refuse_failed", {{"cause", failure.what()}});
    }
    Response bare;
    bare.status = status;
    return bare;
}

Loop::Loop(Shared& shared)
    : shared_(shared),
      work_(context_.get_executor()),
      sweep_timer_(context_),
      answers_([](const auto& session) { session->write_held(); },
               [this](auto step) { boost::asio::post(context_, std::move(step)); }) {}

Loop::~Loop() = default;

void Loop::start() {
    boost::asio::post(context_, [this] {
        sweep();
        shared_.application.begin_thread([this](auto step) { post(std::move(step)); });
    });
    thread_ = std::thread([this] { run(); });
}

// Whatever escapes a handler would end the program; the session it came from is lost, the others
// go on.
void Loop::run() {
    sigset_t signals;
    sigemptyset(&signals);
    // sendfile() to a peer that is gone raises SIGPIPE; the others are for the main thread.
    for (const int each : {SIGPIPE, SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, each);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    for (;;) {
        try {
            context_.run();
            return;
        } catch (const std::exception& failure) {
            log_error("io_handler_failed", {{"cause", failure.what()}});
        }
    }
}

void Loop::stop() {
    if (!thread_.joinable()) return;
    boost::asio::post(context_, [this] {
        for_each(sessions_, [](Session& session) { session.close(); });
        sweep_timer_.cancel();
        work_.reset();
        context_.stop();
    });
    thread_.join();
    // The handlers of the closed sockets run here and let go of their sessions; a connection that
    // was dealt at the last moment may have come in with them.
    for (int round = 0; round < 2; ++round) {
        context_.restart();
        context_.poll();
        for_each(sessions_, [](Session& session) { session.close(); });
    }
}

Loop::Sessions::iterator Loop::add(std::shared_ptr<Session> session) {
    return sessions_.insert(sessions_.end(), std::move(session));
}

void Loop::remove(Sessions::iterator session) {
    sessions_.erase(session);
}

Loop::Sessions::iterator Loop::add_stream(std::shared_ptr<Session> session) {
    return streams_.insert(streams_.end(), std::move(session));
}

void Loop::remove_stream(Sessions::iterator session) {
    streams_.erase(session);
}

void Loop::wake_streams() {
    if (waking_.exchange(true)) return;
    boost::asio::post(context_, [loop = shared_from_this()] {
        loop->waking_ = false;  // before they look: what comes now wakes them again
        for_each(loop->streams_, [](Session& session) { session.pull(); });
    });
}

// A session may remove itself while it is visited.
template <class Visit>
void Loop::for_each(Sessions& sessions, Visit&& visit) {
    for (auto next = sessions.begin(); next != sessions.end();) {
        const auto session = *next++;
        visit(*session);
    }
}

void Loop::write_soon(std::shared_ptr<Session> session) {
    answers_.add(std::move(session), std::chrono::steady_clock::now());
}

void Loop::write_due() {
    if (!answers_.is_empty()) answers_.send_due(std::chrono::steady_clock::now());
}

void Loop::drain() {
    for_each(sessions_, [](Session& session) { session.drain(); });
}

void Loop::sweep() {
    const auto now = std::chrono::steady_clock::now();
    for_each(sessions_, [now](Session& session) { session.check_deadline(now); });
    sweep_timer_.expires_after(sweep_interval(shared_.options));
    sweep_timer_.async_wait([this](const boost::system::error_code& fault) {
        if (!fault) sweep();
    });
}

void Loop::post(std::function<void()> step) {
    boost::asio::post(context_, [this, step = std::move(step)] {
        write_due();
        step();
    });
}

std::string_view Loop::date() {
    const auto second = static_cast<std::int64_t>(std::time(nullptr));
    if (second != date_second_) {
        date_ = http_date(second);
        date_second_ = second;
    }
    return date_;
}

}  // namespace pilotlight::http
