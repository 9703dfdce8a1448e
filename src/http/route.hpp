#pragma once
// A surface is a table of Route rows. Router, permission check, body limits, the role × route
// matrix test and the OpenAPI document all derive from it.

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/error.hpp"
#include "base/result.hpp"
#include "domain/account.hpp"
#include "domain/attachment.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "store/connection.hpp"

namespace pilotlight::http {

/// Who may call a route; deny by default. What a caller may see through it is decided by the
/// service: objects that are not theirs are not_found.
enum class Permission : std::uint8_t {
    anyone,
    signed_in,
    customer,
    staff,  // support, technician, admin
    desk,   // support, admin
    admin,
};

}  // namespace pilotlight::http

namespace pilotlight {
template <>
inline constexpr auto names<http::Permission> =
    std::array<std::string_view, 6>{"anyone", "signed_in", "customer", "staff", "desk", "admin"};
}  // namespace pilotlight

namespace pilotlight::http {

bool allows(Permission permission, const std::optional<Actor>& caller);

class Context;
using ContextPtr = std::shared_ptr<Context>;

class Answer;
/// Work for the pool of password hashing and file IO; it answers or goes on.
struct OnPool {
    std::function<Answer()> work;
};
/// Work for one transaction, which an error undoes. What else it answers is sent or gone on with
/// when the transaction is durable. Otherwise the files that were stored for it are removed.
struct InTx {
    std::function<Answer(store::Tx&)> work;
    std::vector<Attachment> files{};
};
/// Work for the IO thread. After a transaction: what only reads and writes an answer, so that the
/// one thread that changes rows does not wait for it.
struct OnLoop {
    std::function<Answer()> work;
};

/// What a handler returns: the response, why there is none, or where the work goes on.
class Answer {
public:
    Answer(Response response) : step_(std::move(response)) {}  // NOLINT: conversion is the point
    Answer(Error error) : step_(std::move(error)) {}           // NOLINT
    Answer(OnPool step) : step_(std::move(step)) {}            // NOLINT
    Answer(InTx step) : step_(std::move(step)) {}              // NOLINT
    Answer(OnLoop step) : step_(std::move(step)) {}            // NOLINT
    Answer(Result<Response> result);                           // NOLINT

    const Error* error() const { return std::get_if<Error>(&step_); }
    std::variant<Response, Error, OnPool, InTx, OnLoop> take() && { return std::move(step_); }

private:
    std::variant<Response, Error, OnPool, InTx, OnLoop> step_;
};

/// Runs on the IO thread: reads inline through Context::read(), and leaves what waits to OnPool and
/// InTx. Errors travel by TRY. That of a GET may be run twice, the second time on the pool of long
/// reads: it changes nothing, keeps nothing, and never answers InTx.
using Handler = Answer (*)(const ContextPtr&);

/// What a body may be. Field bodies come as JSON, form or multipart.
enum class Takes : std::uint8_t { nothing, fields, files };

/// A named JSON Schema of the OpenAPI document (http/schema.hpp).
struct Schema {
    std::string_view name{};
    std::string (*text)() = nullptr;
};

struct QueryParameter {
    std::string_view name;
    std::string_view doc;
};

/// How a list is answered: canonical ones are arrays with cursors (design.md §1); contracts have
/// DRF's numbered pages, always or when `page` or `page_size` is sent.
enum class ListForm : std::uint8_t { none, array, pages, array_or_pages };

struct Surface;
extern const Surface canonical;

/// How one contract says an error of ours; the first that names the code holds.
struct Wording {
    Code code;
    int status;
    std::string_view key = "detail";
    std::string_view text{};  // "": the error's own message
};

struct Route {
    Method method;
    std::string_view path;  // "/api/v1/requests/{id}/": {…} is a number, unless names_text
    Permission permission;
    Handler handler;
    std::string_view summary;
    Takes takes = Takes::nothing;
    Schema request{};
    Schema response{};
    ListForm list = ListForm::none;  // `response` is one row of it
    int success = 200;
    std::span<const QueryParameter> query{};
    std::string_view failure{};  // seed 001 wraps field errors: {"error": failure, "detail": {...}}
    bool failure_repeats = false;  // ... and repeats them beside it
    bool is_download = false;      // answers a file, whatever Accept says
    bool is_stream = false;        // answers server-sent events without an end, the same
    bool names_text = false;       // the path's {…} is a text of text_segment_length_max at most
    bool path_is_secret = false;   // ... and opens what it names, so no log may hold it
    // Not among a customer's changes: it leaves no more behind however often it is asked for, or it
    // ends a credential, which nobody may be kept from.
    bool is_uncounted = false;
    // Every answer of the path sets csrftoken, for pages that are about to send a form.
    bool gives_csrf_cookie = false;
    const Surface* surface = &canonical;
    std::span<const Wording> wordings{};  // before the surface's own
};

inline constexpr std::size_t path_ids_max = 2;
inline constexpr std::size_t text_segment_length_max = 100;  // bytes

}  // namespace pilotlight::http
