#pragma once

#include <map>
#include <span>

#include "http/compat/token/people.hpp"
#include "http/compat/token/words.hpp"
#include "http/context.hpp"
#include "store/comment.hpp"
#include "store/service_request_whole.hpp"

namespace pilotlight::http::compat::token {

struct TypeBody {
    ServiceTypeId id{};
    std::string name{};
    std::string description{};
    std::int64_t estimated_time = 0;
    Instant created_at{};
    Instant updated_at{};

    static constexpr auto fields() {
        return FieldList{Field{"id", &TypeBody::id, {}},
                         Field{"name", &TypeBody::name, {}},
                         Field{"description", &TypeBody::description, {}},
                         Field{"estimated_time", &TypeBody::estimated_time, {.doc = "Hours."}},
                         Field{"created_at", &TypeBody::created_at, {}},
                         Field{"updated_at", &TypeBody::updated_at, {}}};
    }
};
TypeBody type_of(const ServiceType& type);

struct CommentBody {
    CommentId id{};
    ServiceRequestId service_request{};
    UserBody user{};
    std::string comment{};
    Instant created_at{};
    Instant updated_at{};

    static constexpr auto fields() {
        return FieldList{Field{"id", &CommentBody::id, {}},
                         Field{"service_request", &CommentBody::service_request, {}},
                         Field{"user", &CommentBody::user, {}},
                         Field{"comment", &CommentBody::comment, {}},
                         Field{"created_at", &CommentBody::created_at, {}},
                         Field{"updated_at", &CommentBody::updated_at, {}}};
    }
};
CommentBody comment_of(const store::comment::View& view);

/// A request in the order of contracts.md §2.
struct RequestBody {
    ServiceRequestId id{};
    UserBody customer{};
    TypeBody service_type{};
    std::string description{};
    StatusWord status{};
    PriorityWord priority{};
    std::optional<std::string> attachment{};
    Instant created_at{};
    Instant updated_at{};
    std::optional<Instant> completed_at{};
    std::optional<UserBody> assigned_to{};
    std::vector<CommentBody> comments{};

    static constexpr auto fields() {
        return FieldList{
            Field{"id", &RequestBody::id, {}},
            Field{"customer", &RequestBody::customer, {}},
            Field{"service_type", &RequestBody::service_type, {}},
            Field{"description", &RequestBody::description, {}},
            Field{"status", &RequestBody::status, {}},
            Field{"priority", &RequestBody::priority, {}},
            Field{"attachment",
                  &RequestBody::attachment,
                  {.doc = "URL of the first file, for who may see the request."}},
            Field{"created_at", &RequestBody::created_at, {}},
            Field{"updated_at", &RequestBody::updated_at, {}},
            Field{"completed_at", &RequestBody::completed_at, {}},
            Field{"assigned_to", &RequestBody::assigned_to, {}},
            Field{"comments",
                  &RequestBody::comments,
                  {.doc = "The newest 100 that fit in the answer, oldest first; all of them: "
                          "comments/."}},
        };
    }
};

/// For whom answers are written.
struct Reader {
    Actor actor{};
    std::string base_url{};  // of links
};
Reader reader_of(const Context& context);

inline constexpr std::size_t nested_comment_bytes_max = 1024 * 1024;

/// What the comments nested in one answer may take of it, as JSON and over all its rows. A request
/// that many rows show weighs as often.
struct CommentBudget {
    std::size_t bytes_left = nested_comment_bytes_max;
    std::map<ServiceRequestId, std::size_t> shown{};  // how often; who is absent: once

    /// True when the comment fits wherever its request is shown; then its bytes are gone.
    bool take(const CommentBody& comment);
    /// The newest of the list (oldest first) that fit, oldest first.
    std::vector<CommentBody> newest_of(const std::vector<CommentBody>& comments);
};

/// The requests with the comments that fit the budget, the newest of each request before the second
/// newest of any; nothing internal for customers. A request that the reader sees only because a
/// ticket of theirs is about it shows neither comments nor file nor assignee. Two queries, and one
/// more for each 500 comments.
Result<std::vector<RequestBody>> bodies_of(store::Read& read,
                                           const std::vector<store::service_request::Whole>& wholes,
                                           const Reader& reader,
                                           CommentBudget budget = {});

/// The request that the caller may see, as an answer.
Result<Response> answer_request(store::Read& read,
                                ServiceRequestId id,
                                const Context& context,
                                int status);

}  // namespace pilotlight::http::compat::token
