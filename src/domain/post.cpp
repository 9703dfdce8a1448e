#include "domain/post.hpp"

namespace pilotlight {

Result<void> check_removal(const Actor& actor,
                           const Ticket& ticket,
                           const Post& post,
                           PostId first) {
    if (post.author != actor.account) return forbidden();
    if (ticket.kind == TicketKind::conversation && post.id == first) {
        return Error{.code = Code::conflict,
                     .message = "The first post of a conversation cannot be deleted."};
    }
    return {};
}

}  // namespace pilotlight
