#pragma once

#include "domain/account.hpp"
#include "store/query.hpp"

namespace pilotlight::store {

/// What the answers of other nouns tell of an account. id 0: nobody.
struct Person {
    AccountId id{};
    std::string username{};
    std::string email{};
    std::string first_name{};
    std::string last_name{};
};

/// "" for nobody.
inline std::string full_name(const Person& person) {
    return pilotlight::full_name(person.first_name, person.last_name, person.username);
}

/// How many columns a person takes: id, username, email, first_name, last_name.
inline constexpr int person_columns = 5;

/// The person whose columns start at `first`.
inline Person read_person(const Row& row, int first) {
    return {.id = {row.integer(first)},
            .username = std::string(row.text(first + 1)),
            .email = std::string(row.text(first + 2)),
            .first_name = std::string(row.text(first + 3)),
            .last_name = std::string(row.text(first + 4))};
}

}  // namespace pilotlight::store
