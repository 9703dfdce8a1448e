#pragma once

#include "domain/comment.hpp"
#include "store/connection.hpp"
#include "store/list.hpp"

namespace pilotlight::store::comment {

struct View {
    Comment comment{};
    std::string author_name{};
    Role author_role = Role::customer;
};

/// Oldest first; internal ones only when asked for.
Result<std::vector<View>> list(Read& read,
                               ServiceRequestId request,
                               bool with_internal,
                               const Page& page);
Result<CommentId> insert(Tx& tx, const Comment& comment);
Result<std::optional<View>> find(Read& read, CommentId id);

}  // namespace pilotlight::store::comment
