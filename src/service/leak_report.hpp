#pragma once
// Reports of leaks by people without an account. They belong to an account of the desk's own that
// nobody can log in as, so that every list and every rule of visibility holds as it is: customers
// never see them, support and administrators do, technicians when they are assigned.

#include "domain/leak_report.hpp"
#include "store/connection.hpp"

namespace pilotlight::service::leak_report {

/// The user name of that account: with a blank, so that nobody can register it.
inline constexpr std::string_view owner_username = "public report";

struct Given {
    LeakWords words{};
    std::string idempotency_key{};  // "" when none came
    std::string digest{};           // of the body
};
struct Lifetimes {
    std::chrono::seconds key{};   // an idempotency key is remembered
    std::chrono::seconds link{};  // a token is good
};
struct Opened {
    LeakReport report{};
    std::string token{};    // 256 random bits in hex, shown this once
    bool repeated = false;  // the request was there: this is another token for it
};

/// Opens an urgent leak request and a token to follow it by. The same key with the same words
/// within its lifetime opens nothing new. Strangers share no account, so a key with other words is
/// another report, not a conflict.
Result<Opened> open(store::Tx& tx, const Given& given, const Lifetimes& lifetimes, Instant now);

/// The request that a token follows; not_found for an unknown or expired token and when the request
/// was deleted.
struct Followed {
    LeakReport report{};
    ServiceRequest request{};
};
Result<Followed> follow(store::Read& read, std::string_view token, Instant now);

}  // namespace pilotlight::service::leak_report
