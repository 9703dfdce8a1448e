#pragma once
// What every surface does with passwords: log in, register. The surfaces differ in the words that
// come and go; throttling, policy and hashing are here once.

#include <functional>

#include "domain/session.hpp"
#include "http/context.hpp"

namespace pilotlight::http {

/// throttled, in DRF's words.
Error throttled(int retry_after_s);

/// One more change of a customer, or so many files, or throttled: whoever registers by themselves
/// can fill neither the desk nor its disk. Staff are not counted.
Result<void> take_change(Desk& desk, const Actor& actor, Instant now);
Result<void> take_files(Desk& desk, const Actor& actor, std::size_t count, Instant now);

/// The faults of a new password under the profile's policy, as faults of `field`.
FieldErrors password_faults_of(const Context& context,
                               std::string_view password,
                               const Account& owner,
                               std::string_view field);

/// One attempt at an account's password, from before the check to its end: only a wrong password
/// counts, for the account and for the address. What is refused or fails otherwise does not.
class Attempt {
public:
    /// throttled when there were too many wrong ones. Costs nothing; ask before the pool is asked.
    static Result<void> allowed(const Context& context, std::string_view key);
    /// The same on the pool, for this attempt: may wait for others of the account or address that
    /// are being checked, so that no more guesses than allowed are ever answered.
    static Result<std::unique_ptr<Attempt>> begin(const Context& context, std::string key);

    Attempt(Desk& desk, std::string key, std::string address, Instant now);
    ~Attempt();
    Attempt(const Attempt&) = delete;
    Attempt& operator=(const Attempt&) = delete;

    /// The password was wrong.
    void fail() { failed_at_ = now_; }
    /// It was right: forgets the account's failures.
    void succeed();

private:
    Desk& desk_;
    const std::string key_;
    const std::string address_;
    const Instant now_;
    std::optional<Instant> failed_at_{};
};
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
    bool staff_by_profile = true;  // the demo lets anyone become support; false: not at this door
};
/// Goes on in the transaction that made the account.
using AnswerNewAccount = std::function<Result<Response>(store::Tx&, const Account&)>;

/// Hashes on the pool and makes the account (service::account::open says who may).
Answer register_account(const ContextPtr& context, NewAccount wanted, AnswerNewAccount answer);

}  // namespace pilotlight::http
