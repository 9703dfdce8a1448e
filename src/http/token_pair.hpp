#pragma once
// The JWT pair of a log-in, the same on every surface that gives one.

#include "domain/account.hpp"
#include "http/context.hpp"

namespace pilotlight::http {

struct TokenPair {
    std::string refresh{};
    std::string access{};

    static constexpr auto fields() {
        return FieldList{Field{"refresh", &TokenPair::refresh, {.doc = "Good for a day."}},
                         Field{"access", &TokenPair::access, {.doc = "Good for 5 minutes."}}};
    }
};

struct RefreshToken {
    std::string refresh{};

    static constexpr auto fields() {
        return FieldList{Field{"refresh",
                               &RefreshToken::refresh,
                               {.access = Access::input_only, .required = true, .blank = false}}};
    }
};

struct AccessToken {
    std::string access{};

    static constexpr auto fields() { return FieldList{Field{"access", &AccessToken::access, {}}}; }
};

/// Opens a session for the account whose password was right and answers its TokenPair.
/// `upgraded_hash` as http::log_in hands it on.
Answer open_token_session(const ContextPtr& context,
                          const Account& account,
                          const std::string& upgraded_hash);

/// Answers an AccessToken for the RefreshToken of the body; token_not_valid when it is none, has
/// ended, or its account is gone or stopped.
Answer refresh_access_token(const ContextPtr& context);

}  // namespace pilotlight::http
