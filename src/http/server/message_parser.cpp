#include "http/server/message_parser.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <utility>

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

EarlyRefusal trailers_too_large() {
    return head_too_large("The trailers are too large.");
}

EarlyRefusal malformed_chunk() {
    return bad_request(message_of(beast_http::error::bad_chunk));
}

bool is_version(std::string_view word) {
    constexpr std::string_view name = "HTTP/";
    return word.size() == name.size() + 3 && word.starts_with(name) && is_digit(word[5]) &&
           word[6] == '.' && is_digit(word[7]);
}

/// What is wrong with how a request line ends, which tells the version; nullopt: nothing.
std::optional<EarlyRefusal> fault_of_end(std::string_view line) {
    if (!line.ends_with("\r\n")) {
        return bad_request(message_of(beast_http::error::bad_line_ending));
    }
    line.remove_suffix(2);
    const auto version = line.substr(line.rfind(' ') + 1);
    if (version == "HTTP/1.1" || version == "HTTP/1.0") return std::nullopt;
    if (!is_version(version)) return bad_request(message_of(beast_http::error::bad_version));
    return EarlyRefusal{
        505,
        {.code = Code::malformed_body, .message = "Only HTTP/1.1 and HTTP/1.0 are spoken here."}};
}

// A head is taken whole, so a continuation never begins what was taken.
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
    used = 0;
    return is_header_done() ? feed_body(input, used) : feed_head(input, used);
}

MessageParser::Step MessageParser::feed_head(std::string_view input, std::size_t& used) {
    if (const auto step = await_head(input)) return *step;
    Fault fault;
    used = take(input, fault);
    folded_ = has_fold(input.substr(0, used));
    if (refusal_) return Step::refused;
    if (fault || !is_header_done()) return refuse(bad_request(message_of(fault)));
    return Step::head_done;
}

MessageParser::Step MessageParser::feed_body(std::string_view input, std::size_t& used) {
    Fault fault;
    while (used < input.size()) {
        const auto rest = input.substr(used);
        if (chunked() && is_cut_last_chunk(rest)) return Step::need_more;
        used += take(rest, fault);
        if (fault == beast_http::error::need_more) return starve(input.substr(used));
        if (refusal_) return Step::refused;
        if (fault) return refuse(bad_request(message_of(fault)));
        if (is_done()) return Step::message_done;
    }
    return Step::need_more;
}

std::size_t MessageParser::take(std::string_view input, Fault& fault) {
    return put(boost::asio::const_buffer(input.data(), input.size()), fault);
}

std::optional<std::uint64_t> MessageParser::content_length() const {
    const auto length = Base::content_length();
    if (!length) return std::nullopt;
    return *length;
}

// Beast sees a head when it is there whole, and so judges it alike however it was cut. Until then
// its first line is judged, and what can never end well.
std::optional<MessageParser::Step> MessageParser::await_head(std::string_view input) {
    const auto line = input.substr(0, input.find('\n') + 1);
    const auto line_bytes = line.empty() ? input.size() : line.size() - 1;
    if (line_bytes > options_.target_bytes_max + beside_target_bytes_max) {
        return refuse(target_too_long());
    }
    if (line.empty()) return Step::need_more;
    if (auto fault = fault_of_end(line)) return refuse(*std::move(fault));
    constexpr std::string_view end_of_head = "\r\n\r\n";
    const auto end = input.find(end_of_head, line.size() - 2);
    const bool is_whole = end != std::string_view::npos;
    const auto head_bytes = is_whole ? end + end_of_head.size() : input.size() + 1;
    if (head_bytes > options_.head_bytes_max) return refuse(headers_too_large());
    return is_whole ? std::nullopt : std::optional(Step::need_more);
}

// What is left over waits for more; a chunk head or trailers that never end must not.
MessageParser::Step MessageParser::starve(std::string_view input) {
    if (input.size() <= chunk_head_bytes_max + options_.head_bytes_max) return Step::need_more;
    if (input.starts_with("\r\n")) input.remove_prefix(2);
    return refuse(input.starts_with('0') ? trailers_too_large() : malformed_chunk());
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
    if (target.size() > options_.target_bytes_max) refuse(target_too_long(), fault);
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
        return refuse(trailers_too_large(), fault);
    }
    head_.headers.push_back({std::string(standard(name)), std::string(standard(value))});
}

void MessageParser::on_header_impl(Fault&) {}
void MessageParser::on_body_init_impl(const boost::optional<std::uint64_t>&, Fault&) {}

void MessageParser::on_chunk_header_impl(std::uint64_t bytes, View extension, Fault& fault) {
    extension_bytes_ += extension.size();
    if (extension_bytes_ > chunk_head_bytes_max) return refuse(malformed_chunk(), fault);
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
