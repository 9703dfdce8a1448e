#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "http/request.hpp"

namespace pilotlight::http {

/// Addresses and networks ("10.0.0.0/8", "::1") whose X-Forwarded-* headers are believed; "unix"
/// stands for whoever may open the Unix socket. Parsed once, asked from any thread.
class TrustedProxies {
public:
    /// Code::invalid_input for an entry that is none of these.
    static Result<TrustedProxies> parse(const std::vector<std::string>& entries);
    bool contains(std::string_view address) const;

    /// When `head` came from a trusted address: its remote_address becomes the last address of
    /// X-Forwarded-For that is not trusted itself (those before it may be forged), and `secure`
    /// follows the last X-Forwarded-Proto.
    void apply(RequestHead& head) const;

private:
    struct Network {
        std::vector<std::uint8_t> bytes{};  // 4 or 16
        unsigned prefix_bits = 0;
    };
    std::vector<Network> networks_{};
    bool unix_socket_ = false;
};

/// The remote_address of peers on the Unix socket.
inline constexpr std::string_view unix_peer = "unix";

/// An IP address in its shortest notation, IPv4 also when mapped into IPv6; "" when it is none.
std::string normal_address(std::string_view text);

}  // namespace pilotlight::http
