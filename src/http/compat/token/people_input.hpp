#pragma once
// What customers and representatives have in common on their way in: the nested user.

#include "http/account.hpp"
#include "http/compat/token/input.hpp"
#include "http/compat/token/people.hpp"

namespace pilotlight::http::compat::token {

/// The nested user, decoded; its faults are added as "user.<field>". Without one, and where the
/// mode does not ask for one, nothing is present.
Decoded<UserInput> read_user(const boost::json::object& fields, Mode mode, FieldErrors& faults);

/// What was sent of the user, as changes of an account.
void take_user(const Decoded<UserInput>& user, Decoded<Account>& changes);

/// The password of a new account: user.password, or password beside the user; none when neither
/// was sent. Its faults under the profile's policy are added, unless other fields are faulty: the
/// policy compares it with those.
std::optional<std::string> read_password(const Context& context,
                                         const boost::json::object& fields,
                                         const Account& owner,
                                         FieldErrors& faults);
/// True when read_password() would give one, or a fault of it.
bool has_password(const boost::json::object& fields);

}  // namespace pilotlight::http::compat::token
