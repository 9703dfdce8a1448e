#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "base/log.hpp"
#include "http/server/session.hpp"

namespace pilotlight::http {

namespace {

constexpr std::size_t file_slice_bytes = 256 * 1024;  // then others get their turn
constexpr std::size_t file_chunk_bytes = 64 * 1024;
constexpr std::size_t kept_text_bytes_max = 16 * 1024;  // of an idle connection's last answer

std::string unclean_header(const Response& response) {
    for (const auto& header : response.headers) {
        Response one;
        one.headers.push_back(header);
        if (!has_clean_headers(one)) return header.name;
    }
    return {};
}

}  // namespace

void Session::send(Response response) {
    if (!has_clean_headers(response) || response.status < 200 || response.status > 599) {
        log_error("unsendable_answer",
                  {{"request_id", request_->id},
                   {"status", response.status},
                   {"header_bytes", unclean_header(response).size()},
                   {"path", request_->path}});
        response = shared_.refuse(
            500, internal_error("the answer has an invalid status or header"), request_.get());
        std::erase_if(response.headers, [](const Header& header) {
            Response one;
            one.headers.push_back(header);
            return !has_clean_headers(one);
        });
    }
    const int status = negotiate(*request_, response, out_);
    if (status == 416) {
        const auto range = response.headers.back();
        response = shared_.refuse(416,
                                  {.code = Code::range_not_satisfiable,
                                   .message = "The requested range is not satisfiable."},
                                  request_.get());
        response.set(range.name, range.value);
    }
    response.status = status;
    if (const auto* file = std::get_if<FileBody>(&response.body); file && !open_file(*file)) {
        response = shared_.refuse(500, internal_error("a file cannot be sent"), request_.get());
    }
    last_answer_ = !keep_alive_ || std::holds_alternative<StreamBody>(response.body) ||
                   shared_.draining.load(std::memory_order_relaxed);
    compose({.head = request_.get(),
             .id = request_->id,
             .date = loop_.date(),
             .keep_alive = !last_answer_,
             .http_1_0 = parser_->http_1_0()},
            response,
            out_);
    if (out_.file.empty()) file_.reset();
    if (out_.stream.source) {
        stream_ = std::make_unique<Stream>();
        stream_->body = std::exchange(out_.stream, {});
        stream_->is_over = shared_.draining.load(std::memory_order_relaxed);
    }
    head_sent_ = bytes_sent_ = 0;
    body_sent_ = 0;
    enter(Phase::writing, shared_.options.write_timeout);
    if (file_ || stream_) return write_some();
    loop_.write_soon(shared_from_this());
}

void Session::write_held() {
    try {
        write_some();
    } catch (const std::exception& failure) {
        give_up(failure);
    }
}

/// An answer that could not be sent whole; the request is gone when all of it was.
void Session::give_up(const std::exception& failure) {
    log_error("answer_failed",
              {{"request_id", request_ ? request_->id : ""}, {"cause", failure.what()}});
    close();
}

bool Session::open_file(const FileBody& body) {
    file_.reset(::open(body.path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    struct stat facts {};
    const bool sendable = file_ && ::fstat(file_.get(), &facts) == 0 && S_ISREG(facts.st_mode) &&
                          static_cast<std::uint64_t>(facts.st_size) == body.size_bytes;
    if (sendable) return true;
    log_error("file_not_sendable",
              {{"request_id", request_->id},
               {"path", body.path.string()},
               {"size_expected", body.size_bytes},
               {"size_found", facts.st_size}});
    file_.reset();
    return false;
}

bool Session::pending_bytes() const {
    return head_sent_ < out_.head.size() || bytes_sent_ < out_.bytes.size();
}

std::array<boost::asio::const_buffer, 2> Session::pending() const {
    return {boost::asio::buffer(out_.head) + head_sent_,
            boost::asio::buffer(out_.bytes) + bytes_sent_};
}

void Session::advance(std::size_t bytes) {
    const auto of_head = std::min(bytes, out_.head.size() - head_sent_);
    head_sent_ += of_head;
    bytes_sent_ += bytes - of_head;
    body_sent_ += bytes - of_head;
    if (pending_bytes()) enter(Phase::writing, shared_.options.write_timeout);
}

/// Of the read and the write of a connection that the kernel gave up only one is told why, and the
/// other that the pipe is broken. A stream has both: its read knows better, or has heard already.
void Session::write_failed(const Fault& fault) {
    const bool is_watched = stream_ && stream_->is_listed;
    if (is_watched && fault == boost::asio::error::broken_pipe) return;
    lose(fault);
}

void Session::write_some() {
    if (phase_ != Phase::writing) return;
    if (channel_.secure()) return write_secure();
    write_plain();
}

// Straight to the kernel, which nearly always takes all of it: no detour through the reactor.
void Session::write_plain() {
    while (pending_bytes()) {
        Fault fault;
        const auto bytes = channel_.socket().write_some(pending(), fault);
        if (fault == boost::asio::error::would_block) return wait_writable();
        if (fault) return write_failed(fault);
        advance(bytes);
    }
    if (file_) return send_file();
    finish_answer();
}

void Session::send_file() {
    const auto left = out_.range.length - body_sent_;
    if (left == 0) return finish_answer();
    auto offset = static_cast<off_t>(out_.range.first + body_sent_);
    const auto sent = ::sendfile(channel_.socket().native_handle(),
                                 file_.get(),
                                 &offset,
                                 std::min<std::uint64_t>(left, file_slice_bytes));
    if (sent < 0 && errno == EAGAIN) return wait_writable();
    // 0: the file shrank; what was promised cannot be kept, and only closing says so.
    if (sent <= 0) return close();
    body_sent_ += static_cast<std::uint64_t>(sent);
    enter(Phase::writing, shared_.options.write_timeout);
    wait_writable();
}

void Session::wait_writable() {
    channel_.socket().async_wait(boost::asio::socket_base::wait_write,
                                 [self = shared_from_this()](const Fault& fault) {
                                     if (fault) return self->close();
                                     self->write_some();
                                 });
}

void Session::write_secure() {
    if (!pending_bytes() && file_) load_file_chunk();
    if (phase_ != Phase::writing) return;
    if (!pending_bytes()) return finish_answer();
    channel_.write(pending(), [self = shared_from_this()](const Fault& fault, std::size_t bytes) {
        if (fault) return self->write_failed(fault);
        self->advance(bytes);
        self->write_some();
    });
}

void Session::load_file_chunk() {
    const auto left = out_.range.length - body_sent_;
    file_chunk_.resize(std::min<std::uint64_t>(left, file_chunk_bytes));
    const auto read = ::pread(file_.get(),
                              file_chunk_.data(),
                              file_chunk_.size(),
                              static_cast<off_t>(out_.range.first + body_sent_));
    if (read < 0 || static_cast<std::size_t>(read) != file_chunk_.size()) return close();
    out_.bytes = file_chunk_;
    bytes_sent_ = 0;
    enter(Phase::writing, shared_.options.write_timeout);
}

void Session::finish_answer() {
    if (stream_ && !stream_->is_over) return go_on();
    report();
    leave_stream();
    file_.reset();
    file_chunk_ = {};
    out_.bytes = {};
    if (out_.text.capacity() > kept_text_bytes_max) out_.text = {};
    body_.reset();
    request_.reset();
    next_or_close();
}

void Session::report() {
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - began_);
    try {
        shared_.application.served(*request_, out_.status, body_sent_, took);
    } catch (const std::exception& failure) {
        log_error("served_failed", {{"cause", failure.what()}});
    }
}

}  // namespace pilotlight::http
