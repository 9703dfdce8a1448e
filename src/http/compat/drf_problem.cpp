#include "http/compat/drf_problem.hpp"

#include <algorithm>

namespace pilotlight::http::compat {
namespace {

const Wording* find(std::span<const Wording> wordings, Code code) {
    const auto found = std::ranges::find(wordings, code, &Wording::code);
    return found == wordings.end() ? nullptr : &*found;
}

const Wording* wording_of(const Surface& surface, const Refusal& refusal) {
    const auto code = refusal.error.code;
    if (refusal.route != nullptr) {
        if (const auto* own = find(refusal.route->wordings, code)) return own;
    }
    return find(surface.wordings, code);
}

int status_without_wording(const Surface& surface, const Refusal& refusal) {
    if (refusal.error.code == Code::conflict) return 400;
    const int status = status_of(refusal.error.code);
    return status == 401 && surface.challenge.empty() ? 403 : status;
}

/// The faults below one name, without it; those of the name itself have an empty one.
FieldErrors below(const FieldErrors& faults, std::string_view name) {
    FieldErrors inner;
    for (const auto& fault : faults) {
        const std::string_view field = fault.field;
        if (!field.starts_with(name)) continue;
        const auto rest = field.substr(name.size());
        if (rest.empty()) inner.push_back({"", fault.message});
        if (rest.starts_with('.')) inner.push_back({std::string(rest.substr(1)), fault.message});
    }
    return inner;
}

void write_nested(JsonWriter& out, const FieldErrors& faults, int depth = 0) {
    constexpr int depth_max = 4;
    std::vector<std::string_view> written;
    for (const auto& fault : faults) {
        const auto name = std::string_view(fault.field).substr(0, fault.field.find('.'));
        if (std::ranges::find(written, name) != written.end()) continue;
        written.push_back(name);
        const auto inner = below(faults, name);
        const bool is_nested = depth < depth_max && !inner.front().field.empty();
        out.key(name);
        if (is_nested) {
            out.begin_object();
            write_nested(out, inner, depth + 1);
            out.end_object();
            continue;
        }
        out.begin_array();
        for (const auto& one : inner) out.value(one.message);
        out.end_array();
    }
}

bool has_wire_code(Code code) {
    return code == Code::bad_authorization || code == Code::token_not_valid ||
           code == Code::token_wrong_type || code == Code::token_without_user ||
           code == Code::account_not_found || code == Code::account_inactive;
}

void write_detail(JsonWriter& out, const Refusal& refusal) {
    const auto& error = refusal.error;
    const bool names_token =
        error.code == Code::token_not_valid || error.code == Code::token_wrong_type;
    if (!refusal.at_door || !names_token) {
        out.member("detail", error.message);
        if (has_wire_code(error.code)) out.member("code", wire_code(error.code));
        return;
    }
    out.member("detail", "Given token not valid for any token type");
    out.member("code", wire_code(error.code)).key("messages").begin_array().begin_object();
    out.member("token_class", "AccessToken").member("token_type", "access");
    out.member("message", error.message).end_object().end_array();
}

void write_fields(JsonWriter& out, const Route* route, const FieldErrors& faults) {
    const auto failure = route == nullptr ? std::string_view() : route->failure;
    if (!failure.empty()) {
        out.member("error", failure).key("details").begin_object();
        write_nested(out, faults);
        out.end_object();
    }
    if (failure.empty() || route->failure_repeats) write_nested(out, faults);
}

FieldErrors reworded(const Surface& surface, FieldErrors faults) {
    for (auto& fault : faults) {
        for (const auto& wording : surface.fault_wordings) {
            if (fault.field != wording.field || fault.message != wording.message) continue;
            fault.message = wording.text;
            if (!wording.as.empty()) fault.field = wording.as;
            break;
        }
    }
    return faults;
}

std::string_view said(const Surface& surface, std::string_view message) {
    for (const auto& wording : surface.fault_wordings) {
        if (wording.field.empty() && wording.message == message) return wording.text;
    }
    return message;
}

/// What is no field's fault alone is an array in every contract.
void write_worded(JsonWriter& out, const Wording& wording, std::string_view own) {
    const auto text = wording.text.empty() ? own : wording.text;
    const bool is_array = wording.key == "non_field_errors";
    out.key(wording.key);
    if (is_array) out.begin_array();
    out.value(text);
    if (is_array) out.end_array();
}

std::string body_of(const Surface& surface, const Refusal& refusal, const Wording* wording) {
    JsonWriter out;
    out.begin_object();
    if (wording != nullptr && (!wording->text.empty() || refusal.error.fields.empty())) {
        write_worded(out, *wording, said(surface, refusal.error.message));
    } else if (!refusal.error.fields.empty()) {
        write_fields(out, refusal.route, reworded(surface, refusal.error.fields));
    } else {
        write_detail(out, refusal);
    }
    out.end_object();
    return out.take();
}

}  // namespace

Response drf_problem(const Surface& surface, const Refusal& refusal) {
    const auto* wording = wording_of(surface, refusal);
    Response response{
        .status = wording != nullptr ? wording->status : status_without_wording(surface, refusal),
        .body = body_of(surface, refusal, wording)};
    response.set("Content-Type", "application/json");
    const bool is_challenged =
        response.status == 401 && refusal.error.code != Code::bad_credentials;
    if (is_challenged && !surface.challenge.empty()) {
        response.set("WWW-Authenticate", surface.challenge);
    }
    if (refusal.error.retry_after_s > 0) {
        response.set("Retry-After", std::to_string(refusal.error.retry_after_s));
    }
    return response;
}

}  // namespace pilotlight::http::compat
