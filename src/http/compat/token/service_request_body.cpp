#include "http/compat/token/service_request_body.hpp"

#include <map>

#include "http/attachment.hpp"

namespace pilotlight::http::compat::token {
namespace {

using CommentsById = std::map<ServiceRequestId, std::vector<CommentBody>>;

/// Of each request the newest ones, oldest first.
CommentsById by_request(const std::vector<store::comment::View>& views) {
    CommentsById comments;
    for (const auto& view : views) {
        comments[view.comment.service_request].push_back(comment_of(view));
    }
    for (auto& [id, list] : comments) {
        if (list.size() <= store::comment::comments_shown_max) continue;
        list.erase(list.begin(), list.end() - store::comment::comments_shown_max);
    }
    return comments;
}

RequestBody body_of(const store::service_request::Whole& whole, std::string_view base_url) {
    const auto& request = whole.request;
    RequestBody body{.id = request.id,
                     .customer = user_of(whole.customer),
                     .service_type = type_of(whole.type),
                     .description = request.description,
                     .status = word_of(request.status),
                     .priority = word_of(request.priority),
                     .created_at = request.created_at,
                     .updated_at = request.updated_at,
                     .completed_at = request.resolved_at,
                     .assigned_to = user_if_any(whole.assignee)};
    if (whole.first_file) {
        const Attachment first{.id = {*whole.first_file}, .service_request = request.id};
        body.attachment = attachment_url(first, base_url);
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

Reader reader_of(const Context& context) {
    return {.actor = context.actor(), .base_url = context.base_url()};
}

Result<std::vector<RequestBody>> bodies_of(store::Read& read,
                                           const std::vector<store::service_request::Whole>& wholes,
                                           const Reader& reader) {
    std::vector<ServiceRequestId> ids;
    ids.reserve(wholes.size());
    for (const auto& whole : wholes) ids.push_back(whole.request.id);
    const auto views = TRY(store::comment::of_requests(read, ids, is_staff(reader.actor.role)));
    auto comments = by_request(views);
    std::vector<RequestBody> bodies;
    bodies.reserve(wholes.size());
    for (const auto& whole : wholes) {
        bodies.push_back(body_of(whole, reader.base_url));
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
