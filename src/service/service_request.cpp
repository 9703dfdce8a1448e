#include "service/service_request.hpp"

#include "service/assignment.hpp"
#include "service/audit.hpp"
#include "service/narrow.hpp"
#include "service/ticket.hpp"
#include "store/account.hpp"
#include "store/attachment.hpp"
#include "store/comment.hpp"
#include "store/idempotency_key.hpp"
#include "store/service_request.hpp"
#include "store/service_type.hpp"

namespace pilotlight::service::service_request {
namespace {

Error cannot(std::string message) {
    return {.code = Code::conflict, .message = std::move(message)};
}

std::string shown(std::optional<AccountId> account) {
    return account ? std::to_string(account->value) : std::string();
}

/// One more change that shows.
Result<void> save(store::Tx& tx, const ServiceRequest& before, ServiceRequest after, Instant now) {
    after.updated_at = now;
    after.version = before.version + 1;
    return store::service_request::update(tx, before, after);
}

Result<void> check_version(const ServiceRequest& request, const ExpectedVersion& version) {
    if (version.allows(request.version)) return {};
    return Error{.code = Code::precondition_failed,
                 .message = "The request has changed since you read it."};
}

Result<void> hang(store::Tx& tx,
                  const Actor& actor,
                  ServiceRequestId id,
                  std::vector<Attachment>& files,
                  Instant now) {
    for (auto& file : files) {
        file.service_request = id;
        file.uploaded_by = actor.account;
        file.created_at = now;
        file.id = TRY(store::attachment::insert(tx, file));
        TRY(record(
            tx, id, actor.account, {.kind = EventKind::attached, .to_value = file.name}, now));
    }
    return {};
}

Result<void> check_room(store::Read& read, ServiceRequestId id, const NewFiles& files) {
    const auto there = TRY(store::attachment::count_of(read, id));
    if (static_cast<std::size_t>(there) + files.list.size() <= files.count_max) return {};
    return invalid("attachment",
                   "A request holds at most " + std::to_string(files.count_max) + " files.");
}

ServiceRequest drafted(const Actor& actor, const Draft& draft, Instant now) {
    auto request = draft.fields.value;
    request.customer = actor.account;
    request.service_type = draft.type.id;
    request.type_text = draft.type_text;
    request.status = Status::pending;
    std::optional<Priority> asked;
    if (draft.fields.has("priority")) asked = request.priority;
    request.priority =
        draft.is_leak_report ? Priority::urgent : effective_priority(draft.type, asked);
    if (request.title.empty()) request.title = draft.type.name;
    request.created_at = request.updated_at = now;
    return request;
}

/// The type as it is now: between reading a request and writing it lies the upload of its files.
Result<ServiceType> current_type(store::Read& read, ServiceTypeId id, bool may_be_inactive) {
    auto type = TRY(store::service_type::find(read, id));
    if (!type || !(type->is_active || may_be_inactive)) {
        return invalid("request_type", "Choose an active service type.");
    }
    return *std::move(type);
}

Result<ServiceRequestId> insert(store::Tx& tx, const Actor& actor, Draft& draft, Instant now) {
    draft.type = TRY(current_type(tx, draft.type.id, draft.is_leak_report));
    auto request = drafted(actor, draft, now);
    request.assigned_to = TRY(store::account::pick_for_work(tx, draft.type.slug));
    const auto id = TRY(store::service_request::insert(tx, request));
    TRY(record(
        tx, id, actor.account, {.kind = EventKind::opened, .to_value = draft.type.slug}, now));
    if (request.assigned_to) {
        TRY(record(tx,
                   id,
                   {},
                   {.kind = EventKind::assigned, .to_value = shown(request.assigned_to)},
                   now));
    }
    TRY(hang(tx, actor, id, draft.files, now));
    return id;
}

/// Who may change what: staff who work on it everything; the owner the rest.
Result<void> check_rights(const Actor& actor, const ServiceRequest& request, const Edit& change) {
    if (may_work_on(actor, request)) return {};
    const bool staff_only = change.status || change.resolution || !change.notes.empty();
    if (staff_only || request.customer != actor.account) return forbidden();
    return {};
}

Result<ServiceType> type_of(store::Read& read, const ServiceRequest& request) {
    auto type = TRY(store::service_type::find(read, request.service_type));
    if (!type) return internal_error("the type of a request is absent");
    return *std::move(type);
}

/// The type sets the priority again when either of them is sent: an emergency stays urgent.
Result<void> set_type(store::Read& read, const Edit& change, ServiceRequest& after) {
    const bool has_priority = change.fields.has("priority");
    if (!change.type && !has_priority) return {};
    const bool moves = change.type && change.type->id != after.service_type;
    const auto type = moves ? current_type(read, change.type->id, false) : type_of(read, after);
    if (!type) return type.error();
    if (change.type) {
        after.service_type = type->id;
        after.type_text = change.type_text;
    }
    std::optional<Priority> asked;
    if (has_priority) asked = after.priority;
    after.priority = effective_priority(*type, asked);
    return {};
}

Result<ServiceRequest> edited(store::Read& read,
                              const ServiceRequest& before,
                              const Edit& change,
                              Instant now) {
    auto after = before;
    change.fields.apply_to(after);
    TRY(set_type(read, change, after));
    if (after.title.empty()) after.title = TRY(type_of(read, after)).name;
    if (change.resolution) after.resolution = *change.resolution;
    if (change.status) {
        TRY(move(after, *change.status, now));
        const bool resolves = before.status != Status::resolved && after.status == Status::resolved;
        if (resolves && !change.resolution && !change.notes.empty()) {
            after.resolution = change.notes;
        }
    }
    return after;
}

/// A field that an edit changed and what stood there, which the history alone still has.
struct FormerWords {
    std::string_view field{};
    std::string words{};
    Visibility visibility = Visibility::everyone;
};

/// The caller's own word where that alone is another one.
Result<std::string> former_type(store::Read& read,
                                const ServiceRequest& before,
                                const ServiceRequest& after) {
    if (before.service_type == after.service_type) return before.type_text;
    auto type = TRY(type_of(read, before));
    return std::move(type.slug);
}

/// All that customers write, so that a new field tells of its edits by itself, and the resolution;
/// the priority has a line of its own. What staff have put right in their own words is for staff,
/// as it is with comments.
Result<std::vector<FormerWords>> former_words(store::Read& read,
                                              const ServiceRequest& before,
                                              const ServiceRequest& after) {
    std::vector<FormerWords> former;
    if (before.service_type != after.service_type || before.type_text != after.type_text) {
        auto word = TRY(former_type(read, before, after));
        former.push_back({"request_type", std::move(word)});
    }
    for_each_field(before, [&](const auto& field, const auto& value) {
        const bool is_told = field.rule.access == Access::writable && field.name != "priority";
        if (!is_told || value == after.*field.member) return;
        former.push_back({field.name});
        if constexpr (std::is_same_v<decltype(value), const std::string&>) {
            former.back().words = value;
        }
    });
    if (before.resolution != after.resolution) {
        const auto readers =
            before.resolution.empty() ? Visibility::everyone : Visibility::internal;
        former.push_back({"resolution", before.resolution, readers});
    }
    return former;
}

/// The owner changes the words while it is pending.
Result<void> check_words(const Actor& actor, const ServiceRequest& before) {
    if (may_work_on(actor, before) || owner_may_edit(actor, before)) return {};
    return cannot("A request can be edited only while it is pending.");
}

/// The one rule of every door at which files come in.
Result<void> check_files(store::Read& read,
                         const Actor& actor,
                         const ServiceRequest& request,
                         const NewFiles& files) {
    if (files.list.empty()) return {};
    if (!may_attach(actor, request)) {
        return cannot("Files can be added only while the request is pending or in progress.");
    }
    return check_room(read, request.id, files);
}

struct Edited {
    const ServiceRequest& before;
    const ServiceRequest& after;
    const std::vector<FormerWords>& former;
    const std::string& notes;
};

/// History of an edit: a line for each field and kind of change; that of the status carries the
/// notes.
Result<std::optional<RequestEventId>> tell(store::Tx& tx,
                                           const Actor& actor,
                                           const Edited& edited,
                                           Instant now) {
    const auto& [before, after, former, notes] = edited;
    for (const auto& [field, words, visibility] : former) {
        TRY(record(tx,
                   after.id,
                   actor.account,
                   {.kind = EventKind::edited,
                    .to_value = std::string(field),
                    .note = words,
                    .visibility = visibility,
                    .noticed_by = Visibility::everyone},
                   now));
    }
    if (before.priority != after.priority) {
        TRY(record(tx,
                   after.id,
                   actor.account,
                   {.kind = EventKind::priority_changed,
                    .from_value = std::string(name_of(before.priority)),
                    .to_value = std::string(name_of(after.priority))},
                   now));
    }
    std::optional<RequestEventId> event;
    if (before.status != after.status) {
        event = TRY(record(tx,
                           after.id,
                           actor.account,
                           {.kind = EventKind::status_changed,
                            .from_value = std::string(name_of(before.status)),
                            .to_value = std::string(name_of(after.status)),
                            .note = notes,
                            .is_update = !notes.empty()},
                           now));
    } else if (!notes.empty()) {
        event = TRY(record(tx,
                           after.id,
                           actor.account,
                           {.kind = EventKind::noted, .note = notes, .is_update = true},
                           now));
    }
    return event;
}

}  // namespace

Result<ServiceRequest> visible(store::Read& read, const Actor& actor, ServiceRequestId id) {
    auto request = TRY(store::service_request::find(read, id));
    if (!request || !may_see(actor, *request)) return not_found();
    return *std::move(request);
}

Result<ServiceRequest> with_history(store::Read& read, const Actor& actor, ServiceRequestId id) {
    if (actor.role != Role::admin) return visible(read, actor, id);
    auto request = TRY(store::service_request::find_with_deleted(read, id));
    if (!request) return not_found();
    return *std::move(request);
}

void restrict_to(const Actor& actor, store::service_request::Filter& filter) {
    narrow(actor, filter);
}

Result<Opened> open(store::Tx& tx,
                    const Actor& actor,
                    Draft draft,
                    std::chrono::seconds key_lifetime,
                    Instant now) {
    if (draft.idempotency_key.empty()) {
        const auto id = TRY(insert(tx, actor, draft, now));
        return Opened{id};
    }
    const auto made = TRY(
        store::idempotency_key::find(tx, actor.account, draft.idempotency_key, now - key_lifetime));
    if (made) {
        if (made->request_digest != draft.digest) {
            return cannot("This Idempotency-Key was used with another body.");
        }
        const auto there = TRY(store::service_request::find(tx, made->service_request));
        if (!there) return cannot("The request made with this key was deleted.");
        return Opened{made->service_request, true};
    }
    const auto id = TRY(insert(tx, actor, draft, now));
    TRY(store::idempotency_key::insert(
        tx, actor.account, draft.idempotency_key, {draft.digest, id}, now));
    return Opened{id};
}

Result<std::optional<RequestEventId>> edit(
    store::Tx& tx, const Actor& actor, ServiceRequestId id, const Edit& change, Instant now) {
    const auto before = TRY(visible(tx, actor, id));
    TRY(check_version(before, change.version));
    TRY(check_rights(actor, before, change));
    auto after = TRY(edited(tx, before, change, now));
    const auto former = TRY(former_words(tx, before, after));
    const bool is_reworded = !former.empty() || before.priority != after.priority;
    if (is_reworded) TRY(check_words(actor, before));
    TRY(check_files(tx, actor, before, change.files));
    if (before.status != after.status || !change.notes.empty()) note_response(after, actor, now);
    const bool nothing = !is_reworded && before.status == after.status && change.notes.empty() &&
                         change.files.list.empty();
    if (nothing) return std::optional<RequestEventId>{};
    TRY(save(tx, before, after, now));
    auto files = change.files.list;
    TRY(hang(tx, actor, id, files, now));
    return tell(tx, actor, {before, after, former, change.notes}, now);
}

Result<void> assign(store::Tx& tx,
                    const Actor& actor,
                    ServiceRequestId id,
                    const assignment::Handover& handover,
                    Instant now) {
    const auto before = TRY(visible(tx, actor, id));
    TRY(check_version(before, handover.version));
    if (!sees_all_requests(actor.role)) return forbidden();
    const auto assignee = handover.to;
    if (assignee) TRY(assignment::check_assignee(tx, *assignee));
    if (before.assigned_to == assignee) return {};
    auto after = before;
    after.assigned_to = assignee;
    TRY(save(tx, before, after, now));
    TRY(record(tx,
               id,
               actor.account,
               {.kind = EventKind::assigned,
                .from_value = shown(before.assigned_to),
                .to_value = shown(assignee),
                .formerly_assigned_to = before.assigned_to},
               now));
    return {};
}

Result<void> cancel(store::Tx& tx,
                    const Actor& actor,
                    ServiceRequestId id,
                    Cancellation cancellation,
                    Instant now) {
    const auto before = TRY(visible(tx, actor, id));
    TRY(check_version(before, cancellation.version));
    const bool works = may_work_on(actor, before);
    if (!works && !owner_may_edit(actor, before)) {
        return cannot("A request can be cancelled by its customer only while it is pending.");
    }
    if (before.status == Status::cancelled) return {};
    auto after = before;
    TRY(move(after, Status::cancelled, now));
    note_response(after, actor, now);
    TRY(save(tx, before, after, now));
    const bool is_update = works && !cancellation.reason.empty();
    TRY(record(tx,
               id,
               actor.account,
               {.kind = EventKind::status_changed,
                .from_value = std::string(name_of(before.status)),
                .to_value = std::string(name_of(after.status)),
                .note = std::move(cancellation.reason),
                .is_update = is_update},
               now));
    return {};
}

Result<void> remove(store::Tx& tx,
                    const Actor& actor,
                    ServiceRequestId id,
                    const ExpectedVersion& version,
                    Instant now) {
    const auto before = TRY(visible(tx, actor, id));
    TRY(check_version(before, version));
    if (actor.role != Role::admin) {
        if (before.customer != actor.account) return forbidden();
        if (!owner_may_edit(actor, before)) {
            return cannot("Cannot delete a request that is in progress or resolved.");
        }
    }
    auto after = before;
    after.deleted_at = now;
    TRY(save(tx, before, after, now));
    TRY(record(tx, id, actor.account, {.kind = EventKind::deleted}, now));
    return ticket::remove_of(tx, actor, id, now);
}

Result<CommentId> comment(
    store::Tx& tx, const Actor& actor, ServiceRequestId id, Comment draft, Instant now) {
    const auto before = TRY(visible(tx, actor, id));
    if (draft.visibility == Visibility::internal && !is_staff(actor.role)) return forbidden();
    draft.service_request = id;
    draft.author = actor.account;
    draft.created_at = draft.updated_at = now;
    const auto comment_id = TRY(store::comment::insert(tx, draft));
    if (draft.visibility != Visibility::internal) {
        auto after = before;
        note_response(after, actor, now);
        TRY(save(tx, before, after, now));
    }
    TRY(record(tx,
               id,
               actor.account,
               {.kind = EventKind::commented,
                .to_value = std::to_string(comment_id.value),
                .visibility = draft.visibility},
               now));
    return comment_id;
}

Result<std::vector<Attachment>> attach(
    store::Tx& tx, const Actor& actor, ServiceRequestId id, NewFiles files, Instant now) {
    const auto before = TRY(visible(tx, actor, id));
    TRY(check_files(tx, actor, before, files));
    TRY(save(tx, before, before, now));
    TRY(hang(tx, actor, id, files.list, now));
    return std::move(files.list);
}

}  // namespace pilotlight::service::service_request
