#pragma once
// Who is asking: access tokens checked without a database read, unless something happened to the
// account or session that the token cannot know.

#include <shared_mutex>
#include <unordered_map>

#include "base/jwt.hpp"
#include "domain/session.hpp"
#include "service/verified_tokens.hpp"
#include "store/connection.hpp"
#include "store/store.hpp"

namespace pilotlight::service {

struct TokenLifetimes {
    std::chrono::seconds access{300};
    std::chrono::seconds refresh{86'400};
    std::chrono::seconds web{1'209'600};     // of a cookie session
    std::chrono::seconds api_token_idle{0};  // unused for longer: refused; 0: never
};

/// Checks and issues tokens. A token says who, in which session and with which role; accounts and
/// sessions that changed within the life of an access token are doubted, and a doubted token is
/// compared with the database, and so are tokens from before this run. So a log-out, a new
/// password, another role or a deactivation takes effect at once, and everybody else costs no read.
/// The signature of a token is checked once while it is remembered (verified_tokens.hpp), its time
/// and the doubts each time. Any thread.
class Access {
public:
    /// `started_at`: when this run began.
    Access(KeyRing keys, TokenLifetimes lifetimes, Instant started_at)
        : keys_(std::move(keys)), lifetimes_(lifetimes), started_at_(started_at) {}

    /// The actor of an access token. Lends itself a reader only when the token is doubted.
    /// token_not_valid, token_wrong_type, token_without_user, account_not_found, account_inactive.
    Result<Actor> authenticate(std::string_view token, Instant now, store::Store& store) const;

    std::string issue_access(const Account& account, SessionId session, Instant now) const;
    /// `jti` is what the session keeps the digest of.
    std::string issue_refresh(const Session& session, std::string jti) const;

    /// The live session and active account of a refresh token. token_not_valid also for what was
    /// revoked, whose account is inactive or gone (contracts.md S12).
    struct Refreshed {
        Account account{};
        Session session{};
    };
    Result<Refreshed> check_refresh(std::string_view token, Instant now, store::Read& read) const;

    /// From now on tokens of the account (or session) are compared with the database.
    void doubt(AccountId account, Instant now);
    void doubt(SessionId session, Instant now);

    /// Whether something lately happened to the account or session that their credentials of before
    /// may not have survived: for what goes on longer than a request.
    bool is_doubted(AccountId account, SessionId session) const;

    const KeyRing& keys() const { return keys_; }
    const TokenLifetimes& lifetimes() const { return lifetimes_; }

private:
    Result<VerifiedTokens::Kept> verified(std::string_view token, Instant now) const;
    bool is_doubted(const Claims& claims, Instant now) const;
    void forget_old(Instant now);

    const KeyRing keys_;
    const TokenLifetimes lifetimes_;
    const Instant started_at_;
    mutable VerifiedTokens verified_{};
    mutable std::shared_mutex mutex_{};
    std::unordered_map<AccountId, Instant> accounts_{};  // guarded by mutex_
    std::unordered_map<SessionId, Instant> sessions_{};  // guarded by mutex_
};

}  // namespace pilotlight::service
