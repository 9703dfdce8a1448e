#include "http/v1/service_request_fields.hpp"

#include "base/text.hpp"
#include "http/attachment.hpp"
#include "http/service_request.hpp"

namespace pilotlight::http::v1 {
namespace {

/// "details" is the same as "description"; "type" and "service_type" the same as "request_type".
boost::json::object with_own_words(const boost::json::object& object) {
    auto own = object;
    const auto copy = [&](std::string_view from, std::string_view to) {
        const auto* given = own.if_contains(from);
        if (given == nullptr || own.contains(to)) return;
        const auto value = *given;
        own.insert_or_assign(to, value);
    };
    copy("details", "description");
    copy("type", "request_type");
    return own;
}

/// Faults of the description are told under the word that the client used, or seed 001's.
void use_client_words(const boost::json::object& object, FieldErrors& faults) {
    if (object.contains("description")) return;
    for (auto& fault : faults) {
        if (fault.field == "description") fault.field = "details";
    }
}

}  // namespace

Result<RequestFields> read_request_fields(const ContextPtr& context,
                                          const boost::json::object& object,
                                          Mode mode) {
    const auto own = with_own_words(object);
    FieldErrors faults;
    RequestFields result;
    const auto words = decode<RequestWords>(own, mode, faults);
    // "details" has been copied to "description", which tells its faults a second time.
    std::erase_if(faults, [](const auto& fault) { return fault.field == "details"; });
    result.fields = decode<ServiceRequest>(own, mode, faults);
    use_client_words(object, faults);
    if (words.has("request_type")) {
        auto type = type_of_word(context->read(), words.value.request_type, "request_type");
        if (type) {
            result.type_text = words.value.request_type;
            result.type = *std::move(type);
        } else if (type.error().code == Code::invalid_input) {
            faults.push_back(type.error().fields.front());
        } else {
            return std::move(type).error();
        }
    }
    for (auto& fault : upload_faults(*context->request, object)) {
        faults.push_back(std::move(fault));
    }
    if (!faults.empty()) return invalid(std::move(faults));
    return result;
}

Result<void> check_visibility(const boost::json::object& object,
                              Visibility kept,
                              std::string_view why) {
    const auto* given = object.if_contains("visibility");
    if (given == nullptr || given->is_null()) return {};
    const auto* word = given->if_string();
    if (word != nullptr && *word == name_of(kept)) return {};
    return invalid("visibility", std::string(why));
}

}  // namespace pilotlight::http::v1
