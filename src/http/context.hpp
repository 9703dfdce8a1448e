#pragma once

#include <boost/json/object.hpp>
#include <memory>

#include "base/decode.hpp"
#include "base/json_writer.hpp"
#include "domain/version.hpp"
#include "http/credential.hpp"
#include "http/route.hpp"
#include "store/list.hpp"

namespace pilotlight::http {

/// Thrown by Context for what ends the request; caught in the dispatcher alone.
struct Abort {
    Error error;
};

/// One request on its way through the desk: who asks, for what, with what. Lives until answered;
/// used by one thread at a time.
class Context : public std::enable_shared_from_this<Context> {
public:
    Context(Desk& desk, std::shared_ptr<Request> request);

    Desk& desk;
    const std::shared_ptr<Request> request;
    const Route* route = nullptr;
    std::array<std::int64_t, path_ids_max> ids{};
    std::string path_text{};  // of a path that names one
    std::optional<Actor> caller{};
    Credential credential = Credential::none;          // what let the caller in
    store::Patience patience = store::Patience::full;  // how long read() may hold up its thread
    const Instant now;

    /// The caller of a route that is not for anyone.
    const Actor& actor() const { return *caller; }
    template <class I>
    I id(std::size_t position = 0) const {
        return I{ids[position]};
    }

    /// This thread's view of the data, taken at the first call. Throws Abort when there is none.
    store::Read& read();
    void end_read() { scope_.reset(); }

    /// The body's fields as one object, from JSON, form or multipart text parts.
    Result<boost::json::object> fields() const;
    template <Described T>
    Result<Decoded<T>> body(Mode mode) const {
        const auto object = TRY(fields());
        return decoded<T>(object, mode);
    }
    template <Described T>
    static Result<Decoded<T>> decoded(const boost::json::object& object, Mode mode) {
        FieldErrors faults;
        auto value = decode<T>(object, mode, faults);
        if (!faults.empty()) return invalid(std::move(faults));
        return value;
    }

    /// ?limit= and ?cursor=, checked.
    Result<store::Page> page() const;
    /// The versions of If-Match, one or several; any for "*" or no header. Takes our ETags and a
    /// bare version in quotes. precondition_failed when none of it is an ETag of ours.
    Result<ExpectedVersion> if_match() const;

    /// "https://host" for absolute links: public_url, or scheme and Host of this request.
    std::string base_url() const;

    Response json(int status, std::string body) const;
    template <class T>
    Response ok(const T& object) const {
        return json(200, to_json(object));
    }
    /// A resource with its ETag, "version-digest": the version is what If-Match asks for, and the
    /// digest of the body tells If-None-Match of all else that shows, such as another's new name.
    Response versioned(int status, std::string body, std::int64_t version) const;
    Response no_content() const { return Response{.status = 204}; }
    /// A page of a list with Link and X-Total-Count. `next` when there may be more rows.
    Response list(std::string body,
                  std::optional<store::Cursor> next,
                  std::optional<std::int64_t> total) const;

private:
    std::unique_ptr<store::ReadScope> scope_{};
};

/// All but RFC 3986's unreserved characters as %XX: for the query of a link, and for RFC 5987.
std::string percent_encoded(std::string_view text);
/// A whole number of a query parameter; invalid_input when it is none.
Result<std::optional<std::int64_t>> query_number(const RequestHead& head, std::string_view name);
/// A word of an enumeration in a query parameter.
template <Named E>
Result<std::optional<E>> query_choice(const RequestHead& head, std::string_view name) {
    const auto* text = head.parameter(name);
    if (text == nullptr || text->empty()) return std::optional<E>{};
    auto value = from_name<E>(*text);
    if (!value) return invalid(name, "\"" + *text + "\" is not a valid choice.");
    return value;
}
/// A moment in a query parameter.
Result<std::optional<Instant>> query_instant(const RequestHead& head, std::string_view name);

}  // namespace pilotlight::http
