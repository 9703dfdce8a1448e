#include "store/audit_log.hpp"

#include <algorithm>

namespace pilotlight::store::audit_log {
namespace {

constexpr std::string_view event_head =
    "SELECT l.id, l.created_at, l.actor, a.first_name, a.last_name, a.username, "
    "'service_request', l.service_request, l.kind, l.from_value, l.to_value, l.note "
    "FROM request_event l LEFT JOIN account a ON a.id = l.actor";
constexpr std::string_view entry_head =
    "SELECT l.id, l.created_at, l.actor, a.first_name, a.last_name, a.username, "
    "l.subject_kind, l.subject, l.action, '', '', l.detail "
    "FROM audit_event l LEFT JOIN account a ON a.id = l.actor";

/// Two logs that number their lines apart become one: entries even, events odd.
enum class Log : std::int64_t { entry = 0, event = 1 };

std::int64_t joint_id(Log log, std::int64_t id) {
    return 2 * id + static_cast<std::int64_t>(log);
}

/// The ids of the log below this one are those whose joint id is below `joint`.
std::int64_t bound_of(Log log, std::int64_t joint) {
    return (joint + 1 - static_cast<std::int64_t>(log)) / 2;
}

void narrow(Selection& selection, const Filter& filter, const Page& page, Log log) {
    if (filter.actor) selection.where("l.actor = ?", to_value(*filter.actor));
    if (filter.from) selection.where("l.created_at >= ?", to_value(*filter.from));
    if (filter.until) selection.where("l.created_at < ?", to_value(*filter.until));
    if (page.after) {
        selection.where("(l.created_at, l.id) < (?, ?)", page.after->key)
            .value(bound_of(log, page.after->id));
    }
    selection.tail("ORDER BY l.created_at DESC, l.id DESC LIMIT ?");
    selection.value(std::int64_t{page.limit});
}

AuditLine read_line(const Row& row, Log log) {
    AuditLine line{.id = joint_id(log, row.integer(0))};
    from_row(row, 1, line.created_at);
    from_row(row, 2, line.actor);
    if (line.actor) line.actor_name = full_name(row.text(3), row.text(4), row.text(5));
    from_row(row, 6, line.object_kind);
    line.object = row.integer(7);
    int column = 8;
    for (auto* text : {&line.kind, &line.from_value, &line.to_value, &line.note}) {
        *text = row.text(column++);
    }
    return line;
}

Result<void> fetch(Read& read, const Selection& selection, Log log, std::vector<AuditLine>& lines) {
    return read.each(selection.query(), selection.values(), [&](const Row& row) {
        lines.push_back(read_line(row, log));
    });
}

bool is_newer(const AuditLine& a, const AuditLine& b) {
    return std::pair(a.created_at, a.id) > std::pair(b.created_at, b.id);
}

}  // namespace

Result<std::vector<AuditLine>> list(Read& read, const Filter& filter, const Page& page) {
    std::vector<AuditLine> lines;
    if (filter.object_kind.empty() || filter.object_kind == audited_request) {
        Selection events("audit_log_events", event_head, nullptr);
        if (!filter.kind.empty()) events.where("l.kind = ?", to_value(filter.kind));
        if (filter.object) events.where("l.service_request = ?", *filter.object);
        narrow(events, filter, page, Log::event);
        TRY(fetch(read, events, Log::event, lines));
    }
    if (filter.object_kind != audited_request) {
        Selection entries("audit_log_entries", entry_head, nullptr);
        if (!filter.kind.empty()) entries.where("l.action = ?", to_value(filter.kind));
        if (!filter.object_kind.empty()) {
            entries.where("l.subject_kind = ?", to_value(filter.object_kind));
        }
        if (filter.object) entries.where("l.subject = ?", *filter.object);
        narrow(entries, filter, page, Log::entry);
        TRY(fetch(read, entries, Log::entry, lines));
    }
    std::ranges::sort(lines, is_newer);
    const auto rows = static_cast<std::size_t>(page.limit);
    if (lines.size() > rows) lines.resize(rows);
    return lines;
}

Cursor cursor_after(const AuditLine& last) {
    return {last.created_at.time_since_epoch().count(), last.id};
}

}  // namespace pilotlight::store::audit_log
