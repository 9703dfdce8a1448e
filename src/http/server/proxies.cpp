#include "http/server/proxies.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <optional>

#include "http/token.hpp"

namespace pilotlight::http {

namespace {

std::optional<boost::asio::ip::address> parse_address(std::string_view text) {
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(std::string(text), error);
    if (error) return std::nullopt;
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
    }
    return address;
}

std::vector<std::uint8_t> bytes_of(const boost::asio::ip::address& address) {
    if (address.is_v4()) {
        const auto bytes = address.to_v4().to_bytes();
        return {bytes.begin(), bytes.end()};
    }
    const auto bytes = address.to_v6().to_bytes();
    return {bytes.begin(), bytes.end()};
}

bool same_prefix(const std::vector<std::uint8_t>& a,
                 const std::vector<std::uint8_t>& b,
                 unsigned bits) {
    if (a.size() != b.size()) return false;
    const auto whole = bits / 8;
    if (!std::equal(a.begin(), a.begin() + whole, b.begin())) return false;
    if (bits % 8 == 0) return true;
    const auto shift = 8 - bits % 8;
    return a[whole] >> shift == b[whole] >> shift;
}

/// An address of X-Forwarded-For, which some proxies write with a port or in brackets.
std::string forwarded_address(std::string_view item) {
    if (item.starts_with('[')) return normal_address(item.substr(1, item.find(']') - 1));
    if (std::count(item.begin(), item.end(), ':') == 1) item = item.substr(0, item.find(':'));
    return normal_address(item);
}

}  // namespace

std::string normal_address(std::string_view text) {
    const auto address = parse_address(text);
    return address ? address->to_string() : std::string{};
}

Result<TrustedProxies> TrustedProxies::parse(const std::vector<std::string>& entries) {
    TrustedProxies proxies;
    for (const auto& entry : entries) {
        if (entry == unix_peer) {
            proxies.unix_socket_ = true;
            continue;
        }
        const auto slash = std::min(entry.find('/'), entry.size());
        const auto address = parse_address(std::string_view(entry).substr(0, slash));
        auto bytes = address ? bytes_of(*address) : std::vector<std::uint8_t>{};
        auto bits = static_cast<unsigned>(bytes.size() * 8);
        const auto bits_max = bits;
        if (slash < entry.size()) {
            const auto* end = entry.data() + entry.size();
            const auto parsed = std::from_chars(entry.data() + slash + 1, end, bits);
            if (parsed.ec != std::errc{} || parsed.ptr != end) bytes.clear();
        }
        if (bytes.empty() || bits > bits_max) {
            return Error{.code = Code::invalid_input,
                         .message = "trusted_proxies: not an address or network: " + entry};
        }
        proxies.networks_.push_back({std::move(bytes), bits});
    }
    return proxies;
}

bool TrustedProxies::contains(std::string_view address) const {
    if (address == unix_peer) return unix_socket_;
    if (networks_.empty()) return false;
    const auto parsed = parse_address(address);
    if (!parsed) return false;
    const auto bytes = bytes_of(*parsed);
    return std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
        return same_prefix(network.bytes, bytes, network.prefix_bits);
    });
}

void TrustedProxies::apply(RequestHead& head) const {
    if (!contains(head.remote_address)) return;
    std::vector<std::string_view> hops;
    std::string_view scheme;
    for (const auto& header : head.headers) {
        if (equals_ignoring_case(header.name, "x-forwarded-for")) {
            for_each_item(header.value, [&](std::string_view item) { hops.push_back(item); });
        } else if (equals_ignoring_case(header.name, "x-forwarded-proto")) {
            for_each_item(header.value, [&](std::string_view item) { scheme = item; });
        }
    }
    if (!scheme.empty()) head.secure = equals_ignoring_case(scheme, "https");
    for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
        auto address = forwarded_address(*hop);
        if (address.empty()) return;
        head.remote_address = std::move(address);
        if (!contains(head.remote_address)) return;
    }
}

}  // namespace pilotlight::http
