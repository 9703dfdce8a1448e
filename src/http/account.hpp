#pragma once
// What every surface does with passwords: log in, register. The surfaces differ in the words that
// come and go; throttling, policy and hashing are here once.

#include <functional>

#include "domain/session.hpp"
#include "http/context.hpp"

namespace pilotlight::http {

/// throttled, in DRF's words.
Error throttled(int retry_after_s);

/// One more registration from this address, or throttled. Staff who register others are not
/// counted.
Result<void> take_registration(const Context& context);

/// The faults of a new password under the profile's policy, as faults of `field`.
FieldErrors password_faults_of(const Context& context,
                               std::string_view password,
                               const Account& owner,
                               std::string_view field);

/// Counts an attempt at the account's password before it is checked, so that parallel guesses
/// cannot slip through; throttled when there were too many.
Result<void> take_attempt(const Context& context, std::string_view key);
/// The attempt was right: forgets the account's failures and takes this one off the address.
void forgive_attempt(const Context& context, std::string_view key);
/// What attempts at an account are counted under, whatever the name it was called by.
std::string attempt_key(const Account& account);

/// Who says they are whom.
struct LogIn {
    enum class By : std::uint8_t { username, email };
    By by = By::username;
    std::string name{};
    std::string password{};
};
/// Goes on for the account whose password was right. `upgraded_hash`, when not empty, is to replace
/// a hash that was right but weak.
using OpenSession = std::function<Answer(const Account& account, const std::string& upgraded_hash)>;

/// Checks the password on the pool. bad_credentials for an unknown name, a wrong password and a
/// deactivated account alike, with the same work; throttled after too many failures.
Answer log_in(const ContextPtr& context, LogIn given, OpenSession open);

/// The session that a log-in over this request opens.
Session session_draft(const Context& context);

struct NewAccount {
    Account draft{};         // its role is what is asked for
    std::string password{};  // "": the account cannot log in until it is given one
    std::string invitation_code{};
};
/// Goes on in the transaction that made the account.
using AnswerNewAccount = std::function<Result<Response>(store::Tx&, const Account&)>;

/// Hashes on the pool and makes the account (service::account::open says who may).
Answer register_account(const ContextPtr& context, NewAccount wanted, AnswerNewAccount answer);

}  // namespace pilotlight::http
