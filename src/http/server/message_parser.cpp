#include "http/server/message_parser.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <limits>

#include "http/token.hpp"

namespace pilotlight::http {

namespace beast_http = boost::beast::http;

namespace {

std::string_view standard(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

EarlyRefusal head_too_large(std::string message) {
    return {431, {.code = Code::head_too_large, .message = std::move(message)}};
}

EarlyRefusal headers_too_large() {
    return head_too_large("The request headers are too large.");
}

EarlyRefusal target_too_long() {
    return {414, {.code = Code::head_too_large, .message = "The request target is too long."}};
}

std::string message_of(const boost::beast::error_code& fault) {
    using beast_http::error;
    if (fault == error::bad_method) return "Malformed request line: method.";
    if (fault == error::bad_target) return "Malformed request line: target.";
    if (fault == error::bad_version) return "Malformed request line: version.";
    if (fault == error::bad_line_ending) return "Malformed line ending.";
    if (fault == error::bad_field) return "Malformed header name.";
    if (fault == error::bad_value || fault == error::bad_obs_fold) return "Malformed header value.";
    if (fault == error::bad_content_length) return "Invalid Content-Length.";
    if (fault == error::multiple_content_length) return "More than one Content-Length.";
    if (fault == error::bad_transfer_encoding) return "Invalid Transfer-Encoding.";
    if (fault == error::bad_chunk || fault == error::bad_chunk_extension) return "Malformed chunk.";
    return "Malformed request.";
}

/// True for "METHOD target HTTP/2.0": well-formed, of another version.
bool names_another_version(std::string_view line) {
    line = line.substr(0, line.find('\r'));
    const auto version = line.substr(line.rfind(' ') + 1);
    constexpr std::string_view name = "HTTP/";
    return version.size() == name.size() + 3 && version.starts_with(name) && is_digit(version[5]) &&
           version[6] == '.' && is_digit(version[7]);
}

/// A request line that ended too early: Beast waits for as many bytes as a version and its line's
/// end have, whichever they are.
bool is_version_cut_short(std::string_view input) {
    const auto line = input.substr(0, input.find('\n') + 1);
    const auto version = line.substr(line.rfind(' ') + 1);
    return !line.empty() && version.size() < std::string_view("HTTP/1.1\r\n").size();
}

// The parser takes whole header lines, so a continuation never begins what it took. (What it
// refuses may end anywhere.)
bool has_fold(std::string_view lines) {
    return lines.find("\n ") != std::string_view::npos ||
           lines.find("\n\t") != std::string_view::npos;
}

/// Beast takes for granted that a last chunk whose first line it has seen comes back whole, and
/// asserts it. More bytes follow in any case, so what only looks like one loses nothing.
bool is_cut_last_chunk(std::string_view input) {
    constexpr std::string_view shortest = "0\r\n\r\n";
    const auto end = input.substr(std::min(input.find('\r'), input.size()));
    return input.size() < shortest.size() && input.starts_with('0') && end.starts_with("\r\n");
}

}  // namespace

MessageParser::MessageParser(const ServerOptions& options, RequestHead& head)
    : options_(options), head_(head) {
    header_limit(static_cast<std::uint32_t>(options.head_bytes_max));
    body_limit(boost::none);  // the Body judges, knowing the application's plan
}

MessageParser::Step MessageParser::feed(std::string_view input, std::size_t& used) {
    Fault fault;
    used = 0;
    while (used < input.size()) {
        const auto rest = input.substr(used);
        if (is_in_chunks() && is_cut_last_chunk(rest)) return Step::need_more;
        const bool in_head = !is_header_done();
        used += take(rest, fault);
        if (fault == beast_http::error::need_more) return starve(input.substr(used));
        if (refusal_) return Step::refused;
        if (fault) return refuse_fault(fault, input);
        if (in_head && is_header_done()) return end_head();
        if (is_done()) return Step::message_done;
    }
    return Step::need_more;
}

std::size_t MessageParser::take(std::string_view input, Fault& fault) {
    const bool in_head = !is_header_done();
    const auto taken = put(boost::asio::const_buffer(input.data(), input.size()), fault);
    if (in_head) {
        head_bytes_ += taken;
        folded_ = folded_ || has_fold(input.substr(0, taken));
    }
    return taken;
}

std::optional<std::uint64_t> MessageParser::content_length() const {
    const auto length = Base::content_length();
    if (!length) return std::nullopt;
    return *length;
}

// What is left over waits for more; a head or a chunk head that never ends must not.
MessageParser::Step MessageParser::starve(std::string_view input) {
    if (is_header_done()) {
        if (input.size() <= chunk_head_bytes_max) return Step::need_more;
        return refuse(bad_request("Malformed chunk."));
    }
    if (head_bytes_ == 0) {
        if (is_version_cut_short(input))
            return refuse(bad_request(message_of(beast_http::error::bad_version)));
        const bool in_request_line = input.find('\n') == std::string_view::npos;
        if (in_request_line && input.size() > options_.target_bytes_max + beside_target_bytes_max) {
            return refuse(target_too_long());
        }
    }
    if (head_bytes_ + input.size() < options_.head_bytes_max) return Step::need_more;
    return refuse(headers_too_large());
}

// Beast's own limit leaves out the request line.
MessageParser::Step MessageParser::end_head() {
    if (head_bytes_ <= options_.head_bytes_max) return Step::head_done;
    return refuse(headers_too_large());
}

MessageParser::Step MessageParser::refuse_fault(const Fault& fault, std::string_view input) {
    if (fault == beast_http::error::header_limit) return refuse(headers_too_large());
    if (fault == beast_http::error::bad_version && names_another_version(input)) {
        return refuse({505,
                       {.code = Code::malformed_body,
                        .message = "Only HTTP/1.1 and HTTP/1.0 are spoken here."}});
    }
    return refuse(bad_request(message_of(fault)));
}

MessageParser::Step MessageParser::refuse(EarlyRefusal refusal) {
    refusal_ = std::move(refusal);
    return Step::refused;
}

void MessageParser::refuse(EarlyRefusal refusal, Fault& fault) {
    refuse(std::move(refusal));
    fault = beast_http::error::end_of_stream;  // any failure stops the parser; refusal_ says which
}

void MessageParser::on_request_impl(
    beast_http::verb, View method, View target, int version, Fault& fault) {
    version_ = version;
    method_ = standard(method);
    target_ = standard(target);
    head_.method_text = method_;
    // As many bytes as starve() waits for without the end of the line.
    const auto line_bytes = method.size() + target.size() + std::string_view("  HTTP/1.1\r").size();
    const bool is_too_long = target.size() > options_.target_bytes_max ||
                             line_bytes > options_.target_bytes_max + beside_target_bytes_max;
    if (is_too_long) refuse(target_too_long(), fault);
}

void MessageParser::on_response_impl(int, View, int, Fault& fault) {
    fault = beast_http::error::bad_version;
}

// Trailers of a chunked body come here too: they are counted and left out.
void MessageParser::on_field_impl(beast_http::field, View name, View value, Fault& fault) {
    if (++fields_ > options_.headers_max) {
        return refuse(head_too_large("Too many request headers."), fault);
    }
    if (is_header_done()) {
        trailer_bytes_ += name.size() + value.size();
        if (trailer_bytes_ <= options_.head_bytes_max) return;
        return refuse(head_too_large("The trailers are too large."), fault);
    }
    head_.headers.push_back({std::string(standard(name)), std::string(standard(value))});
}

void MessageParser::on_header_impl(Fault&) {}
void MessageParser::on_body_init_impl(const boost::optional<std::uint64_t>&, Fault&) {}

void MessageParser::on_chunk_header_impl(std::uint64_t bytes, View, Fault& fault) {
    if (auto expected = body_->expect(bytes); !expected) {
        const auto status = early_status_of(expected.error().code);
        refuse({status, std::move(expected).error()}, fault);
    }
}

std::size_t MessageParser::on_body_impl(View bytes, Fault& fault) {
    if (auto added = body_->add(standard(bytes)); !added) {
        const auto status = early_status_of(added.error().code);
        refuse({status, std::move(added).error()}, fault);
    }
    return bytes.size();
}

std::size_t MessageParser::on_chunk_body_impl(std::uint64_t, View bytes, Fault& fault) {
    return on_body_impl(bytes, fault);
}

void MessageParser::on_finish_impl(Fault& fault) {
    if (body_ == nullptr) return;
    if (auto finished = body_->finish(); !finished) {
        const auto status = early_status_of(finished.error().code);
        refuse({status, std::move(finished).error()}, fault);
    }
}

}  // namespace pilotlight::http
