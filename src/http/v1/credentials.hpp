#pragma once

#include "base/field.hpp"

namespace pilotlight::http::v1 {

/// What a log-in by user name takes.
struct Credentials {
    std::string username{};
    std::string password{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"username",
                  &Credentials::username,
                  {.access = input_only, .required = true, .blank = false, .length_max = 254}},
            Field{"password",
                  &Credentials::password,
                  {.access = input_only, .required = true, .blank = false, .length_max = 128}},
        };
    }
};

}  // namespace pilotlight::http::v1
