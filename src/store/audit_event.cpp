#include "store/audit_event.hpp"

namespace pilotlight::store::audit_event {
namespace {

constexpr Query insert_event{
    "audit_event_insert",
    "INSERT INTO audit_event (actor, subject_kind, subject, action, detail, created_at) "
    "VALUES (?, ?, ?, ?, ?, ?)"};
constexpr Query count_events{
    "audit_event_count", "SELECT COUNT(*) FROM audit_event WHERE subject_kind = ? AND subject = ?"};

}  // namespace

Result<void> insert(Tx& tx, const Entry& entry, Instant now) {
    TRY(tx.change(insert_event,
                  {to_value(entry.actor),
                   entry.subject_kind,
                   entry.subject,
                   entry.action,
                   entry.detail,
                   to_value(now)}));
    return {};
}

Result<std::int64_t> count_of(Read& read, std::string_view subject_kind, std::int64_t subject) {
    const auto n = TRY(read.number(count_events, {subject_kind, subject}));
    return n.value_or(0);
}

}  // namespace pilotlight::store::audit_event
