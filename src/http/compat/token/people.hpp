#pragma once
// Accounts as seed 000 shows them: a user, and about it a customer or a representative. All three
// have the account's number.

#include "domain/account.hpp"
#include "store/person.hpp"

namespace pilotlight::http::compat::token {

struct UserBody {
    AccountId id{};
    std::string username{};
    std::string email{};
    std::string first_name{};
    std::string last_name{};

    static constexpr auto fields() {
        return FieldList{Field{"id", &UserBody::id, {}},
                         Field{"username", &UserBody::username, {}},
                         Field{"email", &UserBody::email, {}},
                         Field{"first_name", &UserBody::first_name, {}},
                         Field{"last_name", &UserBody::last_name, {}}};
    }
};

inline UserBody user_of(const store::Person& person) {
    return {person.id, person.username, person.email, person.first_name, person.last_name};
}
inline UserBody user_of(const Account& account) {
    return {account.id, account.username, account.email, account.first_name, account.last_name};
}
/// None for nobody.
inline std::optional<UserBody> user_if_any(const store::Person& person) {
    return person.id ? std::optional(user_of(person)) : std::nullopt;
}

struct CustomerBody {
    AccountId id{};
    UserBody user{};
    std::string customer_id{};
    std::string phone_number{};
    std::string address{};
    Instant created_at{};
    Instant updated_at{};

    static constexpr auto fields() {
        return FieldList{Field{"id", &CustomerBody::id, {.doc = "The user's."}},
                         Field{"user", &CustomerBody::user, {}},
                         Field{"customer_id", &CustomerBody::customer_id, {}},
                         Field{"phone_number", &CustomerBody::phone_number, {}},
                         Field{"address", &CustomerBody::address, {}},
                         Field{"created_at", &CustomerBody::created_at, {}},
                         Field{"updated_at", &CustomerBody::updated_at, {}}};
    }
};
CustomerBody customer_of(const Account& account);

struct RepresentativeBody {
    AccountId id{};
    UserBody user{};
    std::string employee_id{};
    std::string department{};
    Instant created_at{};
    Instant updated_at{};

    static constexpr auto fields() {
        return FieldList{Field{"id", &RepresentativeBody::id, {.doc = "The user's."}},
                         Field{"user", &RepresentativeBody::user, {}},
                         Field{"employee_id", &RepresentativeBody::employee_id, {}},
                         Field{"department", &RepresentativeBody::department, {}},
                         Field{"created_at", &RepresentativeBody::created_at, {}},
                         Field{"updated_at", &RepresentativeBody::updated_at, {}}};
    }
};
RepresentativeBody representative_of(const Account& account);

/// What is taken of the nested user. The user name is fixed once given.
struct UserInput {
    std::string username{};
    std::string email{};
    std::string first_name{};
    std::string last_name{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"username",
                  &UserInput::username,
                  {.access = create_only,
                   .required = true,
                   .blank = false,
                   .length_max = 150,
                   .format = Format::username}},
            Field{"email",
                  &UserInput::email,
                  {.access = writable, .length_max = 254, .format = Format::email}},
            Field{"first_name", &UserInput::first_name, {.access = writable, .length_max = 150}},
            Field{"last_name", &UserInput::last_name, {.access = writable, .length_max = 150}},
        };
    }
};

}  // namespace pilotlight::http::compat::token
