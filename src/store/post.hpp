#pragma once

#include "domain/post.hpp"
#include "store/connection.hpp"
#include "store/list.hpp"
#include "store/person.hpp"

namespace pilotlight::store::post {

/// A post with its author.
struct View {
    Post post{};
    Person author{};
    Role author_role = Role::customer;
};

/// Posts that were not deleted. How many a ticket has is its post_count.
Result<std::optional<Post>> find(Read& read, PostId id);
Result<std::optional<View>> view(Read& read, PostId id);
/// Oldest first; the cursor's key is unused.
Result<std::vector<View>> list(Read& read, TicketId ticket, const Page& page);
/// The post that the ticket began with; none when it has no posts.
Result<std::optional<PostId>> first_of(Read& read, TicketId ticket);

Result<PostId> insert(Tx& tx, const Post& post);
/// Setting deleted_at takes it out of sight. The ticket's count is its caller's business.
Result<void> update(Tx& tx, const Post& post);

}  // namespace pilotlight::store::post
