// JSON bodies decoded into the type of each route that takes one, by the program's own handlers, as
// far as their transaction; desk_fuzz.cpp goes on from there, at a hundredth of the speed.
// Line 1: METHOD PATH, where any other text chooses some route; then the body.

#include "desk_ground.hpp"
#include "http/surfaces.hpp"
#include "target.hpp"

namespace pilotlight::fuzz {
namespace {

struct Rows {
    http::Router router{};
    std::vector<const http::Route*> taking_body{};
};

Rows all_rows() {
    Rows rows;
    for (const auto& table : http::route_tables()) rows.router.add(table);
    std::ranges::copy_if(rows.router.routes(),
                         std::back_inserter(rows.taking_body),
                         [](const auto* row) { return row->takes != http::Takes::nothing; });
    return rows;
}

void choose_route(std::string_view line, http::Context& context) {
    static const auto rows = all_rows();
    context.route = rows.taking_body[std::hash<std::string_view>{}(line) % rows.taking_body.size()];
    context.ids = {1, 1};
    context.path_text = "draft";
    const auto method = from_name<http::Method>(take_word(line));
    const auto match = rows.router.match(line);
    if (!method || match.resource == nullptr) return;
    const auto* row = match.resource->find(*method);
    if (row == nullptr || row->takes == http::Takes::nothing) return;
    context.route = row;
    context.ids = match.ids;
    context.path_text = match.text;
}

void check_error(const Error& error) {
    expect(error.code != Code::internal && error.code != Code::storage_full,
           "no body is a fault of ours");
}

void check_answer(http::Answer answer) {
    const auto step = std::move(answer).take();
    if (const auto* error = std::get_if<Error>(&step)) check_error(*error);
    if (const auto* response = std::get_if<http::Response>(&step)) {
        expect(response->status < 500, "no body is a fault of ours");
    }
}

}  // namespace

void run(std::string_view input) {
    const auto line = take_line(input);
    auto request = std::make_shared<http::Request>();
    request->headers.push_back({"Content-Type", "application/json"});
    request->host = "desk.example";
    request->body = input;
    const auto context = std::make_shared<http::Context>(ground().desk(), request);
    choose_route(line, *context);
    const bool is_theirs = context->route->permission == http::Permission::customer;
    context->caller =
        Actor{.account = AccountId{1}, .role = is_theirs ? Role::customer : Role::admin};
    try {
        check_answer(context->route->handler(context));
    } catch (const http::Abort& abort) {
        check_error(abort.error);
    }
}

}  // namespace pilotlight::fuzz
