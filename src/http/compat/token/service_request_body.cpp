#include "http/compat/token/service_request_body.hpp"

#include <algorithm>
#include <set>

#include "http/attachment.hpp"

namespace pilotlight::http::compat::token {
namespace {

using CommentsById = std::map<ServiceRequestId, std::vector<CommentBody>>;

/// Bounds what is read of the store at once: a comment has up to 40 kB.
constexpr std::size_t comments_per_query_max = 500;

/// Fills the budget query by query, so that texts for which there is no room are not read.
class Gatherer {
public:
    explicit Gatherer(CommentBudget budget) : budget_(std::move(budget)) {}

    Result<void> gather(store::Read& read, std::span<const store::comment::Place> places) {
        while (!places.empty()) {
            const auto wanted = next_of(places);
            const auto views = TRY(store::comment::of_ids(read, wanted));
            for (const auto id : wanted) {
                const auto of = [](const auto& view) { return view.comment.id; };
                const auto found = std::ranges::lower_bound(views, id, {}, of);
                if (found != views.end() && found->comment.id == id) take(comment_of(*found));
            }
        }
        return {};
    }

    /// Of each request oldest first.
    CommentsById result() && {
        for (auto& [id, list] : comments_) std::ranges::reverse(list);
        return std::move(comments_);
    }

private:
    std::vector<CommentId> next_of(std::span<const store::comment::Place>& places) const {
        std::vector<CommentId> ids;
        std::size_t n = 0;
        for (; n < places.size() && ids.size() < comments_per_query_max; ++n) {
            if (!full_.contains(places[n].service_request)) ids.push_back(places[n].id);
        }
        places = places.subspan(n);
        return ids;
    }

    /// After the first that does not fit come only older ones: a gap would mislead.
    void take(CommentBody comment) {
        const auto request = comment.service_request;
        if (full_.contains(request)) return;
        if (!budget_.take(comment)) {
            full_.insert(request);
            return;
        }
        comments_[request].push_back(std::move(comment));
    }

    CommentBudget budget_;
    CommentsById comments_{};
    std::set<ServiceRequestId> full_{};
};

Result<CommentsById> comments_of(store::Read& read,
                                 const std::vector<store::service_request::Whole>& wholes,
                                 const Actor& actor,
                                 CommentBudget budget) {
    std::vector<ServiceRequestId> ids;
    for (const auto& whole : wholes) {
        if (may_see(actor, whole.request)) ids.push_back(whole.request.id);
    }
    const auto places = TRY(store::comment::newest_of(read, ids, is_staff(actor.role)));
    Gatherer gatherer(std::move(budget));
    TRY(gatherer.gather(read, places));
    return std::move(gatherer).result();
}

RequestBody body_of(const store::service_request::Whole& whole, const Reader& reader) {
    const auto& request = whole.request;
    RequestBody body{.id = request.id,
                     .customer = user_of(whole.customer),
                     .service_type = type_of(whole.type),
                     .description = request.description,
                     .status = word_of(request.status),
                     .priority = word_of(request.priority),
                     .created_at = request.created_at,
                     .updated_at = request.updated_at,
                     .completed_at = request.resolved_at};
    if (!may_see(reader.actor, request)) return body;
    body.assigned_to = user_if_any(whole.assignee);
    if (whole.first_file) {
        const Attachment first{.id = {*whole.first_file}, .service_request = request.id};
        body.attachment = attachment_url(first, reader.base_url);
    }
    return body;
}

}  // namespace

TypeBody type_of(const ServiceType& type) {
    return {.id = type.id,
            .name = type.name,
            .description = type.description,
            .estimated_time = type.estimated_time_hours,
            .created_at = type.created_at,
            .updated_at = type.updated_at};
}

CommentBody comment_of(const store::comment::View& view) {
    return {.id = view.comment.id,
            .service_request = view.comment.service_request,
            .user = user_of(view.author),
            .comment = view.comment.text,
            .created_at = view.comment.created_at,
            .updated_at = view.comment.updated_at};
}

bool CommentBudget::take(const CommentBody& comment) {
    const auto found = shown.find(comment.service_request);
    const auto times = found == shown.end() ? std::size_t{1} : found->second;
    const auto bytes = (to_json(comment).size() + 1) * times;  // with the comma
    if (bytes > bytes_left) return false;
    bytes_left -= bytes;
    return true;
}

std::vector<CommentBody> CommentBudget::newest_of(const std::vector<CommentBody>& comments) {
    auto first = comments.end();
    while (first != comments.begin() && take(*std::prev(first))) --first;
    return {first, comments.end()};
}

Reader reader_of(const Context& context) {
    return {.actor = context.actor(), .base_url = context.base_url()};
}

Result<std::vector<RequestBody>> bodies_of(store::Read& read,
                                           const std::vector<store::service_request::Whole>& wholes,
                                           const Reader& reader,
                                           CommentBudget budget) {
    auto comments = TRY(comments_of(read, wholes, reader.actor, std::move(budget)));
    std::vector<RequestBody> bodies;
    bodies.reserve(wholes.size());
    for (const auto& whole : wholes) {
        bodies.push_back(body_of(whole, reader));
        bodies.back().comments = std::move(comments[whole.request.id]);
    }
    return bodies;
}

Result<Response> answer_request(store::Read& read,
                                ServiceRequestId id,
                                const Context& context,
                                int status) {
    auto whole = TRY(store::service_request::whole(read, id));
    if (!whole) return not_found();
    const auto bodies = TRY(bodies_of(read, {*std::move(whole)}, reader_of(context)));
    return context.json(status, to_json(bodies.front()));
}

}  // namespace pilotlight::http::compat::token
