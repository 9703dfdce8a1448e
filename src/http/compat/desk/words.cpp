#include "http/compat/desk/words.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace pilotlight::http::compat::desk {

Role role_of(RoleWord word) {
    switch (word) {
        case RoleWord::customer:
            return Role::customer;
        case RoleWord::support_staff:
            return Role::support;
        case RoleWord::admin:
            return Role::admin;
    }
    return Role::customer;
}

RoleWord shown(Role role) {
    if (role == Role::customer) return RoleWord::customer;
    return role == Role::admin ? RoleWord::admin : RoleWord::support_staff;
}

Status status_of(StatusWord word) {
    switch (word) {
        case StatusWord::pending:
            return Status::pending;
        case StatusWord::in_progress:
            return Status::in_progress;
        case StatusWord::resolved:
            return Status::resolved;
    }
    return Status::pending;
}

StatusWord shown(Status status) {
    if (status == Status::pending) return StatusWord::pending;
    return status == Status::in_progress ? StatusWord::in_progress : StatusWord::resolved;
}

TypeWord shown_type(const store::service_request::View& view) {
    const auto& type = view.type;
    const auto used = from_name<TypeWord>(shown_word(type, view.request.type_text));
    if (used) return *used;
    for (const auto word : {TypeWord::installation, TypeWord::maintenance, TypeWord::repair}) {
        if (type.slug == name_of(word) || type.aliases.contains(name_of(word))) return word;
    }
    static constexpr std::string_view installed[] = {
        "new_connection", "alteration", "shift", "meter_replace", "reconnect"};
    if (std::ranges::find(installed, type.slug) != std::end(installed)) {
        return TypeWord::installation;
    }
    return type.hazard == Hazard::none ? TypeWord::maintenance : TypeWord::repair;
}

std::string shown_title(const store::service_request::View& view) {
    const auto& title = view.request.title;
    if (character_count(title) >= title_length_min) return title;
    return view.type.name + " " + request_number(view.request.id) +
           (title.empty() ? "" : ": " + title);
}

}  // namespace pilotlight::http::compat::desk
