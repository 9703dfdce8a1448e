#include "http/account.hpp"

#include "base/log.hpp"
#include "base/password.hpp"
#include "base/text.hpp"
#include "service/account.hpp"
#include "store/account.hpp"

namespace pilotlight::http {
namespace {

Error no_active_account() {
    return {.code = Code::bad_credentials,
            .message = "No active account found with the given credentials"};
}

Result<std::optional<Account>> find(store::Read& read, const LogIn& given) {
    return given.by == LogIn::By::email ? store::account::find_by_email(read, given.name)
                                        : store::account::find_by_username(read, given.name);
}

/// Looked up at the first refusal of a run: hashes are imported while no server runs, and no run
/// makes more of them.
std::int64_t imported_iterations_max(Context& context) {
    auto& known = context.desk.imported_iterations_max;
    if (known < 0) {
        const auto found = store::account::imported_iterations_max(context.read());
        context.end_read();
        if (!found) log_warning("log_ins_not_evened_out", {{"cause", found.error().cause}});
        known = found ? *found : 0;
    }
    return known;
}

Answer check_password(Context& context,
                      Attempt& attempt,
                      const LogIn& given,
                      const std::optional<Account>& account,
                      const OpenSession& open) {
    const auto hash = account ? std::string_view(account->password_hash) : std::string_view();
    const auto match = verify_password(hash, given.password);
    if (match == PasswordMatch::wrong || !account || !account->is_active) {
        attempt.fail();
        even_out(hash, given.password, imported_iterations_max(context));
        return no_active_account();
    }
    attempt.succeed();
    std::string upgraded;
    if (match == PasswordMatch::right_but_weak) upgraded = TRY(hash_password(given.password));
    return open(*account, upgraded);
}

/// One of the registrations that an address has; not used up by what ended for reasons of ours.
class Registering {
public:
    Registering(Throttle& throttle, std::string address)
        : throttle_(throttle), address_(std::move(address)) {}
    ~Registering() {
        if (!counts_) throttle_.give_back(address_);
    }
    Registering(const Registering&) = delete;
    Registering& operator=(const Registering&) = delete;

    void count(const Result<Account>& outcome) {
        counts_ = outcome || outcome.error().code == Code::invalid_input ||
                  outcome.error().code == Code::forbidden;
    }

private:
    Throttle& throttle_;
    const std::string address_;
    bool counts_ = false;
};

/// Staff who register others are not counted: then it is null.
Result<std::shared_ptr<Registering>> take_registration(const Context& context) {
    if (context.caller && is_staff(context.caller->role)) return std::shared_ptr<Registering>{};
    auto& throttle = context.desk.registrations_by_address;
    auto address = throttle_key(context.request->remote_address);
    if (const auto wait = throttle.take(address, context.now)) return throttled(*wait);
    return std::make_shared<Registering>(throttle, std::move(address));
}

}  // namespace

Error throttled(int retry_after_s) {
    return {.code = Code::throttled,
            .message = "Request was throttled. Expected available in " +
                       std::to_string(retry_after_s) + " seconds.",
            .retry_after_s = retry_after_s};
}

Result<void> take_change(Desk& desk, const Actor& actor, Instant now) {
    if (is_staff(actor.role)) return {};
    const auto key = std::to_string(actor.account.value);
    if (const auto wait = desk.changes_by_customer.take(key, now)) return throttled(*wait);
    return {};
}

Result<void> take_files(Desk& desk, const Actor& actor, std::size_t count, Instant now) {
    if (is_staff(actor.role)) return {};
    const auto key = std::to_string(actor.account.value);
    for (std::size_t taken = 0; taken < count; ++taken) {
        const auto wait = desk.files_by_customer.take(key, now);
        if (!wait) continue;
        for (; taken > 0; --taken) desk.files_by_customer.give_back(key);
        return throttled(*wait);
    }
    return {};
}

FieldErrors password_faults_of(const Context& context,
                               std::string_view password,
                               const Account& owner,
                               std::string_view field) {
    FieldErrors faults;
    const PasswordOwner likeness{.username = owner.username,
                                 .email = owner.email,
                                 .first_name = owner.first_name,
                                 .last_name = owner.last_name};
    for (auto& fault : password_faults(password, likeness, context.desk.password_policy())) {
        faults.push_back({std::string(field), std::move(fault)});
    }
    return faults;
}

Result<void> Attempt::allowed(const Context& context, std::string_view key) {
    const auto& desk = context.desk;
    const auto address = throttle_key(context.request->remote_address);
    if (const auto wait = desk.login_failures_by_address.retry_after_s(address, context.now)) {
        return throttled(*wait);
    }
    if (const auto wait = desk.login_failures_by_account.retry_after_s(key, context.now)) {
        return throttled(*wait);
    }
    return {};
}

Result<std::unique_ptr<Attempt>> Attempt::begin(const Context& context, std::string key) {
    auto& desk = context.desk;
    auto address = throttle_key(context.request->remote_address);
    if (const auto wait = desk.login_failures_by_account.hold(key, context.now)) {
        return throttled(*wait);
    }
    if (const auto wait = desk.login_failures_by_address.hold(address, context.now)) {
        desk.login_failures_by_account.release(key, std::nullopt);
        return throttled(*wait);
    }
    return std::make_unique<Attempt>(desk, std::move(key), std::move(address), context.now);
}

Attempt::Attempt(Desk& desk, std::string key, std::string address, Instant now)
    : desk_(desk), key_(std::move(key)), address_(std::move(address)), now_(now) {}

Attempt::~Attempt() {
    desk_.login_failures_by_account.release(key_, failed_at_);
    desk_.login_failures_by_address.release(address_, failed_at_);
}

void Attempt::succeed() {
    desk_.login_failures_by_account.forget(key_);
}

std::string attempt_key(const Account& account) {
    return "a:" + std::to_string(account.id.value);
}

Answer log_in(const ContextPtr& context, LogIn given, OpenSession open) {
    auto account = TRY(find(context->read(), given));
    context->end_read();
    auto key = account ? attempt_key(*account) : "u:" + folded(given.name);
    TRY(Attempt::allowed(*context, key));
    return OnPool{[context,
                   given = std::move(given),
                   account = std::move(account),
                   open = std::move(open),
                   key = std::move(key)]() -> Answer {
        const auto attempt = TRY(Attempt::begin(*context, key));
        return check_password(*context, *attempt, given, account, open);
    }};
}

Session session_draft(const Context& context) {
    const auto agent = context.request->header("User-Agent");
    return {
        .remote_address = context.request->remote_address,
        .user_agent = is_utf8(agent) ? std::string(truncated(agent, user_agent_length_max)) : "",
        .created_at = context.now};
}

Answer register_account(const ContextPtr& context, NewAccount wanted, AnswerNewAccount answer) {
    auto share = TRY(take_registration(*context));
    return OnPool{[context,
                   wanted = std::move(wanted),
                   answer = std::move(answer),
                   share = std::move(share)]() -> Answer {
        service::account::Registration registration{
            .draft = wanted.draft,
            .invitation_code = wanted.invitation_code,
            .open_staff =
                wanted.staff_by_profile && context->desk.settings.profile == Profile::demo,
            .by = context->caller.value_or(Actor{})};
        if (!wanted.password.empty()) {
            registration.password_hash = TRY(hash_password(wanted.password));
        }
        return InTx{[context, registration, answer, share](store::Tx& tx) -> Result<Response> {
            const auto account = service::account::open(tx, registration, context->now);
            if (share) share->count(account);
            if (!account) return account.error();
            return answer(tx, *account);
        }};
    }};
}

}  // namespace pilotlight::http
