#include "http/server/server.hpp"

#include <openssl/ssl.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <future>
#include <optional>
#include <thread>
#include <vector>

#include "base/log.hpp"
#include "http/server/listener.hpp"
#include "http/server/loop.hpp"

namespace pilotlight::http {

namespace {

using std::chrono::milliseconds;
constexpr milliseconds drain_poll{5};
// Forward secrecy and authenticated encryption only, as TLS 1.3 has it anyhow.
constexpr const char* tls_1_2_ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

Error unusable(std::string message) {
    return Error{.code = Code::invalid_input, .message = std::move(message)};
}

/// RFC 7301: the client that offers protocols learns that we speak HTTP/1.1 only.
// NOLINTNEXTLINE: the signature is OpenSSL's
int select_protocol(SSL*,
                    const unsigned char** chosen,
                    unsigned char* chosen_length,
                    const unsigned char* offered,
                    unsigned offered_length,
                    void*) {
    static constexpr unsigned char ours[] = "\x08http/1.1";
    unsigned char* found = nullptr;
    if (SSL_select_next_proto(
            &found, chosen_length, ours, sizeof ours - 1, offered, offered_length) !=
        OPENSSL_NPN_NEGOTIATED) {
        return SSL_TLSEXT_ERR_NOACK;
    }
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

Result<std::optional<boost::asio::ssl::context>> make_tls(const ServerOptions& options) {
    using Tls = boost::asio::ssl::context;
    if (options.tls_certificate.empty() && options.tls_key.empty()) {
        return std::optional<Tls>{};
    }
    if (options.tls_certificate.empty() || options.tls_key.empty()) {
        return unusable("TLS needs both a certificate and a key.");
    }
    Tls tls(Tls::tls_server);
    boost::system::error_code fault;
    tls.set_options(Tls::no_tlsv1 | Tls::no_tlsv1_1 | Tls::no_compression, fault);
    if (fault) return internal_error("TLS options: " + fault.message());
    tls.use_certificate_chain_file(options.tls_certificate, fault);
    if (fault)
        return unusable("Cannot use the TLS certificate " + options.tls_certificate + ": " +
                        fault.message());
    tls.use_private_key_file(options.tls_key, Tls::pem, fault);
    if (fault)
        return unusable("Cannot use the TLS key " + options.tls_key + ": " + fault.message());
    SSL_CTX_set_options(tls.native_handle(), SSL_OP_NO_RENEGOTIATION);
    if (SSL_CTX_set_cipher_list(tls.native_handle(), tls_1_2_ciphers) != 1) {
        return internal_error("TLS ciphers");
    }
    SSL_CTX_set_alpn_select_cb(tls.native_handle(), select_protocol, nullptr);
    return std::optional<Tls>(std::move(tls));
}

Result<void> make_spool_folder(const std::filesystem::path& folder) {
    if (folder.empty()) return {};
    std::error_code fault;
    std::filesystem::create_directories(folder, fault);
    if (!fault) return {};
    return unusable("Cannot create the folder " + folder.string() + ": " + fault.message());
}

/// The default soft limit of 1,024 descriptors is for programs that use select().
void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) log_warning("descriptor_limit_not_raised");
}

}  // namespace

struct Server::Impl {
    Impl(ServerOptions options, Application& application)
        : shared(std::move(options), application) {}

    Result<void> start();
    Result<void> open_listeners();
    void stop();
    void drain();

    Shared shared;
    std::optional<boost::asio::ssl::context> tls{};
    std::vector<std::shared_ptr<Loop>> loops{};
    std::vector<std::unique_ptr<Listener>> listeners{};
    std::uint16_t port = 0;
    bool running = false;
};

Result<void> Server::Impl::start() {
    shared.proxies = TRY(TrustedProxies::parse(shared.options.trusted_proxies));
    tls = TRY(make_tls(shared.options));
    TRY(make_spool_folder(shared.options.spool_folder));
    raise_descriptor_limit();
    const auto cores = std::max(1U, std::thread::hardware_concurrency());
    const auto threads = shared.options.threads > 0 ? shared.options.threads : cores;
    for (unsigned i = 0; i < threads; ++i) loops.push_back(std::make_shared<Loop>(shared));
    if (auto opened = open_listeners(); !opened) {
        listeners.clear();
        loops.clear();
        return opened;
    }
    for (const auto& loop : loops) loop->start();
    for (const auto& listener : listeners) listener->start();
    running = true;
    return {};
}

Result<void> Server::Impl::open_listeners() {
    if (!shared.options.address.empty()) {
        auto tcp = std::make_unique<Listener>(loops, tls ? &*tls : nullptr);
        TRY(tcp->open_tcp(shared.options.address, shared.options.port));
        port = tcp->port();
        listeners.push_back(std::move(tcp));
    }
    if (!shared.options.unix_socket.empty()) {
        auto local = std::make_unique<Listener>(loops, nullptr);
        TRY(local->open_unix(shared.options.unix_socket));
        listeners.push_back(std::move(local));
    }
    return {};
}

void Server::Impl::drain() {
    // From here on every answer says that it is the last of its connection.
    shared.draining = true;
    log_info("draining");
    // Connections that the kernel completed are dealt before the drain reaches their loops.
    std::promise<void> closed;
    boost::asio::post(loops.front()->context(), [&] {
        for (const auto& listener : listeners) listener->close();
        closed.set_value();
    });
    closed.get_future().wait();
    for (const auto& loop : loops) {
        boost::asio::post(loop->context(), [loop] { loop->drain(); });
    }
    const auto deadline = std::chrono::steady_clock::now() + shared.options.drain_timeout;
    while (shared.connections.load(std::memory_order_acquire) > 0 &&
           std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(drain_poll);
    }
}

void Server::Impl::stop() {
    if (!running) return;
    running = false;
    drain();
    for (const auto& loop : loops) loop->stop();
    listeners.clear();
    loops.clear();
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
void Server::wake_streams() {
    for (const auto& loop : impl_->loops) loop->wake_streams();
}
std::size_t Server::connections() const {
    return impl_->shared.connections.load(std::memory_order_relaxed);
}

}  // namespace pilotlight::http
