#include "service/post.hpp"

#include "service/ticket.hpp"
#include "store/post.hpp"

namespace pilotlight::service::post {

Result<Post> visible(store::Read& read, const Actor& actor, PostId id) {
    auto post = TRY(store::post::find(read, id));
    if (!post) return not_found();
    TRY(ticket::visible(read, actor, post->ticket));
    return *std::move(post);
}

Result<PostId> reply(
    store::Tx& tx, const Actor& actor, TicketId ticket, std::string message, Instant now) {
    const auto before = TRY(ticket::visible(tx, actor, ticket));
    const Post post{.ticket = ticket,
                    .author = actor.account,
                    .message = std::move(message),
                    .created_at = now,
                    .updated_at = now};
    const auto id = TRY(store::post::insert(tx, post));
    auto after = before;
    ++after.post_count;
    after.last_activity_at = after.updated_at = now;
    const bool reopens = before.customer == actor.account && !is_open(before.status);
    if (reopens) TRY(move(after, TicketStatus::open, now));
    auto detail = std::to_string(id.value);
    if (reopens) detail += ", reopened";
    TRY(ticket::save(tx, actor, before, after, {"answered", std::move(detail)}));
    return id;
}

Result<void> remove(store::Tx& tx, const Actor& actor, PostId id, Instant now) {
    auto post = TRY(visible(tx, actor, id));
    const auto before = TRY(ticket::visible(tx, actor, post.ticket));
    const auto first = TRY(store::post::first_of(tx, post.ticket));
    TRY(check_removal(actor, before, post, first.value_or(PostId{})));
    post.deleted_at = now;
    TRY(store::post::update(tx, post));
    auto after = before;
    --after.post_count;
    after.updated_at = now;
    return ticket::save(tx, actor, before, after, {"post_deleted", std::to_string(id.value)});
}

}  // namespace pilotlight::service::post
