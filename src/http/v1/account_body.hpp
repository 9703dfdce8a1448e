#pragma once

#include "http/context.hpp"

namespace pilotlight::http::v1 {

/// What an account's answer adds to its fields: seed 001's word for the role.
struct AccountExtras {
    Role user_type = Role::customer;

    static constexpr auto fields() {
        return std::tuple{Field{"user_type", &AccountExtras::user_type, {}}};
    }
};
void write_account(JsonWriter& out, const Account& account);

struct MessageBody {
    std::string message{};

    static constexpr auto fields() {
        return std::tuple{Field{"message", &MessageBody::message, {}}};
    }
};

/// A new password, given twice where a person types it.
struct NewPassword {
    std::string password{};
    std::optional<std::string> password2{};

    static constexpr auto fields() {
        using enum Access;
        return std::tuple{
            Field{"password",
                  &NewPassword::password,
                  {.access = input_only, .required = true, .blank = false, .length_max = 128}},
            Field{"password2",
                  &NewPassword::password2,
                  {.access = input_only, .length_max = 128, .doc = "The same again."}},
        };
    }
};

/// The faults of a new password under the profile's policy, as faults of `field`.
FieldErrors password_faults_of(const Context& context,
                               std::string_view password,
                               const Account& owner,
                               std::string_view field);

/// One more registration from this address, or throttled.
Result<void> take_registration(const Context& context);

/// throttled, in DRF's words.
Error throttled(int retry_after_s);

}  // namespace pilotlight::http::v1
