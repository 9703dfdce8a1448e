#include "service/audit.hpp"

#include "store/notice.hpp"
#include "store/request_event.hpp"

namespace pilotlight::service {

Result<RequestEventId> record(
    store::Tx& tx, ServiceRequestId request, AccountId actor, Change change, Instant now) {
    TRY(store::notice::tell(tx,
                            request,
                            {.kind = name_of(change.kind),
                             .visibility = change.noticed_by.value_or(change.visibility),
                             .formerly_assigned_to = change.formerly_assigned_to},
                            now));
    RequestEvent event{.service_request = request,
                       .kind = change.kind,
                       .from_value = std::move(change.from_value),
                       .to_value = std::move(change.to_value),
                       .note = std::move(change.note),
                       .visibility = change.visibility,
                       .is_update = change.is_update,
                       .created_at = now};
    if (actor) event.actor = actor;
    return store::request_event::insert(tx, event);
}

Result<void> audit(store::Tx& tx, const store::audit_event::Entry& entry, Instant now) {
    return store::audit_event::insert(tx, entry, now);
}

}  // namespace pilotlight::service
