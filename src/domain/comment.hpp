#pragma once

#include "domain/request_event.hpp"

namespace pilotlight {

struct Comment;
using CommentId = Id<Comment>;

inline constexpr std::size_t comment_length_max = 10'000;  // characters

/// Something said about a request, to everyone who sees it or, internal, among staff.
struct Comment {
    CommentId id{};
    ServiceRequestId service_request{};
    AccountId author{};
    std::string text{};
    Visibility visibility = Visibility::everyone;
    Instant created_at{};
    Instant updated_at{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"id", &Comment::id, {}},
            Field{"service_request", &Comment::service_request, {}},
            Field{"author", &Comment::author, {}},
            Field{"text",
                  &Comment::text,
                  {.access = writable,
                   .required = true,
                   .blank = false,
                   .length_max = comment_length_max}},
            Field{"visibility",
                  &Comment::visibility,
                  {.access = create_only, .doc = "internal: staff only, set by staff only."}},
            Field{"created_at", &Comment::created_at, {}},
            Field{"updated_at", &Comment::updated_at, {}},
        };
    }
};

}  // namespace pilotlight
