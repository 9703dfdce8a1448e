#pragma once

#include "domain/post.hpp"
#include "store/connection.hpp"

namespace pilotlight::service::post {

/// Answers in a ticket that the actor sees: not_found for others. It counts as activity; an owner
/// who answers what was resolved or closed opens it again.
Result<PostId> reply(
    store::Tx& tx, const Actor& actor, TicketId ticket, std::string message, Instant now);

/// Takes a post out of sight. not_found when the actor does not see its ticket, forbidden for
/// everyone but its author, conflict for what begins a conversation.
Result<void> remove(store::Tx& tx, const Actor& actor, PostId id, Instant now);

/// The post if the actor sees its ticket, else not_found.
Result<Post> visible(store::Read& read, const Actor& actor, PostId id);

}  // namespace pilotlight::service::post
