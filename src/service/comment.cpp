#include "service/comment.hpp"

#include "service/audit.hpp"
#include "service/service_request.hpp"
#include "store/comment.hpp"
#include "store/service_request.hpp"

namespace pilotlight::service::comment {
namespace {

/// A change of a comment shows on its request: a line of history, which keeps the old text for
/// staff, and, when its customer can see the comment, the next version.
Result<void> tell(
    store::Tx& tx, const Actor& actor, const Comment& before, std::string to_value, Instant now) {
    const auto request = TRY(service::service_request::visible(tx, actor, before.service_request));
    if (before.visibility != Visibility::internal) {
        auto after = request;
        after.updated_at = now;
        after.version = request.version + 1;
        TRY(store::service_request::update(tx, request, after));
    }
    TRY(record(tx,
               request.id,
               actor.account,
               {.kind = EventKind::commented,
                .from_value = std::to_string(before.id.value),
                .to_value = std::move(to_value),
                .note = before.text,
                .visibility = Visibility::internal,
                .noticed_by = before.visibility},
               now));
    return {};
}

}  // namespace

Result<Comment> visible(store::Read& read,
                        const Actor& actor,
                        ServiceRequestId request,
                        CommentId id) {
    TRY(service::service_request::visible(read, actor, request));
    auto found = TRY(store::comment::find(read, id));
    if (!found || found->comment.service_request != request) return not_found();
    const bool is_hidden = found->comment.visibility == Visibility::internal;
    if (is_hidden && !is_staff(actor.role)) return not_found();
    return std::move(found->comment);
}

Result<void> edit(
    store::Tx& tx, const Actor& actor, Comment before, std::string text, Instant now) {
    if (before.author != actor.account) return forbidden();
    if (before.text == text) return {};
    TRY(tell(tx, actor, before, std::to_string(before.id.value), now));
    before.text = std::move(text);
    before.updated_at = now;
    return store::comment::update(tx, before);
}

Result<void> remove(store::Tx& tx, const Actor& actor, const Comment& comment, Instant now) {
    if (comment.author != actor.account && actor.role != Role::admin) return forbidden();
    TRY(tell(tx, actor, comment, "", now));
    return store::comment::remove(tx, comment.id);
}

}  // namespace pilotlight::service::comment
