#pragma once

#include "domain/account.hpp"

namespace pilotlight {

/// One thing that somebody did: to a request, as its history tells, or to anything else, as the
/// audit log does.
struct AuditLine {
    std::int64_t id = 0;  // of the line in both logs together
    Instant created_at{};
    std::optional<AccountId> actor{};
    std::string actor_name{};
    std::string object_kind{};
    std::int64_t object = 0;
    std::string kind{};
    std::string from_value{};
    std::string to_value{};
    std::string note{};

    static constexpr auto fields() {
        return FieldList{
            Field{"id", &AuditLine::id, {}},
            Field{"created_at", &AuditLine::created_at, {}},
            Field{"actor", &AuditLine::actor, {.doc = "null: the system, or a stranger."}},
            Field{"actor_name", &AuditLine::actor_name, {}},
            Field{"object_kind",
                  &AuditLine::object_kind,
                  {.doc = "service_request, account, ticket, service_type, ..."}},
            Field{"object", &AuditLine::object, {.doc = "Its id."}},
            Field{"kind", &AuditLine::kind, {.doc = "What was done."}},
            Field{"from_value", &AuditLine::from_value, {}},
            Field{"to_value", &AuditLine::to_value, {}},
            Field{"note", &AuditLine::note, {}},
        };
    }
};

/// The object_kind of lines from the history of requests.
inline constexpr std::string_view audited_request = "service_request";

}  // namespace pilotlight
