#include "http/server/head.hpp"

#include <algorithm>

#include "http/server/random_id.hpp"
#include "http/server/target.hpp"
#include "http/token.hpp"

namespace pilotlight::http {

namespace {

constexpr std::size_t request_id_length_max = 64;

std::size_t count_of(const RequestHead& head, std::string_view name) {
    return static_cast<std::size_t>(
        std::count_if(head.headers.begin(), head.headers.end(), [&](const Header& header) {
            return equals_ignoring_case(header.name, name);
        }));
}

std::optional<EarlyRefusal> check_method(const HeadFacts& facts, RequestHead& head) {
    head.method_text = facts.method;
    const auto method = from_name<Method>(facts.method);
    if (method) {
        head.method = *method;
        return std::nullopt;
    }
    return EarlyRefusal{501,
                        {.code = Code::method_not_allowed,
                         .message = "Method \"" + head.method_text + "\" is not supported."}};
}

std::optional<EarlyRefusal> check_target(const HeadFacts& facts, RequestHead& head) {
    auto target = parse_target(facts.target, head.method == Method::options);
    if (!target) return EarlyRefusal{400, std::move(target).error()};
    head.path = std::move(target->path);
    head.query = std::move(target->query);
    head.host = std::move(target->authority);
    return std::nullopt;
}

std::optional<EarlyRefusal> check_host(const HeadFacts& facts, RequestHead& head) {
    const auto hosts = count_of(head, "host");
    if (hosts > 1) return bad_request("More than one Host header.");
    if (hosts == 0 && !facts.http_1_0) return bad_request("The Host header is missing.");
    const auto host = head.header("host");
    if (!is_host(host)) return bad_request("Invalid Host header.");
    if (head.host.empty()) head.host = host;
    return std::nullopt;
}

// Anything by which two servers in a row could disagree about where a request ends is refused
// (RFC 9112 §6.3, §11.2), beyond what the parser refuses itself.
std::optional<EarlyRefusal> check_framing(const HeadFacts& facts, const RequestHead& head) {
    if (facts.folded) return bad_request("Folded header lines are not accepted.");
    const auto codings = count_of(head, "transfer-encoding");
    const auto lengths = count_of(head, "content-length");
    if (codings > 1 || lengths > 1 || codings + lengths > 1) {
        return bad_request("Conflicting Content-Length or Transfer-Encoding headers.");
    }
    if (lengths == 1) {
        const auto length = head.header("content-length");
        if (length.empty() || !std::all_of(length.begin(), length.end(), is_digit)) {
            return bad_request("Invalid Content-Length.");
        }
    }
    if (codings == 0) return std::nullopt;
    if (facts.http_1_0) return bad_request("HTTP/1.0 has no Transfer-Encoding.");
    if (equals_ignoring_case(head.header("transfer-encoding"), "chunked")) return std::nullopt;
    return EarlyRefusal{501,
                        {.code = Code::malformed_body,
                         .message = "Only the transfer coding \"chunked\" is implemented."}};
}

// A proxy may read the last of two where this server reads the first (RFC 9110 §5.3).
std::optional<EarlyRefusal> check_singletons(const RequestHead& head) {
    for (std::string_view name : {"Authorization", "Content-Type"}) {
        if (count_of(head, name) > 1) {
            return bad_request("More than one " + std::string(name) + " header.");
        }
    }
    return std::nullopt;
}

// A few bytes may unpack to gigabytes, and no client of ours packs what it sends.
std::optional<EarlyRefusal> check_coding(const RequestHead& head) {
    const auto coding = head.header("content-encoding");
    if (coding.empty() || equals_ignoring_case(coding, "identity")) return std::nullopt;
    return EarlyRefusal{415,
                        {.code = Code::unsupported_media_type,
                         .message = "Bodies are taken without a content coding."}};
}

std::optional<EarlyRefusal> check_expectation(const RequestHead& head) {
    const auto expect = head.header("expect");
    if (expect.empty() || expects_continue(head)) return std::nullopt;
    return EarlyRefusal{417,
                        {.code = Code::malformed_body,
                         .message = "Only the expectation \"100-continue\" can be met."}};
}

std::string request_id(const RequestHead& head) {
    const auto sent = head.header("x-request-id");
    const auto is_plain = [](char c) {
        return is_alphanumeric(c) || c == '.' || c == '_' || c == '-';
    };
    if (sent.empty() || sent.size() > request_id_length_max ||
        !std::all_of(sent.begin(), sent.end(), is_plain)) {
        return random_id();
    }
    return std::string(sent);
}

}  // namespace

bool expects_continue(const RequestHead& head) {
    return equals_ignoring_case(head.header("expect"), "100-continue");
}

std::optional<EarlyRefusal> complete_head(const HeadFacts& facts,
                                          const Peer& peer,
                                          const TrustedProxies& proxies,
                                          RequestHead& head) {
    head.id = request_id(head);
    head.remote_address = peer.address;
    head.secure = peer.secure;
    proxies.apply(head);
    if (auto refusal = check_method(facts, head)) return refusal;
    if (auto refusal = check_target(facts, head)) return refusal;
    if (auto refusal = check_host(facts, head)) return refusal;
    if (auto refusal = check_framing(facts, head)) return refusal;
    if (auto refusal = check_singletons(head)) return refusal;
    if (auto refusal = check_coding(head)) return refusal;
    return check_expectation(head);
}

}  // namespace pilotlight::http
