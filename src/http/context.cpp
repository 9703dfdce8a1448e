#include "http/context.hpp"

#include <algorithm>
#include <boost/json/value.hpp>
#include <charconv>

#include "base/fingerprint.hpp"
#include "base/json_parse.hpp"
#include "base/text.hpp"
#include "http/form.hpp"
#include "http/token.hpp"

namespace pilotlight::http {
namespace {

namespace json = boost::json;

std::string_view media_type(const RequestHead& head) {
    auto type = head.header("Content-Type");
    return trimmed(type.substr(0, type.find(';')));
}

Result<json::object> object_of(std::string_view body) {
    if (trimmed(body).empty()) return json::object{};
    auto value = TRY(parse_json(body));
    if (auto* object = value.if_object()) return json::object(std::move(*object));
    return invalid(
        "non_field_errors",
        "Invalid data. Expected a dictionary, but got " + std::string(kind_name(value)) + ".");
}

Result<json::object> object_of(const std::vector<std::pair<std::string, std::string>>& form) {
    json::object object;
    for (const auto& [name, value] : form) {
        if (!is_utf8(name) || !is_utf8(value)) {
            return Error{.code = Code::malformed_body, .message = "Form fields must be UTF-8."};
        }
        object.insert_or_assign(name, value);
    }
    return object;
}

/// The version of one of our ETags, or a bare version; none for a weak or foreign one.
std::optional<std::int64_t> version_of(std::string_view tag) {
    if (tag.size() < 3 || tag.front() != '"' || tag.back() != '"') return std::nullopt;
    tag = tag.substr(1, tag.size() - 2);
    std::int64_t version = 0;
    const auto [stop, status] = std::from_chars(tag.data(), tag.data() + tag.size(), version);
    const bool is_ours = stop == tag.data() + tag.size() || *stop == '-';
    return status == std::errc{} && is_ours ? std::optional(version) : std::nullopt;
}

}  // namespace

Context::Context(Desk& the_desk, std::shared_ptr<Request> the_request)
    : desk(the_desk), request(std::move(the_request)), now(the_desk.clock.now()) {}

store::Read& Context::read() {
    if (!scope_) {
        auto scope = desk.store.read(patience);
        if (!scope) throw Abort{std::move(scope).error()};
        scope_ = *std::move(scope);
    }
    return **scope_;
}

Result<json::object> Context::fields() const {
    const auto type = media_type(*request);
    if (equals_ignoring_case(type, "application/json"))
        return object_of(std::string_view(request->body));
    if (equals_ignoring_case(type, "multipart/form-data")) return object_of(request->form);
    if (equals_ignoring_case(type, "application/x-www-form-urlencoded")) {
        const auto form = TRY(parse_form(request->body));
        return object_of(form);
    }
    if (request->body.empty()) return json::object{};
    auto named = shown(request->header("Content-Type"), 100);
    if (named.empty()) named = "application/octet-stream";  // RFC 9110 §8.3: what it is unnamed
    return Error{.code = Code::unsupported_media_type,
                 .message = "Unsupported media type \"" + named + "\" in request."};
}

Result<store::Page> Context::page() const {
    store::Page page;
    FieldErrors faults;
    if (const auto* limit = request->parameter("limit")) {
        const auto* end = limit->data() + limit->size();
        const auto [stop, status] = std::from_chars(limit->data(), end, page.limit);
        if (status != std::errc{} || stop != end || page.limit < 1) {
            faults.push_back({"limit", "A valid integer of 1 or more is required."});
        }
        page.limit = std::min(page.limit, store::page_rows_max);
    }
    if (const auto* cursor = request->parameter("cursor")) {
        page.after = store::decode_cursor(*cursor);
        if (!page.after) faults.push_back({"cursor", "Invalid cursor."});
    }
    if (!faults.empty()) return invalid(std::move(faults));
    return page;
}

Result<ExpectedVersion> Context::if_match() const {
    // A guard without content guards too: a client that lost its ETag must not overwrite unawares.
    const bool is_guarded = std::ranges::any_of(request->headers, [](const Header& header) {
        return equals_ignoring_case(header.name, "If-Match");
    });
    const auto list = trimmed(request->header("If-Match"));
    if (!is_guarded || list == "*") return ExpectedVersion{};
    std::vector<std::int64_t> versions;
    for_each_item(list, [&](std::string_view tag) {
        if (const auto version = version_of(tag)) versions.push_back(*version);
    });
    if (!versions.empty()) return ExpectedVersion(std::move(versions));
    return Error{.code = Code::precondition_failed,
                 .message = "If-Match holds no ETag of this resource."};
}

std::string Context::base_url() const {
    if (!desk.settings.public_url.empty()) return desk.settings.public_url;
    return (request->secure ? "https://" : "http://") + request->host;
}

Response Context::json(int status, std::string body) const {
    Response response{.status = status, .body = std::move(body)};
    response.set("Content-Type", "application/json");
    return response;
}

Response Context::versioned(int status, std::string body, std::int64_t version) const {
    const auto digest = fingerprint(body);
    auto response = json(status, std::move(body));
    response.set("ETag", "\"" + std::to_string(version) + "-" + digest + "\"");
    return response;
}

Response Context::list(std::string body,
                       std::optional<store::Cursor> next,
                       std::optional<std::int64_t> total) const {
    auto response = json(200, std::move(body));
    if (total) response.set("X-Total-Count", std::to_string(*total));
    if (next) {
        std::string link = "<" + base_url() + request->path + "?";
        for (const auto& [name, value] : request->query) {
            if (name == "cursor") continue;
            link += percent_encoded(name) + "=" + percent_encoded(value) + "&";
        }
        link += "cursor=" + store::encode_cursor(*next) + ">; rel=\"next\"";
        response.set("Link", link);
    }
    return response;
}

std::string percent_encoded(std::string_view text) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (is_alphanumeric(c) || std::string_view("-._~").find(c) != std::string_view::npos) {
            out.push_back(c);
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return out;
}

Result<std::optional<std::int64_t>> query_number(const RequestHead& head, std::string_view name) {
    const auto* text = head.parameter(name);
    if (text == nullptr || text->empty()) return std::optional<std::int64_t>{};
    std::int64_t number = 0;
    const auto* end = text->data() + text->size();
    const auto [stop, status] = std::from_chars(text->data(), end, number);
    if (status != std::errc{} || stop != end) return invalid(name, "A valid integer is required.");
    return std::optional(number);
}

Result<std::optional<Instant>> query_instant(const RequestHead& head, std::string_view name) {
    const auto* text = head.parameter(name);
    if (text == nullptr || text->empty()) return std::optional<Instant>{};
    const auto instant = parse_iso8601(*text);
    if (!instant) return invalid(name, "Enter a date or a date and time.");
    return instant;
}

}  // namespace pilotlight::http
