#pragma once

#include "http/context.hpp"
#include "service/service_request.hpp"

namespace pilotlight::http::v1 {

/// Words of a request's body that are not fields of the request itself.
struct RequestWords {
    std::string request_type{};
    std::string details{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"request_type",
                  &RequestWords::request_type,
                  {.access = input_only,
                   .required = true,
                   .blank = false,
                   .length_max = 100,
                   .doc = "Slug or alias of a service type."}},
            Field{"details",
                  &RequestWords::details,
                  {.access = input_only, .doc = "Another word for description."}},
        };
    }
};

/// Words that only staff may send with a change.
struct WorkWords {
    std::optional<Status> status{};
    std::string notes{};
    std::optional<std::string> resolution{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"status", &WorkWords::status, {.access = input_only, .doc = "Staff only."}},
            Field{"notes",
                  &WorkWords::notes,
                  {.access = input_only, .doc = "Staff only: told in the history."}},
            Field{"resolution",
                  &WorkWords::resolution,
                  {.access = input_only, .doc = "Staff only; made from notes when resolving."}},
        };
    }
};

/// What a body says of a request: documented and real words of seed 001 (contracts.md C17).
struct RequestFields {
    Decoded<ServiceRequest> fields{};
    std::optional<ServiceType> type{};
    std::string type_text{};
};
Result<RequestFields> read_request_fields(const ContextPtr& context,
                                          const boost::json::object& object,
                                          Mode mode);

/// invalid_input with `why` when the body asks for another visibility than what it writes has: to
/// overlook that would show people what was meant for the desk alone.
Result<void> check_visibility(const boost::json::object& object,
                              Visibility kept,
                              std::string_view why);
inline constexpr std::string_view updates_are_public =
    "An update is for everyone. What staff alone may read is an internal comment.";

}  // namespace pilotlight::http::v1
