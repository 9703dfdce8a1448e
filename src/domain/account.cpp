#include "domain/account.hpp"

#include "base/text.hpp"

namespace pilotlight {

std::string full_name(std::string_view first, std::string_view last, std::string_view username) {
    if (first.empty() && last.empty()) return std::string(username);
    std::string name(first);
    if (!first.empty() && !last.empty()) name += ' ';
    name += last;
    return name;
}

std::string full_name(const Account& account) {
    return full_name(account.first_name, account.last_name, account.username);
}

bool may_see(const Actor& actor, const Account& account) {
    if (actor.role == Role::admin || account.id == actor.account) return true;
    return actor.role == Role::support && account.role == Role::customer;
}

bool is_own_username(const Account& account) {
    return account.username.find('@') == std::string::npos ||
           folded(account.username) == folded(account.email);
}

void set_identity_keys(Account& account) {
    account.username_key = folded(account.username);
    account.email_key.reset();
    if (!account.email.empty()) account.email_key = folded(account.email);
}

}  // namespace pilotlight
