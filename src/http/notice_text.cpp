#include "http/notice_text.hpp"

#include <charconv>

#include "base/json_writer.hpp"

namespace pilotlight::http {

namespace {

// Appends, because chains of operator+ trip a false warning of the compiler (-Wrestrict).
std::string event_text(NoticeId position, std::string_view name, std::string_view data) {
    std::string text = "id: ";
    text += std::to_string(position.value);
    text += "\nevent: ";
    text += name;
    text += "\ndata: ";
    text += data;
    text += "\n\n";
    return text;
}

}  // namespace

std::string notice_text(const Notice& notice) {
    JsonWriter out;
    out.value(NoticeData{.noun = notice.noun,
                         .id = notice.subject,
                         .version = notice.version,
                         .kind = notice.kind,
                         .at = notice.created_at});
    return event_text(notice.id, name_of(notice.noun), out.take());
}

std::string ready_text(NoticeId position) {
    return event_text(position, "ready", "{}");
}

std::string resync_text(NoticeId position, std::string_view reason) {
    JsonWriter out;
    out.begin_object().member("reason", reason).end_object();
    return event_text(position, "resync", out.take());
}

std::string heartbeat_text(std::optional<NoticeId> position) {
    std::string text = ": heartbeat\n";
    if (position) {
        text += "id: ";
        text += std::to_string(position->value);
        text += '\n';
    }
    text += '\n';
    return text;
}

std::string retry_text(int wait_ms) {
    std::string text = "retry: ";
    text += std::to_string(wait_ms);
    text += "\n\n";
    return text;
}

Result<std::optional<NoticeId>> resume_position(const RequestHead& head) {
    auto text = head.header("Last-Event-ID");
    const auto* parameter = head.parameter("last_event_id");
    if (text.empty() && parameter != nullptr) text = *parameter;
    if (text.empty()) return std::optional<NoticeId>{};
    NoticeId position;
    const auto [end, status] =
        std::from_chars(text.data(), text.data() + text.size(), position.value);
    if (status != std::errc{} || end != text.data() + text.size() || position.value < 0) {
        return invalid("last_event_id", "A whole number is required.");
    }
    return std::optional(position);
}

}  // namespace pilotlight::http
