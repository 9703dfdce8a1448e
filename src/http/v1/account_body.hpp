#pragma once

#include "http/context.hpp"

namespace pilotlight::http::v1 {

/// What an account's answer adds to its fields: seed 001's word for the role.
struct AccountExtras {
    Role user_type = Role::customer;

    static constexpr auto fields() {
        return FieldList{Field{"user_type", &AccountExtras::user_type, {}}};
    }
};
void write_account(JsonWriter& out, const Account& account);

struct MessageBody {
    std::string message{};

    static constexpr auto fields() {
        return FieldList{Field{"message", &MessageBody::message, {}}};
    }
};

/// A new password, given twice where a person types it.
struct NewPassword {
    std::string password{};
    std::optional<std::string> password2{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"password",
                  &NewPassword::password,
                  {.access = input_only, .required = true, .blank = false, .length_max = 128}},
            Field{"password2",
                  &NewPassword::password2,
                  {.access = input_only, .length_max = 128, .doc = "The same again."}},
        };
    }
};

}  // namespace pilotlight::http::v1
