#include "service/leak_report.hpp"

#include "base/crypto.hpp"
#include "service/account.hpp"
#include "service/service_request.hpp"
#include "store/account.hpp"
#include "store/leak_report.hpp"
#include "store/service_type.hpp"

namespace pilotlight::service::leak_report {
namespace {

constexpr std::size_t token_bytes = 32;

/// Made by the first report; inactive and without a password for ever.
Result<Actor> owner(store::Tx& tx, Instant now) {
    const auto there = TRY(store::account::find_by_username(tx, owner_username));
    if (there) return Actor{.account = there->id};
    const auto made = TRY(account::open(tx,
                                        {.draft = {.username = std::string(owner_username),
                                                   .first_name = "Public",
                                                   .last_name = "report",
                                                   .is_active = false}},
                                        now));
    return Actor{.account = made.id};
}

Result<service_request::Draft> drafted(store::Read& read, const Given& given) {
    auto type = TRY(store::service_type::find_by_word(read, leak_type_slug));
    if (!type) return internal_error("the service type of leaks is absent");
    service_request::Draft draft{
        .type = *std::move(type), .is_leak_report = true, .digest = given.digest};
    draft.fields.value.description = leak_description(given.words);
    draft.fields.value.address = given.words.address;
    if (!given.idempotency_key.empty()) {
        draft.idempotency_key = sha256_hex(given.idempotency_key + "\n" + given.digest);
    }
    return draft;
}

}  // namespace

Result<Opened> open(store::Tx& tx, const Given& given, const Lifetimes& lifetimes, Instant now) {
    const auto actor = TRY(owner(tx, now));
    auto draft = TRY(drafted(tx, given));
    const auto request =
        TRY(service_request::open(tx, actor, std::move(draft), lifetimes.key, now));
    Opened opened{.token = random_hex(token_bytes), .repeated = request.repeated};
    opened.report = {.service_request = request.id,
                     .token_digest = token_digest(opened.token),
                     .created_at = now,
                     .expires_at = now + lifetimes.link};
    opened.report.id = TRY(store::leak_report::insert(tx, opened.report));
    return opened;
}

Result<Followed> follow(store::Read& read, std::string_view token, Instant now) {
    const auto report = TRY(store::leak_report::find_by_token_digest(read, token_digest(token)));
    if (!report || report->expires_at <= now) return not_found();
    auto request = TRY(store::service_request::find(read, report->service_request));
    if (!request) return not_found();
    return Followed{*report, *std::move(request)};
}

}  // namespace pilotlight::service::leak_report
