#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/request.hpp"
#include "http/server/proxies.hpp"
#include "http/server/refusal.hpp"

namespace pilotlight::http {

/// Who is at the other end of a connection.
struct Peer {
    std::string address{};  // without port; IPv4 in its own notation, also over an IPv6 socket
    bool secure = false;    // TLS
};

/// What the parser counted that the headers themselves do not show.
struct HeadFacts {
    std::string_view method{};
    std::string_view target{};
    bool http_1_0 = false;
    bool folded = false;  // a header line continued by white space (obs-fold)
};

/// Checks what the parser lets pass and fills the rest of `head`, whose headers are there already:
/// method, target, Host, framing, expectation, forwarded address, id. nullopt when the request may
/// be planned; the head is filled as far as possible even when refused, for logs and the answer.
/// Pure but for a random id; any thread.
std::optional<EarlyRefusal> complete_head(const HeadFacts& facts,
                                          const Peer& peer,
                                          const TrustedProxies& proxies,
                                          RequestHead& head);

/// True for "Expect: 100-continue".
bool expects_continue(const RequestHead& head);

}  // namespace pilotlight::http
