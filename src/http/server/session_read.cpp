#include <atomic>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>

#include "base/log.hpp"
#include "http/server/random_id.hpp"
#include "http/server/session.hpp"
#include "http/token.hpp"

namespace pilotlight::http {

namespace {

constexpr std::size_t head_read_bytes = 4 * 1024;
constexpr std::size_t body_read_bytes = 64 * 1024;
constexpr std::size_t headers_expected = 16;

/// One request's claim to an answer. Where it goes unused the client gets a 500.
class Claim final : public Responder {
public:
    Claim(std::weak_ptr<Loop> loop, std::weak_ptr<Session> session)
        : loop_(std::move(loop)), session_(std::move(session)) {}
    Claim(const Claim&) = delete;
    Claim& operator=(const Claim&) = delete;
    ~Claim() override {
        if (!take()) return;
        const auto loop = loop_.lock();
        if (!loop) return;
        try {
            boost::asio::post(loop->context(), [session = std::move(session_)] {
                const auto alive = session.lock();
                if (alive) alive->fail("a request was dropped unanswered");
            });
        } catch (const std::exception& fault) {
            log_error("claim_lost", {{"cause", fault.what()}});
        }
    }

    bool take() { return !taken_.exchange(true, std::memory_order_relaxed); }

    void answer(Response response) override {
        const auto loop = loop_.lock();
        if (!loop || !take()) return;
        boost::asio::dispatch(
            loop->context(),
            [session = std::move(session_), response = std::move(response)]() mutable {
                if (const auto alive = session.lock()) alive->respond(std::move(response));
            });
    }

    void resume(std::function<void()> step) override {
        if (const auto loop = loop_.lock()) loop->post(std::move(step));
    }

private:
    // Weak: a step that waits in the loop holds the claim.
    const std::weak_ptr<Loop> loop_;
    std::weak_ptr<Session> session_;
    std::atomic<bool> taken_{false};
};

}  // namespace

// Answers may be complete before the call that asked for them returns; a loop instead of recursion
// keeps a burst of pipelined requests from growing the stack.
void Session::run() {
    run_again_ = true;
    if (running_) return;
    running_ = true;
    try {
        while (run_again_ && phase_ != Phase::closed) {
            run_again_ = false;
            step();
        }
    } catch (const std::exception& failure) {
        log_error("session_failed", {{"cause", failure.what()}});
        close();
    }
    running_ = false;
}

void Session::step() {
    if (!parse()) read();
}

/// Goes as far as the buffer leads. True when the request is in other hands: being answered, or
/// waiting for something that will run() again.
bool Session::parse() {
    while (!buffer_.empty()) {
        if (phase_ == Phase::idle) {
            // Robustness that RFC 9112 §2.2 asks for: blank lines before a request are skipped.
            const auto first = std::min(buffer_.view().find_first_not_of("\r\n"), buffer_.size());
            buffer_.consume(first);
            if (buffer_.empty()) break;
            begin_message();
        }
        std::size_t used = 0;
        const auto step = parser_->feed(buffer_.view(), used);
        buffer_.consume(used);
        switch (step) {
            case MessageParser::Step::need_more:
                return false;
            case MessageParser::Step::refused:
                refuse(parser_->refusal());
                return true;
            case MessageParser::Step::message_done:
                dispatch();
                return true;
            case MessageParser::Step::head_done:
                break;
        }
        if (!complete()) return true;
    }
    return false;
}

void Session::begin_message() {
    enter(Phase::head, shared_.options.head_timeout);
    request_ = std::make_shared<Request>();
    request_->headers.reserve(headers_expected);
    body_.reset();
    parser_.emplace(shared_.options, *request_);
    body_bytes_ = 0;
}

void Session::read() {
    const bool large = phase_ == Phase::body && body_bytes_ >= head_read_bytes;
    if (phase_ == Phase::idle) buffer_.shrink(head_read_bytes);
    auto* room = buffer_.prepare(large ? body_read_bytes : head_read_bytes);
    channel_.read(boost::asio::buffer(room, buffer_.room()),
                  [self = shared_from_this()](const Fault& fault, std::size_t bytes) {
                      self->received(fault, bytes);
                  });
}

void Session::received(const Fault& fault, std::size_t bytes) {
    loop_.write_due();
    if (phase_ == Phase::closed) return;
    if (timed_out_) {
        return refuse(
            {408, {.code = Code::timed_out, .message = "The request took too long to arrive."}});
    }
    const bool under_way = phase_ == Phase::head || phase_ == Phase::body;
    if (fault == boost::asio::error::eof && under_way) {
        return refuse(bad_request("The request ended early."));
    }
    if (fault) return close();
    buffer_.commit(bytes);
    if (phase_ == Phase::body) body_bytes_ += bytes;
    run();
}

/// The head is there: checks it, asks for the plan. True when the body is to be read now.
bool Session::complete() {
    began_ = std::chrono::steady_clock::now();
    keep_alive_ = parser_->keep_alive();
    const HeadFacts facts{.method = parser_->method(),
                          .target = parser_->target(),
                          .http_1_0 = parser_->http_1_0(),
                          .folded = parser_->folded()};
    if (auto refusal = complete_head(facts, peer_, shared_.proxies, *request_)) {
        refuse(*refusal);
        return false;
    }
    std::optional<std::variant<BodyPlan, Response>> plan;
    try {
        plan = shared_.application.plan(*request_);
    } catch (const std::exception& failure) {
        skip_body();
        fail(failure.what());
        return false;
    }
    return take_plan(std::move(*plan));
}

bool Session::take_plan(std::variant<BodyPlan, Response> plan) {
    if (auto* refused = std::get_if<Response>(&plan)) {
        skip_body();
        send(std::move(*refused));
        return false;
    }
    if (!parser_->has_body()) {
        dispatch();
        return false;
    }
    return accept_body(std::get<BodyPlan>(plan));
}

/// The body will not be looked at: one that is here already costs nothing to skip, any other costs
/// the connection.
void Session::skip_body() {
    if (!parser_->has_body()) return;
    const auto length = parser_->content_length();
    if (length && *length <= buffer_.size()) {
        buffer_.consume(*length);
    } else {
        keep_alive_ = false;
    }
}

bool Session::accept_body(const BodyPlan& plan) {
    body_.emplace(plan, shared_.options.spool_folder, *request_);
    if (auto begun = body_->begin(parser_->content_length()); !begun) {
        const auto status = early_status_of(begun.error().code);
        refuse({status, std::move(begun).error()});
        return false;
    }
    parser_->receive(*body_);
    enter(Phase::body, shared_.options.body_timeout);
    body_began_ = std::chrono::steady_clock::now();
    body_bytes_ = buffer_.size();
    if (!expects_continue(*request_) || parser_->http_1_0() || !buffer_.empty()) return true;
    send_continue();
    return false;
}

void Session::send_continue() {
    static constexpr std::string_view line = "HTTP/1.1 100 Continue\r\n\r\n";
    channel_.write(boost::asio::buffer(line),
                   [self = shared_from_this()](const Fault& fault, std::size_t bytes) {
                       // A socket that has no room for 25 bytes at this point is of no use.
                       if (fault || bytes != line.size()) return self->close();
                       if (self->phase_ == Phase::body) self->run();
                   });
}

void Session::dispatch() {
    enter(Phase::handling, std::chrono::milliseconds::max());
    const auto claim = std::make_shared<Claim>(loop_.shared_from_this(), weak_from_this());
    try {
        shared_.application.answer(request_, claim);
    } catch (const std::exception& failure) {
        if (claim->take()) fail(failure.what());
    }
}

void Session::respond(Response response) {
    if (phase_ != Phase::handling) return;
    try {
        send(std::move(response));
    } catch (const std::exception& failure) {
        give_up(failure);
    }
}

// The path stands in the line of the answer, by which alone it is known whether it is a secret.
void Session::fail(std::string cause) {
    if (phase_ == Phase::closed || phase_ == Phase::writing) return;
    log_error("request_failed",
              {{"request_id", request_->id}, {"method", request_->method_text}, {"cause", cause}});
    send(shared_.refuse(500, internal_error(std::move(cause)), request_.get()));
}

// Where the request ends is unknown or not worth finding out, so the connection ends with it.
void Session::refuse(const EarlyRefusal& refusal) {
    keep_alive_ = false;
    if (request_->id.empty()) {
        request_->id = random_id();
        request_->remote_address = peer_.address;
        began_ = std::chrono::steady_clock::now();
    }
    const bool has_head = !request_->method_text.empty();
    send(shared_.refuse(refusal.status, refusal.error, has_head ? request_.get() : nullptr));
}

}  // namespace pilotlight::http
