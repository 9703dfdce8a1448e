#pragma once

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <memory>
#include <utility>

namespace pilotlight::http {

/// A connected socket, TCP or Unix, with or without TLS over it. Belongs to one IO thread.
class Channel {
public:
    using Executor = boost::asio::io_context::executor_type;
    using Socket =
        boost::asio::basic_stream_socket<boost::asio::generic::stream_protocol, Executor>;
    using Fault = boost::system::error_code;

    Channel(Socket socket, boost::asio::ssl::context* tls) : socket_(std::move(socket)) {
        Fault ignored;  // writes then take the waiting path
        socket_.non_blocking(true, ignored);
        if (tls != nullptr) tls_ = std::make_unique<Tls>(socket_, *tls);
    }
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    Socket& socket() { return socket_; }
    bool secure() const { return tls_ != nullptr; }

    template <class Handler>
    void handshake(Handler&& handler) {
        tls_->async_handshake(boost::asio::ssl::stream_base::server,
                              std::forward<Handler>(handler));
    }
    /// Says goodbye in TLS. REQUIRES: secure().
    template <class Handler>
    void farewell(Handler&& handler) {
        tls_->async_shutdown(std::forward<Handler>(handler));
    }
    template <class Buffer, class Handler>
    void read(const Buffer& buffer, Handler&& handler) {
        if (tls_) return tls_->async_read_some(buffer, std::forward<Handler>(handler));
        socket_.async_read_some(buffer, std::forward<Handler>(handler));
    }
    template <class Buffers, class Handler>
    void write(const Buffers& buffers, Handler&& handler) {
        if (tls_) return tls_->async_write_some(buffers, std::forward<Handler>(handler));
        socket_.async_write_some(buffers, std::forward<Handler>(handler));
    }
    /// Ends whatever waits; its handler gets operation_aborted.
    void cancel() {
        Fault ignored;  // a socket that cannot be cancelled is closed by its peer already
        socket_.cancel(ignored);
    }
    void close() {
        Fault ignored;  // nobody is left to be told
        socket_.close(ignored);
    }

private:
    using Tls = boost::asio::ssl::stream<Socket&>;

    Socket socket_;
    std::unique_ptr<Tls> tls_{};
};

}  // namespace pilotlight::http
