#include "service/session.hpp"

#include "base/crypto.hpp"
#include "service/api_token.hpp"
#include "store/account.hpp"
#include "store/api_token.hpp"
#include "store/session.hpp"

namespace pilotlight::service::session {
namespace {

Error no_active_account() {
    return {.code = Code::bad_credentials,
            .message = "No active account found with the given credentials"};
}

/// A note that was not written is made up for by the next use.
void note_use(store::Store& store, SessionId id, Instant now) {
    store.write([id, now](store::Tx& tx) { return store::session::touch(tx, id, now); },
                [](const Result<void>&) {});
}

bool is_live(const Session& session, Instant now) {
    return !session.revoked_at && session.expires_at > now;
}

}  // namespace

Result<void> check_unchanged(store::Read& read, const Account& checked) {
    const auto account = TRY(store::account::find(read, checked.id));
    const bool unchanged = account && account->is_active &&
                           account->credentials_changed_at == checked.credentials_changed_at;
    if (!unchanged) return no_active_account();
    return {};
}

Result<void> check_live(store::Read& read, const Access& access, const Actor& actor, Instant now) {
    if (actor.session == 0) {
        const auto token = TRY(store::api_token::find_by_account(read, actor.account));
        if (!token || !api_token::is_live(*token, access, now)) return no_active_account();
        return {};
    }
    const auto session = TRY(store::session::find(read, {actor.session}));
    if (!session || !is_live(*session, now)) return no_active_account();
    return {};
}

Result<void> record_log_in(store::Tx& tx,
                           const Account& checked,
                           std::string_view upgraded_hash,
                           Instant now) {
    TRY(check_unchanged(tx, checked));
    TRY(store::account::set_last_login(tx, checked.id, now));
    if (upgraded_hash.empty()) return {};
    return store::account::set_password_hash(tx, checked.id, upgraded_hash);
}

Result<Opened> open(store::Tx& tx,
                    const Access& access,
                    const Account& account,
                    Session draft,
                    std::string_view upgraded_hash) {
    const auto now = draft.created_at;
    TRY(record_log_in(tx, account, upgraded_hash, now));
    auto jti = new_jti();
    draft.account = account.id;
    draft.refresh_digest = token_digest(jti);
    draft.last_used_at = now;
    draft.expires_at = now + access.lifetimes().refresh;
    draft.id = TRY(store::session::insert(tx, draft));
    auto refresh = access.issue_refresh(draft, std::move(jti));
    auto first_access = access.issue_access(account, draft.id, now);
    return Opened{std::move(draft), std::move(first_access), std::move(refresh)};
}

Result<void> close(store::Tx& tx, Access& access, SessionId session, Instant now) {
    TRY(store::session::revoke(tx, session, now));
    tx.after_commit([&access, session, now] { access.doubt(session, now); });
    return {};
}

Result<OpenedWeb> open_web(store::Tx& tx,
                           const Access& access,
                           const Account& account,
                           Session draft,
                           std::string_view upgraded_hash) {
    constexpr std::string_view key_alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    const auto now = draft.created_at;
    TRY(record_log_in(tx, account, upgraded_hash, now));
    OpenedWeb opened{.session = std::move(draft),
                     .key = random_text(web_session_key_length, key_alphabet)};
    auto& session = opened.session;
    session.kind = SessionKind::web;
    session.account = account.id;
    session.refresh_digest = token_digest(opened.key);
    session.last_used_at = now;
    session.expires_at = now + access.lifetimes().web;
    session.id = TRY(store::session::insert(tx, session));
    return opened;
}

Result<std::optional<Actor>> find_web(std::string_view key, Instant now, store::Store& store) {
    if (key.size() != web_session_key_length) return std::optional<Actor>{};
    auto scope = TRY(store.read());
    const auto held = TRY(store::session::find_held_web(**scope, token_digest(key)));
    scope.reset();
    if (!held || !held->is_active || !is_live(held->session, now)) return std::optional<Actor>{};
    const auto& session = held->session;
    if (now - session.last_used_at >= use_noted_every) note_use(store, session.id, now);
    return std::optional(Actor{session.account, held->role, session.id.value});
}

Result<void> end(
    store::Tx& tx, Access& access, const Actor& actor, SessionId session, Instant now) {
    const auto found = TRY(store::session::find(tx, session));
    const bool is_theirs = found && (found->account == actor.account || actor.role == Role::admin);
    if (!is_theirs || !is_live(*found, now)) return not_found();
    return close(tx, access, session, now);
}

Result<void> end_others(store::Tx& tx, Access& access, const Actor& actor, Instant now) {
    TRY(store::session::revoke_all(tx, actor.account, SessionId{actor.session}, now));
    tx.after_commit([&access, account = actor.account, now] { access.doubt(account, now); });
    return {};
}

}  // namespace pilotlight::service::session
