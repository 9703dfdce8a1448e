#include "service/bulk_change.hpp"

#include <cassert>

namespace pilotlight::service::bulk_change {
namespace {

using service_request::Edit;

Result<void> apply_one(store::Tx& tx, const Actor& actor, const Change& change, Instant now) {
    if (const auto* edit = std::get_if<Edit>(&change.what)) {
        TRY(service_request::edit(tx, actor, change.request, *edit, now));
        return {};
    }
    const auto& handover = std::get<assignment::Handover>(change.what);
    return service_request::assign(tx, actor, change.request, handover, now);
}

/// The verbs judge before they write, so a refusal of theirs has written nothing.
bool is_refusal(const Error& error) {
    switch (error.code) {
        case Code::invalid_input:
        case Code::forbidden:
        case Code::not_found:
        case Code::conflict:
        case Code::precondition_failed:
            return true;
        default:
            return false;
    }
}

Result<std::optional<std::int64_t>> version_of(store::Tx& tx,
                                               const Actor& actor,
                                               ServiceRequestId id) {
    const auto request = service_request::visible(tx, actor, id);
    if (request) return std::optional(request->version);
    if (request.error().code == Code::not_found) return std::optional<std::int64_t>{};
    return request.error();
}

}  // namespace

Result<std::vector<Outcome>> apply(store::Tx& tx,
                                   const Actor& actor,
                                   const std::vector<Change>& changes,
                                   Instant now) {
    assert(changes.size() <= changes_max);
    std::vector<Outcome> outcomes;
    outcomes.reserve(changes.size());
    for (const auto& change : changes) {
        Outcome outcome{.request = change.request};
        const auto done = apply_one(tx, actor, change, now);
        if (!done) {
            if (!is_refusal(done.error())) return done.error();
            outcome.refusal = done.error();
        }
        outcome.version = TRY(version_of(tx, actor, change.request));
        outcomes.push_back(std::move(outcome));
    }
    return outcomes;
}

}  // namespace pilotlight::service::bulk_change
