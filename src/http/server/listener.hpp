#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "http/server/channel.hpp"
#include "http/server/head.hpp"
#include "http/server/loop.hpp"

namespace pilotlight::http {

/// Accepts connections on one endpoint and deals them to the loops in turn. Runs on the first
/// loop's thread.
class Listener {
public:
    using Loops = std::vector<std::shared_ptr<Loop>>;

    /// `loops` and `tls` (null: plain) outlive the listener.
    Listener(const Loops& loops, boost::asio::ssl::context* tls);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    /// An IP address or "localhost"; port 0 takes a free one. Code::conflict when it is in use,
    /// Code::invalid_input when it is none or not ours.
    Result<void> open_tcp(const std::string& address, std::uint16_t port);
    /// Replaces a socket file that nobody listens on; mode 0660.
    Result<void> open_unix(const std::string& path);
    /// After a successful open.
    void start();
    /// On the first loop's thread. What the kernel has accepted already is still dealt.
    void close();
    std::uint16_t port() const { return port_; }

private:
    using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::generic::stream_protocol,
                                                        Channel::Executor>;
    using Fault = boost::system::error_code;

    Result<void> open(const boost::asio::generic::stream_protocol::endpoint& endpoint,
                      const std::string& name);
    void accept();
    void accepted(const Fault& fault, Channel::Socket socket, std::size_t loop);
    void deal(Channel::Socket socket, std::size_t loop);
    void accept_again_later();
    Peer peer_of(Channel::Socket& socket) const;

    const Loops& loops_;
    boost::asio::ssl::context* tls_;
    Acceptor acceptor_;
    boost::asio::steady_timer retry_timer_;
    std::size_t next_loop_ = 0;
    std::uint16_t port_ = 0;
    std::string socket_file_{};
};

}  // namespace pilotlight::http
