#include "http/compat/token/input.hpp"

#include "base/json_parse.hpp"
#include "base/text.hpp"

namespace pilotlight::http::compat::token {
namespace {

using boost::json::object;
using boost::json::value;

bool is_blank(const value& given) {
    return given.is_null() || (given.is_string() && given.get_string().empty());
}

std::optional<object> dotted(const object& fields, std::string_view field) {
    const auto prefix = std::string(field) + ".";
    object inner;
    for (const auto& [name, content] : fields) {
        const std::string_view key = name;
        if (key.starts_with(prefix)) inner.insert_or_assign(key.substr(prefix.size()), content);
    }
    if (inner.empty()) return std::nullopt;
    return inner;
}

Error invalid_representative() {
    return {.code = Code::invalid_input, .message = "Invalid representative"};
}

}  // namespace

std::optional<std::int64_t> read_pk(const object& object,
                                    std::string_view field,
                                    Mode mode,
                                    FieldErrors& faults) {
    const auto refused = [&](std::string_view message) {
        faults.push_back({std::string(field), std::string(message)});
        return std::nullopt;
    };
    const auto* given = object.if_contains(field);
    if (given == nullptr) {
        if (mode == Mode::patch) return std::nullopt;
        return refused("This field is required.");
    }
    if (is_blank(*given)) return refused("This field may not be null.");
    std::int64_t pk = 0;
    const bool is_number = given->is_int64() || given->is_string();
    if (is_number && decode_value(*given, {}, pk).empty()) return pk;
    return refused("Incorrect type. Expected pk value, received " + std::string(kind_name(*given)) +
                   ".");
}

std::string search_of(const Context& context) {
    const auto* text = context.request->parameter("search");
    return text == nullptr ? std::string() : std::string(trimmed(*text));
}

std::optional<object> read_nested(const object& fields,
                                  std::string_view field,
                                  Mode mode,
                                  FieldErrors& faults) {
    const auto* given = fields.if_contains(field);
    if (given == nullptr) {
        auto inner = dotted(fields, field);
        if (!inner && mode != Mode::patch) {
            faults.push_back({std::string(field), "This field is required."});
        }
        return inner;
    }
    if (const auto* inner = given->if_object()) return *inner;
    if (given->is_null()) {
        faults.push_back({std::string(field), "This field may not be null."});
    } else {
        faults.push_back({std::string(field) + ".non_field_errors",
                          "Invalid data. Expected a dictionary, but got " +
                              std::string(kind_name(*given)) + "."});
    }
    return std::nullopt;
}

Result<AccountId> read_assignee(const Context& context) {
    const auto fields = TRY(context.fields());
    const auto* given = fields.if_contains("assigned_to");
    if (given == nullptr || is_blank(*given)) {
        return Error{.code = Code::invalid_input, .message = "assigned_to is required"};
    }
    AccountId id;
    const bool is_number = given->is_int64() || given->is_string();
    if (!is_number || !decode_value(*given, {}, id).empty()) return invalid_representative();
    return id;
}

Error assignee_fault(Error error) {
    return error.code == Code::invalid_input ? invalid_representative() : std::move(error);
}

}  // namespace pilotlight::http::compat::token
