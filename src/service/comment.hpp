#pragma once

#include <string>

#include "domain/comment.hpp"
#include "store/connection.hpp"

namespace pilotlight::service::comment {

/// The comment if the actor may see it and its request, which is `request`; else not_found.
Result<Comment> visible(store::Read& read,
                        const Actor& actor,
                        ServiceRequestId request,
                        CommentId id);

/// Its author says it in other words; forbidden for everyone else. What it said before stands in
/// the request's history, for staff.
Result<void> edit(store::Tx& tx, const Actor& actor, Comment before, std::string text, Instant now);

/// Its author, or an administrator, takes it back; forbidden for everyone else. What it said stands
/// in the request's history, for staff.
Result<void> remove(store::Tx& tx, const Actor& actor, const Comment& comment, Instant now);

}  // namespace pilotlight::service::comment
