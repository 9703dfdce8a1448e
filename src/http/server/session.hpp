#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/descriptor.hpp"
#include "http/server/body.hpp"
#include "http/server/channel.hpp"
#include "http/server/head.hpp"
#include "http/server/loop.hpp"
#include "http/server/message_parser.hpp"
#include "http/server/outgoing.hpp"
#include "http/server/read_buffer.hpp"

namespace pilotlight::http {

/// One connection: reads a request, has it answered, writes the answer, and again. One request at a
/// time: while one is handled or written nothing is read, so pipelined requests wait in the buffer
/// or the kernel and are answered in order. Lives on one loop's thread; kept alive by the loop's
/// list and by whatever waits.
///
///   handshake → idle → head → body → handling → writing → idle ...
///                                                     ↘ lingering → closed
///
/// An answer without an end goes back and forth between writing and streaming (nothing to write)
/// until it is over.
class Session : public std::enable_shared_from_this<Session> {
public:
    using Moment = std::chrono::steady_clock::time_point;

    /// `loop` outlives the session; `tls` is null for plain connections.
    Session(Loop& loop, Channel::Socket socket, boost::asio::ssl::context* tls, Peer peer);
    ~Session();

    void start();
    /// Answers 503 to whatever comes and closes: the server is full.
    void start_refused();
    /// Closes or answers 408 when the current phase took too long.
    void check_deadline(Moment now);
    /// Closes when no request is under way; else the next answer is the last.
    void drain();
    void close();
    /// Sends what the stream has to say, unless it is still being sent what came before.
    void pull();

    /// Sends an answer that the loop has held. Does not throw.
    void write_held();

    /// The application's answer, on the loop's thread. Ignored unless one is awaited.
    void respond(Response response);
    /// 500 for a request that was never answered or whose handling failed.
    void fail(std::string cause);

private:
    enum class Phase : std::uint8_t {
        handshake,
        idle,
        head,
        body,
        handling,
        writing,
        streaming,
        lingering,
        closed
    };
    using Fault = boost::system::error_code;

    // session.cpp: the life of a connection
    void enlist();
    void enter(Phase phase, std::chrono::milliseconds timeout);
    bool is_too_slow(Moment now) const;
    void next_or_close();
    void linger();
    void half_close();
    void discard();

    // session_read.cpp: from bytes to a planned request
    void run();
    void step();
    bool parse();
    void read();
    void received(const Fault& fault, std::size_t bytes);
    void begin_message();
    bool complete();
    bool take_plan(std::variant<BodyPlan, Response> plan);
    void skip_body();
    bool accept_body(const BodyPlan& plan);
    void send_continue();
    void dispatch();
    void refuse(const EarlyRefusal& refusal);

    // session_stream.cpp: answers without an end
    void begin_stream();
    void tune_socket();
    void watch_peer();
    void lose(const Fault& fault);
    void go_on();
    void beat(Moment now);
    void say(bool alive);
    void end_stream();
    void leave_stream();

    // session_write.cpp: from an answer to bytes
    void send(Response response);
    void give_up(const std::exception& failure);
    bool open_file(const FileBody& file);
    void write_some();
    void write_plain();
    void write_secure();
    void write_failed(const Fault& fault);
    void send_file();
    void load_file_chunk();
    void wait_writable();
    bool pending_bytes() const;
    std::array<boost::asio::const_buffer, 2> pending() const;
    void advance(std::size_t bytes);
    void finish_answer();
    void report();

    Loop& loop_;
    Shared& shared_;
    Channel channel_;
    const Peer peer_;
    Loop::Sessions::iterator self_{};
    bool listed_ = false;

    Phase phase_ = Phase::idle;
    Moment deadline_ = Moment::max();
    bool running_ = false;  // inside run(), which must not nest
    bool run_again_ = false;
    bool timed_out_ = false;
    bool keep_alive_ = true;    // as far as the client and the framing are concerned
    bool last_answer_ = false;  // "Connection: close" was said

    ReadBuffer buffer_{};
    std::shared_ptr<Request> request_{};
    std::optional<MessageParser> parser_{};
    std::optional<Body> body_{};
    Moment began_{};  // the request's head was complete
    Moment body_began_{};
    std::uint64_t body_bytes_ = 0;

    Outgoing out_{};
    std::size_t head_sent_ = 0;
    std::size_t bytes_sent_ = 0;   // of out_.bytes
    std::uint64_t body_sent_ = 0;  // of all of the body
    Descriptor file_{};
    std::string file_chunk_{};  // TLS only: sendfile cannot encrypt
    std::uint64_t lingered_bytes_ = 0;

    struct Stream {
        StreamBody body{};
        Moment beat_at{};
        bool is_over = false;
        bool is_listed = false;
        Loop::Sessions::iterator self{};
    };
    std::unique_ptr<Stream> stream_{};
    std::array<char, 16> unwanted_{};  // what the client of a stream sends after its request
};

}  // namespace pilotlight::http
