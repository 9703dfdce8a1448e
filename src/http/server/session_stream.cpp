#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/post.hpp>

#include "base/log.hpp"
#include "http/server/session.hpp"

namespace pilotlight::http {

namespace {

using std::chrono::milliseconds;

constexpr int kernel_buffer_bytes = 64 * 1024;  // of what waits in the kernel for a slow client

}  // namespace

/// The head was taken. What is left of the request's memory goes: most streams are idle for hours.
void Session::begin_stream() {
    stream_->self = loop_.add_stream(shared_from_this());
    stream_->is_listed = true;
    stream_->beat_at = std::chrono::steady_clock::now() + stream_->body.heartbeat;
    out_.head = {};
    head_sent_ = 0;
    out_.text = {};
    buffer_.consume(buffer_.size());
    buffer_.shrink(0);
    body_.reset();
    tune_socket();
    watch_peer();
}

// Neither option is there on every kind of socket; a stream without them is only found dead later.
void Session::tune_socket() {
    const int socket = channel_.socket().native_handle();
    ::setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &kernel_buffer_bytes, sizeof kernel_buffer_bytes);
    // A phone that went out of reach says no goodbye. Later than our own timeout for clients that
    // answer and take nothing.
    const auto unanswered_ms = static_cast<unsigned>(2 * shared_.options.write_timeout.count());
    ::setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &unanswered_ms, sizeof unanswered_ms);
}

/// Notices when the client goes. What it sends is for nobody: this answer is the last.
void Session::watch_peer() {
    channel_.read(boost::asio::buffer(unwanted_),
                  [self = shared_from_this()](const Fault& fault, std::size_t) {
                      if (!self->stream_) return;
                      if (fault) return self->lose(fault);
                      self->watch_peer();
                  });
}

/// The connection broke. While all that was said fits into the kernel's buffer nothing is pending
/// and our own timeout does not run: then it is the kernel that gives up on who takes nothing.
void Session::lose(const Fault& fault) {
    if (stream_ && fault == boost::asio::error::timed_out) stream_->body.source->stalled();
    close();
}

/// All that was said is taken. Others get their turn before the source is asked again.
void Session::go_on() {
    if (!stream_->is_listed) begin_stream();
    out_.text = {};
    out_.bytes = {};
    enter(Phase::streaming, milliseconds::max());
    boost::asio::post(loop_.context(), [self = shared_from_this()] { self->pull(); });
}

void Session::pull() {
    if (phase_ != Phase::streaming) return;
    try {
        say(stream_->body.source->pull(out_.text));
    } catch (const std::exception& failure) {
        log_error("stream_failed", {{"request_id", request_->id}, {"cause", failure.what()}});
        close();
    }
}

void Session::beat(Moment now) {
    if (now < stream_->beat_at) return;
    stream_->beat_at = now + stream_->body.heartbeat;
    try {
        say(stream_->body.source->beat(out_.text));
    } catch (const std::exception& failure) {
        log_error("stream_failed", {{"request_id", request_->id}, {"cause", failure.what()}});
        close();
    }
}

void Session::say(bool alive) {
    stream_->is_over = !alive;
    if (out_.text.empty() && alive) return;
    out_.bytes = out_.text;
    bytes_sent_ = 0;
    enter(Phase::writing, shared_.options.write_timeout);
    write_some();
}

void Session::end_stream() {
    stream_->is_over = true;
    if (phase_ == Phase::streaming) finish_answer();
}

void Session::leave_stream() {
    if (!stream_) return;
    const auto stream = std::move(stream_);
    if (stream->is_listed) loop_.remove_stream(stream->self);
    // The read that watches must not take part in a farewell.
    if (stream->is_listed && channel_.secure()) channel_.cancel();
}

}  // namespace pilotlight::http
