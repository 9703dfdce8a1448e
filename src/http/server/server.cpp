#include "http/server/server.hpp"

#include <sys/socket.h>
#include <sys/stat.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <future>
#include <mutex>

#include "base/log.hpp"
#include "http/server/session.hpp"

namespace pilotlight::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::chrono::milliseconds accept_pause{50};
constexpr std::chrono::milliseconds drain_poll{5};

Error cannot(std::string what, const error_code& fault) {
    return internal_error(std::move(what) + ": " + fault.message());
}

Result<std::unique_ptr<asio::ssl::context>> tls_context(const ServerOptions& options) {
    if (options.tls_certificate.empty()) return std::unique_ptr<asio::ssl::context>{};
    auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
    error_code fault;
    context->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                             asio::ssl::context::no_tlsv1_1,
                         fault);
    if (fault) return cannot("TLS options", fault);
    context->use_certificate_chain_file(options.tls_certificate, fault);
    if (fault) return cannot(options.tls_certificate, fault);
    context->use_private_key_file(options.tls_key, asio::ssl::context::pem, fault);
    if (fault) return cannot(options.tls_key, fault);
    return context;
}

}  // namespace

/// Accepts on the first loop and hands each socket to the next loop in turn.
template <class Protocol>
class Listener {
public:
    using Handover = std::function<void(typename Protocol::socket)>;

    explicit Listener(asio::io_context& context) : acceptor_(context), pause_(context) {}

    Result<void> open(const typename Protocol::endpoint& endpoint, std::string_view name) {
        error_code fault;
        acceptor_.open(endpoint.protocol(), fault);
        if (!fault) acceptor_.set_option(asio::socket_base::reuse_address(true), fault);
        if (!fault) acceptor_.bind(endpoint, fault);
        if (!fault) acceptor_.listen(asio::socket_base::max_listen_connections, fault);
        if (fault) return cannot(std::string(name), fault);
        return {};
    }
    void start(Handover handover) {
        handover_ = std::move(handover);
        accept();
    }
    void close() {
        error_code ignored;  // what cannot be closed is closed
        acceptor_.close(ignored);
        pause_.cancel();
    }
    typename Protocol::endpoint local() const {
        error_code absent;
        return acceptor_.local_endpoint(absent);
    }

private:
    void accept() {
        acceptor_.async_accept([this](const error_code& fault, typename Protocol::socket socket) {
            accepted(fault, std::move(socket));
        });
    }
    void accepted(const error_code& fault, typename Protocol::socket socket) {
        if (fault == asio::error::operation_aborted || !acceptor_.is_open()) return;
        if (!fault) {
            handover_(std::move(socket));
            return accept();
        }
        // Out of descriptors: going on at once would only burn the processor.
        log_warning("accept_failed", {{"cause", fault.message()}});
        pause_.expires_after(accept_pause);
        pause_.async_wait([this](const error_code& ended) {
            if (!ended) accept();
        });
    }

    typename Protocol::acceptor acceptor_;
    asio::steady_timer pause_;
    Handover handover_{};
};

struct Server::Impl {
    Impl(ServerOptions options, Application& application)
        : shared(std::move(options), application) {}

    Result<void> start();
    void stop();

    Shared shared;
    std::unique_ptr<asio::ssl::context> tls{};
    std::vector<std::shared_ptr<Loop>> loops{};
    std::unique_ptr<Listener<asio::ip::tcp>> tcp{};
    std::unique_ptr<Listener<asio::local::stream_protocol>> local{};
    std::size_t turn = 0;  // of the accepting loop's thread
    std::uint16_t port = 0;
    bool running = false;

private:
    Result<void> listen_tcp();
    Result<void> listen_unix();
    void accept();
    template <class Socket>
    void begin(Socket socket, asio::ssl::context* tls_or_null, Peer peer);
    void on_accepting_loop(std::function<void()> work);
};

Result<void> Server::Impl::listen_tcp() {
    if (shared.options.address.empty()) return {};
    const auto host = shared.options.address == "localhost" ? "127.0.0.1" : shared.options.address;
    error_code fault;
    const auto address = asio::ip::make_address(host, fault);
    if (fault) return cannot("listen address " + shared.options.address, fault);
    tcp = std::make_unique<Listener<asio::ip::tcp>>(loops.front()->context());
    TRY(tcp->open({address, shared.options.port},
                  host + ":" + std::to_string(shared.options.port)));
    port = tcp->local().port();
    return {};
}

Result<void> Server::Impl::listen_unix() {
    const auto& path = shared.options.unix_socket;
    if (path.empty()) return {};
    struct stat status {};
    // A socket that a dead process left is in the way; anything else is not ours to remove.
    if (::stat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode)) {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    }
    local = std::make_unique<Listener<asio::local::stream_protocol>>(loops.front()->context());
    return local->open(asio::local::stream_protocol::endpoint(path), path);
}

/// Moves the connection to the next loop: its descriptor is all that travels.
template <class Socket>
void Server::Impl::begin(Socket socket, asio::ssl::context* tls_or_null, Peer peer) {
    using Generic = asio::generic::stream_protocol;
    auto& home = *loops[turn++ % loops.size()];
    error_code gone;
    const Generic protocol(socket.local_endpoint(gone).protocol());
    const auto descriptor = socket.release(gone);
    if (gone) return;
    asio::post(home.context(),
               [this, &home, protocol, descriptor, tls_or_null, peer = std::move(peer)] {
                   Channel::Socket moved(home.context().get_executor(), protocol, descriptor);
                   const bool is_full = shared.connections.load() >= shared.options.connections_max;
                   const auto session =
                       std::make_shared<Session>(home, std::move(moved), tls_or_null, peer);
                   is_full ? session->start_refused() : session->start();
               });
}

void Server::Impl::accept() {
    if (tcp) {
        tcp->start([this](asio::ip::tcp::socket socket) {
            error_code gone;
            const auto peer = socket.remote_endpoint(gone);
            socket.set_option(asio::ip::tcp::no_delay(true), gone);
            if (gone) return;
            begin(std::move(socket), tls.get(), {normal_address(peer.address().to_string())});
        });
    }
    if (local) {
        local->start([this](asio::local::stream_protocol::socket socket) {
            begin(std::move(socket), nullptr, {std::string(unix_peer)});
        });
    }
}

void Server::Impl::on_accepting_loop(std::function<void()> work) {
    std::promise<void> done;
    asio::post(loops.front()->context(), [&] {
        work();
        done.set_value();
    });
    done.get_future().wait();
}

Result<void> Server::Impl::start() {
    shared.proxies = TRY(TrustedProxies::parse(shared.options.trusted_proxies));
    tls = TRY(tls_context(shared.options));
    const auto cores = std::max(1U, std::thread::hardware_concurrency());
    const auto count = shared.options.threads == 0 ? cores : shared.options.threads;
    for (unsigned i = 0; i < count; ++i) loops.push_back(std::make_shared<Loop>(shared));
    TRY(listen_tcp());
    TRY(listen_unix());
    for (const auto& loop : loops) loop->start();
    on_accepting_loop([this] { accept(); });
    running = true;
    return {};
}

void Server::Impl::stop() {
    if (!std::exchange(running, false)) return;
    shared.draining = true;
    on_accepting_loop([this] {
        if (tcp) tcp->close();
        if (local) local->close();
    });
    for (const auto& loop : loops) {
        asio::post(loop->context(), [loop] { loop->drain(); });
    }
    const auto deadline = std::chrono::steady_clock::now() + shared.options.drain_timeout;
    while (shared.connections.load() != 0 && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(drain_poll);
    }
    for (const auto& loop : loops) loop->stop();
    tcp.reset();
    local.reset();
    std::error_code ignored;
    if (!shared.options.unix_socket.empty()) {
        std::filesystem::remove(shared.options.unix_socket, ignored);
    }
}

Server::Server(ServerOptions options, Application& application)
    : impl_(std::make_unique<Impl>(std::move(options), application)) {}
Server::~Server() {
    try {
        impl_->stop();
    } catch (const std::exception& fault) {
        log_error("server_stop_failed", {{"cause", fault.what()}});
    }
}

Result<void> Server::start() {
    return impl_->start();
}
void Server::stop() {
    impl_->stop();
}
std::uint16_t Server::port() const {
    return impl_->port;
}
std::size_t Server::connections() const {
    return impl_->shared.connections.load();
}

}  // namespace pilotlight::http
