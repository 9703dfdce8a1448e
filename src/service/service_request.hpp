#pragma once

#include "base/decode.hpp"
#include "domain/attachment.hpp"
#include "domain/comment.hpp"
#include "domain/service_request.hpp"
#include "domain/version.hpp"
#include "service/assignment.hpp"
#include "store/connection.hpp"
#include "store/service_request.hpp"

namespace pilotlight::service::service_request {

/// What a customer hands in. Fields that came are marked in `fields`; the rest follows from the
/// type. Files are stored already and only named here.
struct Draft {
    Decoded<ServiceRequest> fields{};
    ServiceType type{};           // read again by its id when it is opened
    std::string type_text{};      // the caller's word
    bool is_leak_report = false;  // urgent, and opened though the type be inactive
    std::vector<Attachment> files{};
    std::string idempotency_key{};  // "" when none came
    std::string digest{};           // of the body, to tell a repeat from a misuse of the key
};

/// Makes the request, assigns it to whoever has the least to do, tells its history. The same
/// idempotency key and digest within `key_lifetime` gives the request made then; conflict when it
/// was deleted since, or the digest is another; invalid_input of request_type when the type is no
/// longer active.
struct Opened {
    ServiceRequestId id{};
    bool repeated = false;  // nothing was made: the files handed in are not needed
};
Result<Opened> open(
    store::Tx& tx, const Actor& actor, Draft draft, std::chrono::seconds key_lifetime, Instant now);

/// Files that are stored already, to hang on a request.
struct NewFiles {
    std::vector<Attachment> list{};
    std::size_t count_max = 0;  // of the request, with those it has
};

/// What changes of a request. The owner may change words and type while it is pending and add files
/// as attach() says; staff who work on it may change everything. What is sent as it stands already
/// is no change.
struct Edit {
    Decoded<ServiceRequest> fields{};
    std::optional<ServiceType> type{};  // read again by its id
    std::string type_text{};
    std::optional<Status> status{};
    std::optional<std::string> resolution{};
    std::string notes{};        // told in the history as a staff update
    NewFiles files{};           // hung on it with the change
    ExpectedVersion version{};  // If-Match: precondition_failed when it moved on
};
/// The event that tells of the status or the notes; none when only words changed. invalid_input
/// when there would be too many files, or of request_type when another type is no longer active.
Result<std::optional<RequestEventId>> edit(
    store::Tx& tx, const Actor& actor, ServiceRequestId id, const Edit& change, Instant now);

/// For support and admin.
Result<void> assign(store::Tx& tx,
                    const Actor& actor,
                    ServiceRequestId id,
                    const assignment::Handover& handover,
                    Instant now);

struct Cancellation {
    std::string reason{};       // told in the history
    ExpectedVersion version{};  // If-Match: precondition_failed when it moved on
};
/// The owner while it is pending, staff while it is open.
Result<void> cancel(
    store::Tx& tx, const Actor& actor, ServiceRequestId id, Cancellation cancellation, Instant now);

/// The owner while it is pending, an administrator at any time. The row stays, out of sight, with
/// its history.
Result<void> remove(store::Tx& tx,
                    const Actor& actor,
                    ServiceRequestId id,
                    const ExpectedVersion& version,
                    Instant now);

/// Customers speak to everyone; staff may also speak among themselves, which shows in the history
/// that staff read and leaves version and time of the request as they are.
Result<CommentId> comment(
    store::Tx& tx, const Actor& actor, ServiceRequestId id, Comment draft, Instant now);

/// Hangs stored files on the request: its owner while it is pending or in progress, staff who work
/// on it at any time, conflict otherwise; invalid_input when there would be too many.
Result<std::vector<Attachment>> attach(
    store::Tx& tx, const Actor& actor, ServiceRequestId id, NewFiles files, Instant now);

/// The request if the actor may see it, else not_found.
Result<ServiceRequest> visible(store::Read& read, const Actor& actor, ServiceRequestId id);

/// The request whose history the actor may read, else not_found: what they may see, and for
/// administrators also what was deleted.
Result<ServiceRequest> with_history(store::Read& read, const Actor& actor, ServiceRequestId id);

/// Narrows a list to what is the actor's: customers what they asked for, technicians what they were
/// given, nothing for support and admin.
void restrict_to(const Actor& actor, store::service_request::Filter& filter);

}  // namespace pilotlight::service::service_request
