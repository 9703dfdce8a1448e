#include "http/server/listener.hpp"

#include <netinet/tcp.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <cstring>

#include "base/log.hpp"
#include "http/server/session.hpp"

namespace pilotlight::http {

namespace {

namespace asio = boost::asio;

constexpr int backlog = 4'096;
constexpr std::chrono::milliseconds accept_retry_delay{100};
/// Connections beyond connections_max that get a 503; more are closed unanswered.
constexpr std::size_t refused_connections_max = 256;
/// Taken over from the kernel's queue when the listener closes.
constexpr int last_accepts_max = 1'024;

Error open_error(const std::string& name, const boost::system::error_code& fault) {
    if (fault == asio::error::address_in_use) {
        return Error{.code = Code::conflict,
                     .message = "Cannot listen on " + name + ": the address is in use."};
    }
    return Error{.code = Code::invalid_input,
                 .message = "Cannot listen on " + name + ": " + fault.message() + "."};
}

/// True when a socket file stands there and nobody accepts behind it.
bool is_stale_socket(const std::string& path) {
    struct stat facts {};
    if (::stat(path.c_str(), &facts) != 0 || !S_ISSOCK(facts.st_mode)) return false;
    asio::io_context context;
    asio::local::stream_protocol::socket probe(context);
    boost::system::error_code fault;
    probe.connect(asio::local::stream_protocol::endpoint(path), fault);
    return fault == asio::error::connection_refused;
}

}  // namespace

Listener::Listener(const Loops& loops, asio::ssl::context* tls)
    : loops_(loops),
      tls_(tls),
      acceptor_(loops.front()->context()),
      retry_timer_(loops.front()->context()) {}

Listener::~Listener() {
    if (!socket_file_.empty()) ::unlink(socket_file_.c_str());
}

Result<void> Listener::open_tcp(const std::string& address, std::uint16_t port) {
    const auto name = address + ":" + std::to_string(port);
    Fault fault;
    const auto parsed =
        asio::ip::make_address(address == "localhost" ? "127.0.0.1" : address, fault);
    if (fault) return open_error(name, fault);
    TRY(open(asio::ip::tcp::endpoint(parsed, port), name));
    // Accepted sockets inherit it: answers leave at once, not when the next one fills a packet.
    const int on = 1;
    if (::setsockopt(acceptor_.native_handle(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) {
        return internal_error("TCP_NODELAY");
    }
    sockaddr_storage bound{};
    socklen_t length = sizeof bound;
    ::getsockname(acceptor_.native_handle(), reinterpret_cast<sockaddr*>(&bound), &length);
    // sin_port and sin6_port lie at the same place.
    port_ = ntohs(reinterpret_cast<const sockaddr_in*>(&bound)->sin_port);
    return {};
}

Result<void> Listener::open_unix(const std::string& path) {
    if (path.size() >= sizeof(sockaddr_un::sun_path)) {
        return Error{.code = Code::invalid_input,
                     .message = "The path of the socket is too long: " + path};
    }
    if (is_stale_socket(path)) ::unlink(path.c_str());
    TRY(open(asio::local::stream_protocol::endpoint(path), path));
    socket_file_ = path;
    if (::chmod(path.c_str(), 0660) != 0) return internal_error("chmod " + path);
    return {};
}

Result<void> Listener::open(const asio::generic::stream_protocol::endpoint& endpoint,
                            const std::string& name) {
    Fault fault;
    acceptor_.open(endpoint.protocol(), fault);
    if (!fault && endpoint.protocol().family() != AF_UNIX) {
        acceptor_.set_option(asio::socket_base::reuse_address(true), fault);
    }
    if (!fault) acceptor_.bind(endpoint, fault);
    if (!fault) acceptor_.listen(backlog, fault);
    if (!fault) acceptor_.non_blocking(true, fault);
    if (fault) return open_error(name, fault);
    return {};
}

void Listener::start() {
    asio::post(acceptor_.get_executor(), [this] { accept(); });
}

void Listener::close() {
    for (int i = 0; i < last_accepts_max; ++i) {
        Fault fault;
        const auto loop = next_loop_++ % loops_.size();
        auto socket = acceptor_.accept(loops_[loop]->context().get_executor(), fault);
        if (fault) break;
        deal(std::move(socket), loop);
    }
    Fault ignored;  // it is going away whatever the kernel says
    acceptor_.close(ignored);
    retry_timer_.cancel();
}

void Listener::accept() {
    const auto loop = next_loop_++ % loops_.size();
    acceptor_.async_accept(loops_[loop]->context().get_executor(),
                           [this, loop](const Fault& fault, Channel::Socket socket) {
                               accepted(fault, std::move(socket), loop);
                           });
}

void Listener::accepted(const Fault& fault, Channel::Socket socket, std::size_t loop) {
    if (fault == asio::error::operation_aborted || !acceptor_.is_open()) return;
    if (!fault) {
        deal(std::move(socket), loop);
        return accept();
    }
    if (fault == asio::error::connection_aborted) return accept();
    log_error("accept_failed", {{"cause", fault.message()}});
    accept_again_later();
}

// Out of descriptors or memory: connections that end make room.
void Listener::accept_again_later() {
    retry_timer_.expires_after(accept_retry_delay);
    retry_timer_.async_wait([this](const Fault& fault) {
        if (!fault) accept();
    });
}

void Listener::deal(Channel::Socket socket, std::size_t loop) {
    auto& shared = loops_[loop]->shared();
    const auto open = shared.connections.load(std::memory_order_relaxed);
    if (open >= shared.options.connections_max + refused_connections_max) return;
    auto peer = peer_of(socket);
    auto session =
        std::make_shared<Session>(*loops_[loop], std::move(socket), tls_, std::move(peer));
    asio::post(loops_[loop]->context(),
               [session = std::move(session), full = open >= shared.options.connections_max] {
                   full ? session->start_refused() : session->start();
               });
}

Peer Listener::peer_of(Channel::Socket& socket) const {
    Peer peer{.address = std::string(unix_peer), .secure = tls_ != nullptr};
    if (!socket_file_.empty()) return peer;
    Fault fault;
    const auto endpoint = socket.remote_endpoint(fault);
    asio::ip::tcp::endpoint tcp;
    if (fault || endpoint.size() > tcp.capacity()) {
        peer.address.clear();
        return peer;
    }
    std::memcpy(tcp.data(), endpoint.data(), endpoint.size());
    peer.address = normal_address(tcp.address().to_string());
    return peer;
}

}  // namespace pilotlight::http
