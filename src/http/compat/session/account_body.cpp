#include "http/compat/session/account_body.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace pilotlight::http::compat::session {

std::string name_of_account(const Account& account) {
    if (account.first_name.empty() || account.last_name.empty()) {
        return account.first_name + account.last_name;
    }
    return account.first_name + " " + account.last_name;
}

void set_name(Account& account, std::string_view name) {
    name = trimmed(name);
    const auto blank = name.rfind(' ');
    const bool is_one = blank == std::string_view::npos;
    account.first_name = trimmed(name.substr(0, is_one ? name.size() : blank));
    account.last_name = is_one ? std::string_view() : name.substr(blank + 1);
}

Person person_of(const Account& account) {
    return {.username = account.username,
            .email = account.email,
            .name = name_of_account(account),
            .customer_id = account.customer_number};
}

NewPerson new_person_of(const Account& account) {
    return {.id = account.id,
            .username = account.username,
            .email = account.email,
            .name = name_of_account(account),
            .customer_id = account.customer_number};
}

Profile profile_of(const Account& account) {
    return {.username = account.username,
            .email = account.email,
            .name = name_of_account(account),
            .phone_number = account.phone_number,
            .address = account.address,
            .customer_id = account.customer_number};
}

User user_of(const Account& account) {
    return {.id = account.id,
            .username = account.username,
            .email = account.email,
            .name = name_of_account(account),
            .phone_number = account.phone_number,
            .address = account.address,
            .customer_id = account.customer_number,
            .is_active = account.is_active,
            .is_staff = is_staff(account.role),
            .is_superuser = account.role == Role::admin,
            .date_joined = account.created_at};
}

boost::json::object with_plain_phone(boost::json::object object) {
    auto* phone = object.if_contains("phone_number");
    auto* text = phone == nullptr ? nullptr : phone->if_string();
    if (text == nullptr) return object;
    std::string plain(text->data(), text->size());
    std::erase_if(plain,
                  [](char c) { return std::string_view(" .-()").find(c) != std::string::npos; });
    *phone = plain;
    return object;
}

namespace {

constexpr std::string_view too_long = "Ensure this field has no more than ";

/// "Ensure this value has at most 100 characters (it has 101)."
std::string form_length_fault(std::string_view message, std::size_t given) {
    const auto limit =
        message.substr(too_long.size(), message.find(' ', too_long.size()) - too_long.size());
    return "Ensure this value has at most " + std::string(limit) + " characters (it has " +
           std::to_string(given) + ").";
}

std::size_t length_of(const boost::json::object& object, std::string_view field) {
    const auto* value = object.if_contains(field);
    const auto* text = value == nullptr ? nullptr : value->if_string();
    return text == nullptr ? 0 : character_count(trimmed({text->data(), text->size()}));
}

/// The two passwords against each other, and if they agree against the policy.
void check_passwords(const Context& context,
                     const Decoded<Registration>& form,
                     const Account& draft,
                     FieldErrors& faults) {
    if (!form.has("password1") || !form.has("password2")) return;
    if (form.value.password1 != form.value.password2) {
        faults.push_back({"password2", "The two password fields didn’t match."});
        return;
    }
    auto more = password_faults_of(context, form.value.password1, draft, "password2");
    std::ranges::move(more, std::back_inserter(faults));
}

}  // namespace

void use_form_words(const boost::json::object& object, FieldErrors& faults) {
    for (auto& fault : faults) {
        if (fault.message == "This field may not be blank." ||
            fault.message == "This field may not be null.") {
            fault.message = "This field is required.";
        } else if (fault.message.starts_with(too_long)) {
            fault.message = form_length_fault(fault.message, length_of(object, fault.field));
        }
    }
}

Result<NewAccount> read_registration(const Context& context) {
    auto fields = TRY(context.fields());
    const auto object = with_plain_phone(std::move(fields));
    FieldErrors faults;
    const auto form = decode<Registration>(object, Mode::create, faults);
    use_form_words(object, faults);
    Account draft{.username = form.value.username,
                  .email = form.value.email,
                  .phone_number = form.value.phone_number.value_or(""),
                  .address = form.value.address.value_or("")};
    set_name(draft, form.value.name);
    check_passwords(context, form, draft, faults);
    if (!faults.empty()) return invalid(std::move(faults));
    return NewAccount{.draft = std::move(draft), .password = form.value.password1};
}

}  // namespace pilotlight::http::compat::session
