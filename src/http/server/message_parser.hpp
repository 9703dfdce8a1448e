#pragma once
// The only file that knows Beast: its parser decides where a message and its chunks begin and end.

#include <boost/beast/http/basic_parser.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/request.hpp"
#include "http/server/body.hpp"
#include "http/server/refusal.hpp"
#include "http/server/server.hpp"

namespace pilotlight::http {

/// The extensions of all chunks of a body together.
inline constexpr std::size_t chunk_head_bytes_max = 16 * 1024;
/// What a request line may have beside the longest target: method, version, blanks. One that is
/// longer in all is 414, whichever part makes it so.
inline constexpr std::size_t beside_target_bytes_max = 32;

/// Reads one request: head into a RequestHead, body bytes into a Body. Fed from the session's
/// buffer; performs no input or output.
class MessageParser final : private boost::beast::http::basic_parser<true> {
    using Base = boost::beast::http::basic_parser<true>;

public:
    enum class Step : std::uint8_t { need_more, head_done, message_done, refused };

    /// All three outlive the parser.
    MessageParser(const ServerOptions& options, RequestHead& head);

    /// Takes what it can from the front of `input` and sets `used`: a head whole or not at all.
    /// What is left must be offered again with more behind it. However the input is cut, it comes
    /// to the same.
    Step feed(std::string_view input, std::size_t& used);

    /// Where body bytes go; set it between head_done and the next feed().
    void receive(Body& body) { body_ = &body; }

    const EarlyRefusal& refusal() const { return *refusal_; }
    std::string_view method() const { return method_; }
    std::string_view target() const { return target_; }
    bool http_1_0() const { return version_ < 11; }
    /// A header line was continued by white space (obs-fold, RFC 9112 §5.2).
    bool folded() const { return folded_; }
    // After the head.
    bool keep_alive() const { return Base::keep_alive(); }
    bool has_body() const { return !is_done(); }
    std::optional<std::uint64_t> content_length() const;

private:
    using Fault = boost::beast::error_code;
    using View = boost::beast::string_view;

    void on_request_impl(boost::beast::http::verb verb,
                         View method,
                         View target,
                         int version,
                         Fault& fault) override;
    void on_response_impl(int status, View reason, int version, Fault& fault) override;
    void on_field_impl(boost::beast::http::field field,
                       View name,
                       View value,
                       Fault& fault) override;
    void on_header_impl(Fault& fault) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, Fault& fault) override;
    std::size_t on_body_impl(View bytes, Fault& fault) override;
    void on_chunk_header_impl(std::uint64_t size, View extensions, Fault& fault) override;
    std::size_t on_chunk_body_impl(std::uint64_t remain, View bytes, Fault& fault) override;
    void on_finish_impl(Fault& fault) override;

    Step refuse(EarlyRefusal refusal);
    void refuse(EarlyRefusal refusal, Fault& fault);
    /// nullopt: the head is there whole.
    std::optional<Step> await_head(std::string_view input);
    Step feed_head(std::string_view input, std::size_t& used);
    Step feed_body(std::string_view input, std::size_t& used);
    Step starve(std::string_view input);
    std::size_t take(std::string_view input, Fault& fault);

    const ServerOptions& options_;
    RequestHead& head_;
    Body* body_ = nullptr;
    std::optional<EarlyRefusal> refusal_{};
    std::string method_{};
    std::string target_{};
    std::size_t trailer_bytes_ = 0;
    std::size_t extension_bytes_ = 0;
    std::size_t fields_ = 0;
    int version_ = 11;
    bool folded_ = false;
};

}  // namespace pilotlight::http
