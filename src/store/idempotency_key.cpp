#include "store/idempotency_key.hpp"

namespace pilotlight::store::idempotency_key {
namespace {

constexpr Query by_key{"idempotency_key_find",
                       "SELECT request_digest, service_request FROM idempotency_key "
                       "WHERE account = ? AND idempotency_key = ? AND created_at >= ?"};
constexpr Query delete_key{"idempotency_key_delete",
                           "DELETE FROM idempotency_key WHERE account = ? AND idempotency_key = ?"};
constexpr Query insert_key{
    "idempotency_key_insert",
    "INSERT INTO idempotency_key (account, idempotency_key, request_digest, service_request, "
    "created_at) VALUES (?, ?, ?, ?, ?)"};
constexpr Query expired{
    "idempotency_key_sweep",
    "DELETE FROM idempotency_key WHERE id IN (SELECT id FROM (SELECT id FROM idempotency_key "
    "WHERE created_at < ? ORDER BY created_at LIMIT ?) AS old)"};

}  // namespace

Result<std::optional<Made>> find(Read& read,
                                 AccountId account,
                                 std::string_view key,
                                 Instant not_before) {
    std::optional<Made> made;
    TRY(read.each(by_key, {to_value(account), key, to_value(not_before)}, [&](const Row& row) {
        made = Made{std::string(row.text(0)), {row.integer(1)}};
    }));
    return made;
}

Result<void> insert(
    Tx& tx, AccountId account, std::string_view key, const Made& made, Instant now) {
    TRY(tx.change(delete_key, {to_value(account), key}));
    TRY(tx.change(insert_key,
                  {to_value(account),
                   key,
                   to_value(made.request_digest),
                   to_value(made.service_request),
                   to_value(now)}));
    return {};
}

Result<std::int64_t> sweep(Tx& tx, Instant before, int rows_max) {
    return tx.change(expired, {to_value(before), std::int64_t{rows_max}});
}

}  // namespace pilotlight::store::idempotency_key
