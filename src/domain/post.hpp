#pragma once

#include "domain/ticket.hpp"

namespace pilotlight {

struct Post;
using PostId = Id<Post>;

inline constexpr std::size_t post_length_max = 4'000;

/// Something said in a ticket, to all who see it. A conversation begins with its first post.
struct Post {
    PostId id{};
    TicketId ticket{};
    AccountId author{};
    std::string message{};
    Instant created_at{};
    Instant updated_at{};
    std::optional<Instant> deleted_at{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"id", &Post::id, {}},
            Field{"ticket", &Post::ticket, {}},
            Field{"author", &Post::author, {}},
            Field{"message",
                  &Post::message,
                  {.access = writable,
                   .required = true,
                   .blank = false,
                   .length_max = post_length_max}},
            Field{"created_at", &Post::created_at, {}},
            Field{"updated_at", &Post::updated_at, {}},
            Field{"deleted_at", &Post::deleted_at, {.access = stored_only}},
        };
    }
};

/// Whether the actor may take the post back; `first` is the first post of its ticket. forbidden for
/// everyone but the author, whatever their role; conflict for what begins a conversation.
Result<void> check_removal(const Actor& actor,
                           const Ticket& ticket,
                           const Post& post,
                           PostId first);

}  // namespace pilotlight
