#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/notice.hpp"
#include "http/request.hpp"

namespace pilotlight::http {

// Events as the HTML standard spells them (§9.2, server-sent events). `id` is the position in the
// order of commits: a browser sends the last one back as Last-Event-ID.

/// The event of a notice: its noun as the event's name, and in data what the subject is now.
std::string notice_text(const Notice& notice);

/// All before `position` was told, and from now on news comes as it happens.
std::string ready_text(NoticeId position);
/// What happened before `position` can or will not be told one by one: read again what is shown.
/// `reason`: "too_old" (no longer kept), "slow" (the connection ends after it).
std::string resync_text(NoticeId position, std::string_view reason);
/// A comment; and the position when it has moved, which no handler of a browser sees.
std::string heartbeat_text(std::optional<NoticeId> position);
/// How long a browser waits before it comes again.
std::string retry_text(int wait_ms);

/// The position that a client resumes at: Last-Event-ID, else ?last_event_id=. invalid_input when
/// it is no number of ours.
Result<std::optional<NoticeId>> resume_position(const RequestHead& head);

/// The members of an event's data, for the API document.
struct NoticeData {
    NoticeNoun noun = NoticeNoun::request;
    std::int64_t id = 0;
    std::int64_t version = 0;
    std::string kind{};
    Instant at{};

    static constexpr auto fields() {
        return FieldList{
            Field{"noun", &NoticeData::noun, {.doc = "Also the event's name."}},
            Field{"id", &NoticeData::id, {.doc = "Of the request or ticket."}},
            Field{"version",
                  &NoticeData::version,
                  {.doc = "After the change; internal matters leave it alone."}},
            Field{"kind",
                  &NoticeData::kind,
                  {.doc = "opened, edited, status_changed, priority_changed, assigned, noted, "
                          "commented, attached, answered, post_deleted or deleted."}},
            Field{"at", &NoticeData::at, {}}};
    }
};

}  // namespace pilotlight::http
