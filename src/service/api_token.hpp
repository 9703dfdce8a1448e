#pragma once
// The stable token of an account (contracts.md §1, Token authentication): the same at every log-in,
// and yet only its digest is stored. It is derived from the row's nonce with a key of the ring, and
// stays the same while that key is in the ring.

#include "domain/api_token.hpp"
#include "service/access.hpp"

namespace pilotlight::service::api_token {

struct Issued {
    ApiToken row{};
    std::string token{};   // 40 lower-case hex digits
    bool created = false;  // there was none, or none that is still good
};

/// The account's token. A new one when there is none, the old one was revoked or unused for too
/// long, or its key has gone from the ring. not_found when the account is gone or inactive.
Result<Issued> issue(store::Tx& tx, const Access& access, AccountId account, Instant now);

/// issue() for somebody whose password was just checked; bad_credentials as session::open().
Result<Issued> log_in(store::Tx& tx,
                      const Access& access,
                      const Account& checked,
                      std::string_view upgraded_hash,
                      Instant now);

/// The actor of a token, in one read. api_token_not_valid in DRF's words. Notes the use once an
/// hour, without waiting for the note to be written.
Result<Actor> authenticate(std::string_view token,
                           Instant now,
                           const Access& access,
                           store::Store& store);

/// Good and not unused for too long: what lists show.
bool is_live(const ApiToken& token, const Access& access, Instant now);

/// Ends a live token of the actor's own, or anybody's when an administrator says so; not_found for
/// any other. The next log-in gives another one.
Result<void> revoke(
    store::Tx& tx, const Access& access, const Actor& actor, ApiTokenId id, Instant now);
/// Ends the actor's own, if any: log-out by token.
Result<void> revoke_own(store::Tx& tx, const Actor& actor, Instant now);

}  // namespace pilotlight::service::api_token
