#include "http/account.hpp"

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

Answer check_password(const ContextPtr& context,
                      const LogIn& given,
                      const std::optional<Account>& account,
                      const OpenSession& open) {
    const bool has_password = account && !account->password_hash.empty();
    const auto match = has_password ? verify_password(account->password_hash, given.password)
                                    : verify_nothing(given.password);
    if (match == PasswordMatch::wrong || !account->is_active) return no_active_account();
    forgive_attempt(*context, attempt_key(*account));
    std::string upgraded;
    if (match == PasswordMatch::right_but_weak) upgraded = TRY(hash_password(given.password));
    return open(*account, upgraded);
}

}  // namespace

Error throttled(int retry_after_s) {
    return {.code = Code::throttled,
            .message = "Request was throttled. Expected available in " +
                       std::to_string(retry_after_s) + " seconds.",
            .retry_after_s = retry_after_s};
}

Result<void> take_registration(const Context& context) {
    if (context.caller && is_staff(context.caller->role)) return {};
    const auto wait =
        context.desk.registrations_by_address.take(context.request->remote_address, context.now);
    if (wait) return throttled(*wait);
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

Result<void> take_attempt(const Context& context, std::string_view key) {
    auto& desk = context.desk;
    const auto& address = context.request->remote_address;
    if (const auto wait = desk.login_failures_by_address.take(address, context.now)) {
        return throttled(*wait);
    }
    if (const auto wait = desk.login_failures_by_account.take(key, context.now)) {
        desk.login_failures_by_address.give_back(address);
        return throttled(*wait);
    }
    return {};
}

void forgive_attempt(const Context& context, std::string_view key) {
    context.desk.login_failures_by_account.forget(key);
    context.desk.login_failures_by_address.give_back(context.request->remote_address);
}

std::string attempt_key(const Account& account) {
    return "a:" + std::to_string(account.id.value);
}

Answer log_in(const ContextPtr& context, LogIn given, OpenSession open) {
    auto account = TRY(find(context->read(), given));
    context->end_read();
    TRY(take_attempt(*context, account ? attempt_key(*account) : "u:" + folded(given.name)));
    return OnPool{
        [context, given = std::move(given), account = std::move(account), open = std::move(open)] {
            return check_password(context, given, account, open);
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
    TRY(take_registration(*context));
    return OnPool{[context, wanted = std::move(wanted), answer = std::move(answer)]() -> Answer {
        service::account::Registration registration{
            .draft = wanted.draft,
            .invitation_code = wanted.invitation_code,
            .open_staff = context->desk.settings.profile == Profile::demo,
            .by = context->caller.value_or(Actor{})};
        if (!wanted.password.empty()) {
            registration.password_hash = TRY(hash_password(wanted.password));
        }
        return InTx{[context, registration, answer](store::Tx& tx) -> Result<Response> {
            const auto account = TRY(service::account::open(tx, registration, context->now));
            return answer(tx, account);
        }};
    }};
}

}  // namespace pilotlight::http
