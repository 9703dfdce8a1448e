#pragma once

#include <span>

#include "domain/comment.hpp"
#include "store/connection.hpp"
#include "store/list.hpp"
#include "store/person.hpp"

namespace pilotlight::store::comment {

struct View {
    Comment comment{};
    Person author{};
    Role author_role = Role::customer;
};

/// Oldest first; internal ones only when asked for.
Result<std::vector<View>> list(Read& read,
                               ServiceRequestId request,
                               bool with_internal,
                               const Page& page);
/// How many list() can show.
Result<std::int64_t> count(Read& read, ServiceRequestId request, bool with_internal);

inline constexpr int comments_shown_max = 100;  // the newest of each request, inside its answer
/// Which comment is about which request.
struct Place {
    CommentId id{};
    ServiceRequestId service_request{};
};
/// Where the newest `comments_shown_max` comments of each of several requests are, without their
/// texts: the newest of each request first, then the second newest of each, and so on.
Result<std::vector<Place>> newest_of(Read& read,
                                     std::span<const ServiceRequestId> requests,
                                     bool with_internal);
/// Several in one query, by id. Those that are absent are left out.
Result<std::vector<View>> of_ids(Read& read, std::span<const CommentId> ids);
Result<std::optional<View>> find(Read& read, CommentId id);

Result<CommentId> insert(Tx& tx, const Comment& comment);
Result<void> update(Tx& tx, const Comment& comment);
Result<void> remove(Tx& tx, CommentId id);

}  // namespace pilotlight::store::comment
