// Every route of every surface behind the connection layer: the body decoded into the row's type,
// the query, the handler, the transaction, the answer.
//   ROLE METHOD TARGET
//   Name: value              any number of headers
//   <an empty line>
//   body

#include "base/json_parse.hpp"
#include "desk_ground.hpp"
#include "http/server/body.hpp"
#include "http/server/target.hpp"
#include "http/token.hpp"
#include "target.hpp"

namespace pilotlight::fuzz {
namespace {

/// Only what the connection layer would let through: it is tried by message_fuzz.cpp.
bool read_headers(std::string_view& input, http::RequestHead& head) {
    while (!input.empty()) {
        const auto line = take_line(input);
        if (line.empty()) return true;
        const auto colon = line.find(':');
        const auto name = line.substr(0, colon);
        if (colon == std::string_view::npos || !http::is_token(name)) return false;
        const auto value = http::without_blanks(line.substr(colon + 1));
        if (std::ranges::any_of(value, is_control)) return false;
        head.headers.push_back({std::string(name), std::string(value)});
    }
    return true;
}

std::shared_ptr<http::Request> read_request(std::string_view& input) {
    auto request = std::make_shared<http::Request>();
    auto line = take_line(input);
    const auto role = take_word(line);
    request->method_text = take_word(line);
    const auto method = from_name<http::Method>(request->method_text);
    auto target = http::parse_target(line, false);
    if (!method || !target || !read_headers(input, *request)) return nullptr;
    request->method = *method;
    request->path = std::move(target->path);
    request->query = std::move(target->query);
    request->host = "desk.example";
    request->remote_address = "192.0.2.1";
    request->id = "fuzz";
    const auto authorization = ground().authorization_of(role);
    if (!authorization.empty()) request->headers.push_back({"Authorization", authorization});
    return request;
}

void check_answer(const http::Response& response) {
    expect(response.status >= 200 && response.status < 600, "an answer has a status");
    expect(response.status != 500 && response.status != 507, "no input is a fault of ours");
    bool is_json = false;
    for (const auto& [name, value] : response.headers) {
        expect(http::is_token(name), "a header's name is a token");
        expect(std::ranges::none_of(value, is_control), "a header's value is one line");
        is_json = is_json || (name == "Content-Type" && value.find("json") != std::string::npos);
    }
    const auto* body = std::get_if<std::string>(&response.body);
    if (is_json && body != nullptr && !body->empty()) {
        expect(static_cast<bool>(parse_json(*body)), "a JSON answer is JSON");
    }
}

/// Goes on at once, on the thread that has got so far.
class Checked final : public http::Responder {
public:
    void answer(http::Response response) override {
        is_answered = true;
        check_answer(response);
    }
    void resume(std::function<void()> step) override { step(); }

    bool is_answered = false;
};

}  // namespace

void run(std::string_view input) {
    const auto request = read_request(input);
    if (!request) return;
    auto& dispatcher = ground().dispatcher();
    const auto planned = dispatcher.plan(*request);
    if (const auto* refused = std::get_if<http::Response>(&planned)) return check_answer(*refused);
    http::Body body(*std::get_if<http::BodyPlan>(&planned), ground().spool_folder(), *request);
    if (!body.begin(input.size()) || !body.add(input) || !body.finish()) return;
    const auto responder = std::make_shared<Checked>();
    dispatcher.answer(request, responder);
    expect(responder->is_answered, "every request is answered");
}

}  // namespace pilotlight::fuzz
