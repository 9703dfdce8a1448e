#pragma once
// Accounts in seed 002's words: one name instead of two, rights as two flags (contracts.md §4).

#include <boost/json/object.hpp>

#include "base/decode.hpp"
#include "domain/account.hpp"
#include "http/account.hpp"

namespace pilotlight::http::compat::session {

/// Who registered, logged in, or was made.
struct Person {
    std::string username{};
    std::string email{};
    std::string name{};
    std::string customer_id{};

    static constexpr auto fields() {
        return FieldList{Field{"username", &Person::username, {}},
                         Field{"email", &Person::email, {}},
                         Field{"name", &Person::name, {}},
                         Field{"customer_id", &Person::customer_id, {}}};
    }
};
Person person_of(const Account& account);

/// As who was just made: with the id.
struct NewPerson {
    AccountId id{};
    std::string username{};
    std::string email{};
    std::string name{};
    std::string customer_id{};

    static constexpr auto fields() {
        return FieldList{Field{"id", &NewPerson::id, {}},
                         Field{"username", &NewPerson::username, {}},
                         Field{"email", &NewPerson::email, {}},
                         Field{"name", &NewPerson::name, {}},
                         Field{"customer_id", &NewPerson::customer_id, {}}};
    }
};
NewPerson new_person_of(const Account& account);

/// One's own account.
struct Profile {
    std::string username{};
    std::string email{};
    std::string name{};
    std::string phone_number{};
    std::string address{};
    std::string customer_id{};

    static constexpr auto fields() {
        return FieldList{Field{"username", &Profile::username, {}},
                         Field{"email", &Profile::email, {}},
                         Field{"name", &Profile::name, {}},
                         Field{"phone_number", &Profile::phone_number, {}},
                         Field{"address", &Profile::address, {}},
                         Field{"customer_id", &Profile::customer_id, {}}};
    }
};
Profile profile_of(const Account& account);

/// An account as administrators see it.
struct User {
    AccountId id{};
    std::string username{};
    std::string email{};
    std::string name{};
    std::string phone_number{};
    std::string address{};
    std::string customer_id{};
    bool is_active = true;
    bool is_staff = false;
    bool is_superuser = false;
    Instant date_joined{};

    static constexpr auto fields() {
        return FieldList{
            Field{"id", &User::id, {}},
            Field{"username", &User::username, {}},
            Field{"email", &User::email, {}},
            Field{"name", &User::name, {}},
            Field{"phone_number", &User::phone_number, {}},
            Field{"address", &User::address, {}},
            Field{"customer_id", &User::customer_id, {}},
            Field{"is_active", &User::is_active, {}},
            Field{"is_staff", &User::is_staff, {.doc = "Support, technician or admin."}},
            Field{"is_superuser", &User::is_superuser, {.doc = "Admin."}},
            Field{"date_joined", &User::date_joined, {}},
        };
    }
};
User user_of(const Account& account);

/// First and last name, one blank between; "" when neither is known.
std::string name_of_account(const Account& account);
/// Takes a single name apart at its last blank.
void set_name(Account& account, std::string_view name);

// Characters, not bytes.
inline constexpr std::size_t username_length_max = 150;
inline constexpr std::size_t email_length_max = 254;
inline constexpr std::size_t name_length_max = 100;
inline constexpr std::size_t phone_number_length_max = 15;
inline constexpr std::size_t address_length_max = 500;
inline constexpr std::size_t password_length_max = 128;

/// A text that is taken, and is not blank where it is sent.
constexpr Rule text_rule(std::size_t length_max, Format format = Format::any) {
    return {
        .access = Access::input_only, .blank = false, .length_max = length_max, .format = format};
}
constexpr Rule required_rule(std::size_t length_max, Format format = Format::any) {
    auto rule = text_rule(length_max, format);
    rule.required = true;
    return rule;
}

/// The form by which people register or are made.
struct Registration {
    std::string username{};
    std::string email{};
    std::string name{};
    std::string password1{};
    std::string password2{};
    std::optional<std::string> phone_number{};  // null as if left out
    std::optional<std::string> address{};

    static constexpr auto fields() {
        using Self = Registration;
        return FieldList{
            Field{
                "username", &Self::username, required_rule(username_length_max, Format::username)},
            Field{"email", &Self::email, required_rule(email_length_max, Format::email)},
            Field{"name", &Self::name, required_rule(name_length_max)},
            Field{"password1", &Self::password1, required_rule(password_length_max)},
            Field{"password2", &Self::password2, required_rule(password_length_max)},
            Field{"phone_number",
                  &Self::phone_number,
                  {.access = Access::input_only,
                   .length_max = phone_number_length_max,
                   .format = Format::phone,
                   .doc = "Blanks, dots, brackets and hyphens are taken out."}},
            Field{"address",
                  &Self::address,
                  {.access = Access::input_only, .length_max = address_length_max}},
        };
    }
};

/// A new customer as the form describes them, with every fault of it at once.
Result<NewAccount> read_registration(const Context& context);

/// The body with the telephone number's blanks, dots, brackets and hyphens taken out: the seed took
/// any text, this system digits and "+" only.
boost::json::object with_plain_phone(boost::json::object object);

/// Says faults as Django's forms do: blank is required, and a length is told with the given one.
void use_form_words(const boost::json::object& object, FieldErrors& faults);

}  // namespace pilotlight::http::compat::session
