#include "http/server/session.hpp"

#include "base/log.hpp"

namespace pilotlight::http {

namespace {

using std::chrono::milliseconds;

// After an answer that the client may not expect yet, what it still sends is thrown away for a
// while: closing at once would reset the connection and destroy the answer on its way.
constexpr milliseconds linger_timeout{5'000};
constexpr std::uint64_t linger_bytes_max = 64 * 1024 * 1024;
constexpr std::size_t linger_buffer_bytes = 64 * 1024;

constexpr std::chrono::seconds body_rate_grace{10};
constexpr milliseconds cancel_grace{5'000};

}  // namespace

Session::Session(Loop& loop, Channel::Socket socket, boost::asio::ssl::context* tls, Peer peer)
    : loop_(loop),
      shared_(loop.shared()),
      channel_(std::move(socket), tls),
      peer_(std::move(peer)) {
    shared_.connections.fetch_add(1, std::memory_order_relaxed);
}

Session::~Session() {
    shared_.connections.fetch_sub(1, std::memory_order_release);
}

void Session::enlist() {
    self_ = loop_.add(shared_from_this());
    listed_ = true;
}

void Session::start() {
    enlist();
    if (shared_.draining) drain();
    if (phase_ == Phase::closed) return;
    if (!channel_.secure()) {
        enter(Phase::idle, shared_.options.head_timeout);
        return read();
    }
    enter(Phase::handshake, shared_.options.head_timeout);
    channel_.handshake([self = shared_from_this()](const Fault& fault) {
        if (fault || self->phase_ == Phase::closed) return self->close();
        self->enter(Phase::idle, self->shared_.options.head_timeout);
        self->read();
    });
}

void Session::start_refused() {
    enlist();
    if (channel_.secure()) return close();
    begin_message();
    refuse({503,
            {.code = Code::overloaded,
             .message = "The server has too many connections. Try again later.",
             .retry_after_s = 1}});
}

void Session::enter(Phase phase, milliseconds timeout) {
    phase_ = phase;
    deadline_ =
        timeout == milliseconds::max() ? Moment::max() : std::chrono::steady_clock::now() + timeout;
}

bool Session::is_too_slow(Moment now) const {
    if (phase_ != Phase::body || now - body_began_ < body_rate_grace) return false;
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(now - body_began_).count();
    return body_bytes_ < static_cast<std::uint64_t>(seconds) * shared_.options.body_bytes_per_s_min;
}

void Session::check_deadline(Moment now) {
    if (phase_ == Phase::streaming) return beat(now);
    if (now < deadline_ && !is_too_slow(now)) return;
    const bool reading = phase_ == Phase::head || phase_ == Phase::body;
    if (phase_ == Phase::writing && stream_) stream_->body.source->stalled();
    if (!reading || timed_out_) return close();
    // The read that waits ends, and received() answers 408.
    timed_out_ = true;
    deadline_ = now + cancel_grace;
    channel_.cancel();
}

void Session::drain() {
    if (phase_ == Phase::handshake) return close();
    if (stream_) return end_stream();
    if (phase_ != Phase::idle) return;
    Fault fault;
    // A request that the kernel holds already is under way.
    if (channel_.socket().available(fault) == 0 || fault) close();
}

void Session::close() {
    if (phase_ == Phase::closed) return;
    phase_ = Phase::closed;
    deadline_ = Moment::max();
    if (stream_) report();
    leave_stream();
    channel_.close();
    if (!listed_) return;
    listed_ = false;
    const auto self = shared_from_this();  // the list may have been the last owner
    loop_.remove(self_);
}

void Session::next_or_close() {
    if (!last_answer_) {
        enter(Phase::idle, shared_.options.idle_timeout);
        // It may have begun while the answer was written.
        if (shared_.draining.load(std::memory_order_relaxed) && buffer_.empty()) drain();
        return run();
    }
    Fault fault;
    const bool unread = !buffer_.empty() || !parser_ || parser_->has_body() ||
                        channel_.socket().available(fault) > 0 || fault;
    if (unread || channel_.secure()) return linger();
    close();
}

void Session::linger() {
    enter(Phase::lingering, linger_timeout);
    if (!channel_.secure()) {
        half_close();
        return discard();
    }
    channel_.farewell([self = shared_from_this()](const Fault&) {
        if (self->phase_ == Phase::closed) return;
        self->half_close();
        self->discard();
    });
}

void Session::half_close() {
    Fault ignored;  // a peer that is gone shows when reading
    channel_.socket().shutdown(boost::asio::socket_base::shutdown_send, ignored);
}

// Reads below TLS: what comes now is for nobody.
void Session::discard() {
    buffer_.consume(buffer_.size());
    auto* room = buffer_.prepare(linger_buffer_bytes);
    channel_.socket().async_read_some(
        boost::asio::buffer(room, linger_buffer_bytes),
        [self = shared_from_this()](const Fault& fault, std::size_t bytes) {
            self->lingered_bytes_ += bytes;
            if (fault || self->lingered_bytes_ > linger_bytes_max) return self->close();
            if (self->phase_ == Phase::lingering) self->discard();
        });
}

}  // namespace pilotlight::http
