#pragma once

#include "domain/audience.hpp"
#include "domain/request_event.hpp"

namespace pilotlight {

enum class NoticeNoun : std::uint8_t { request, ticket };
template <>
inline constexpr auto names<NoticeNoun> = std::array<std::string_view, 2>{"request", "ticket"};

struct Notice;
using NoticeId = Id<Notice>;

/// Says that a request or ticket changed, to those who watch: which one, to what version, by what
/// kind of change; never what was said. Written in the transaction of the change, so that ids rise
/// in the order of commits; kept for some hours (a watcher who was away resumes), then swept.
struct Notice {
    NoticeId id{};
    NoticeNoun noun = NoticeNoun::request;
    std::int64_t subject = 0;  // the id of the request or ticket
    std::int64_t version = 0;  // of the subject, after the change
    std::string kind{};        // the word of the history: "opened", "status_changed", ...
    AccountId customer{};
    std::optional<AccountId> assigned_to{};
    std::optional<AccountId> formerly_assigned_to{};  // of a change of assignee: who lost it
    bool is_open_to_everyone = false;
    Visibility visibility = Visibility::everyone;
    Instant created_at{};

    static constexpr auto fields() {
        return FieldList{
            Field{"id", &Notice::id, {}},
            Field{"noun", &Notice::noun, {}},
            Field{"subject", &Notice::subject, {}},
            Field{"version", &Notice::version, {}},
            Field{"kind", &Notice::kind, {}},
            Field{"customer", &Notice::customer, {}},
            Field{"assigned_to", &Notice::assigned_to, {}},
            Field{"formerly_assigned_to", &Notice::formerly_assigned_to, {}},
            Field{"is_open_to_everyone", &Notice::is_open_to_everyone, {}},
            Field{"visibility", &Notice::visibility, {}},
            Field{"created_at", &Notice::created_at, {}},
        };
    }
};

/// Who may see its subject before or after the change; internal matters are for staff alone.
bool may_see(const Actor& actor, const Notice& notice);

}  // namespace pilotlight
