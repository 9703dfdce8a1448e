// Requests on the wire, from the first byte to the last of the body: http/server/message_parser.hpp
// with head.hpp and body.hpp behind it.

#include "http/server/head.hpp"
#include "http/server/message_parser.hpp"
#include "http/server/target.hpp"
#include "http/token.hpp"
#include "target.hpp"

namespace pilotlight::fuzz {
namespace {

using http::MessageParser;

constexpr std::size_t body_bytes_max = 1'024;

void check_head(const http::RequestHead& head) {
    expect(head.path.starts_with('/') || head.path == "*", "a path begins with a slash");
    for (const auto& [name, value] : head.headers) {
        expect(http::is_token(name), "a header's name is a token");
        expect(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos,
               "a header's value is one line");
    }
    expect(http::is_host(head.host), "a host is a host");
}

/// One request read from bytes that come in pieces, as a session does it. The outcome in words.
class Reader {
public:
    /// nullopt: it needs more.
    std::optional<std::string> take(std::string_view piece) {
        buffer_ += piece;
        while (!buffer_.empty()) {
            std::size_t used = 0;
            const auto step = parser_.feed(buffer_, used);
            expect(used <= buffer_.size(), "no more is taken than was offered");
            buffer_.erase(0, used);
            switch (step) {
                case MessageParser::Step::need_more:
                    return std::nullopt;
                case MessageParser::Step::refused:
                    return refusal(parser_.refusal());
                case MessageParser::Step::message_done:
                    return outcome();
                case MessageParser::Step::head_done:
                    if (auto refused = begin_body()) return refused;
                    if (!parser_.has_body()) return outcome();
            }
        }
        return std::nullopt;
    }

private:
    std::optional<std::string> begin_body() {
        const http::HeadFacts facts{.method = parser_.method(),
                                    .target = parser_.target(),
                                    .http_1_0 = parser_.http_1_0(),
                                    .folded = parser_.folded()};
        if (auto refused =
                http::complete_head(facts, {.address = "192.0.2.1"}, proxies_, request_)) {
            return refusal(*refused);
        }
        check_head(request_);
        body_.emplace(
            http::BodyPlan{.bytes_max = body_bytes_max, .multipart = true}, spool_, request_);
        if (auto begun = body_->begin(parser_.content_length()); !begun) {
            return refusal({http::early_status_of(begun.error().code), begun.error()});
        }
        parser_.receive(*body_);
        return std::nullopt;
    }
    static std::string refusal(const http::EarlyRefusal& refused) {
        expect(refused.status >= 400 && refused.status < 600 && refused.status != 500,
               "a refusal is the client's fault");
        return std::to_string(refused.status);
    }
    std::string outcome() const {
        expect(request_.body.size() <= body_bytes_max, "a body keeps to its limit");
        std::string text = request_.method_text + " " + request_.path + "\n" + request_.body;
        for (const auto& [name, value] : request_.form) text += "\n" + name + "=" + value;
        return text;
    }

    const http::ServerOptions options_{
        .head_bytes_max = 1'024, .headers_max = 16, .target_bytes_max = 256};
    const http::TrustedProxies proxies_ = *http::TrustedProxies::parse({"192.0.2.1"});
    const std::filesystem::path spool_{};  // no plan here takes files
    http::Request request_{};
    MessageParser parser_{options_, request_};
    std::optional<http::Body> body_{};
    std::string buffer_{};
};

std::string read(std::string_view input, std::size_t first, std::size_t step) {
    Reader reader;
    for (auto length = first; !input.empty(); length = step) {
        const auto piece = input.substr(0, length);
        input.remove_prefix(piece.size());
        if (auto outcome = reader.take(piece)) return *std::move(outcome);
    }
    return "more";
}

}  // namespace

void run(std::string_view input) {
    const auto whole = read(input, input.size(), 1);
    for (const auto& pieces : {read(input, cut_of(input), input.size()), read(input, 1, 1)}) {
        expect(pieces == whole, "the same however it is cut");
    }
}

}  // namespace pilotlight::fuzz
