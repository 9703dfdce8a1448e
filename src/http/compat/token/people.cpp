#include "http/compat/token/people.hpp"

#include "http/compat/token/people_input.hpp"

namespace pilotlight::http::compat::token {
namespace {

struct Given {
    const boost::json::value* value = nullptr;
    std::string_view name{};
};

Given password_in(const boost::json::object& fields) {
    for (std::string_view name : {"password", "user.password"}) {
        if (const auto* own = fields.if_contains(name)) return {own, name};
    }
    const auto* user = fields.if_contains("user");
    if (user == nullptr || !user->is_object()) return {};
    return {user->get_object().if_contains("password"), "user.password"};
}

}  // namespace

CustomerBody customer_of(const Account& account) {
    return {.id = account.id,
            .user = user_of(account),
            .customer_id = account.customer_number,
            .phone_number = account.phone_number,
            .address = account.address,
            .created_at = account.created_at,
            .updated_at = account.updated_at};
}

RepresentativeBody representative_of(const Account& account) {
    return {.id = account.id,
            .user = user_of(account),
            .employee_id = account.employee_id,
            .department = account.department,
            .created_at = account.created_at,
            .updated_at = account.updated_at};
}

Decoded<UserInput> read_user(const boost::json::object& fields, Mode mode, FieldErrors& faults) {
    const auto inner = read_nested(fields, "user", mode, faults);
    if (!inner) return {};
    FieldErrors own;
    auto user = decode<UserInput>(*inner, mode, own);
    for (auto& fault : own) faults.push_back({"user." + fault.field, std::move(fault.message)});
    return user;
}

void take_user(const Decoded<UserInput>& user, Decoded<Account>& changes) {
    const auto take =
        [&](std::string_view name, std::string Account::*to, const std::string& from) {
            if (!user.has(name)) return;
            changes.value.*to = from;
            changes.mark(name);
        };
    take("username", &Account::username, user.value.username);
    take("email", &Account::email, user.value.email);
    take("first_name", &Account::first_name, user.value.first_name);
    take("last_name", &Account::last_name, user.value.last_name);
}

bool has_password(const boost::json::object& fields) {
    return password_in(fields).value != nullptr;
}

std::optional<std::string> read_password(const Context& context,
                                         const boost::json::object& fields,
                                         const Account& owner,
                                         FieldErrors& faults) {
    constexpr Rule rule{.blank = false, .length_max = 128};
    const auto [value, name] = password_in(fields);
    if (value == nullptr) return std::nullopt;
    std::string password;
    if (auto fault = decode_value(*value, rule, password); !fault.empty()) {
        faults.push_back({std::string(name), std::move(fault)});
        return std::nullopt;
    }
    if (!faults.empty()) return std::nullopt;
    faults = password_faults_of(context, password, owner, name);
    return password;
}

}  // namespace pilotlight::http::compat::token
