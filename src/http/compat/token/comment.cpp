#include "service/comment.hpp"

#include "http/compat/list.hpp"
#include "http/compat/token/routes.hpp"
#include "http/compat/token/service_request_body.hpp"
#include "http/schema.hpp"
#include "service/service_request.hpp"

namespace pilotlight::http::compat::token {
namespace {

/// The request is the path's, whatever the body says (contracts.md §2, row 16).
struct CommentInput {
    std::string comment{};

    static constexpr auto fields() {
        return FieldList{Field{
            "comment",
            &CommentInput::comment,
            {.access = Access::writable, .required = true, .blank = false, .length_max = 10'000}}};
    }
};

Result<Comment> visible_comment(store::Read& read, const Context& context) {
    return service::comment::visible(
        read, context.actor(), context.id<ServiceRequestId>(), context.id<CommentId>(1));
}

Result<Response> answer_comment(store::Read& read,
                                CommentId id,
                                const Context& context,
                                int status) {
    const auto view = TRY(store::comment::find(read, id));
    if (!view) return not_found();
    return context.json(status, to_json(comment_of(*view)));
}

Answer list(const ContextPtr& context) {
    auto& read = context->read();
    const auto id = context->id<ServiceRequestId>();
    TRY(service::service_request::visible(read, context->actor(), id));
    const bool with_internal = is_staff(context->actor().role);
    return answer_list(
        context,
        {[&] { return store::comment::count(read, id, with_internal); },
         [&](const store::Page& page) -> Result<Rows> {
             const auto views = TRY(store::comment::list(read, id, with_internal, page));
             std::vector<CommentBody> bodies;
             bodies.reserve(views.size());
             for (const auto& view : views) bodies.push_back(comment_of(view));
             return rows_of(bodies,
                            [](JsonWriter& out, const CommentBody& body) { out.value(body); });
         }});
}

Answer create(const ContextPtr& context) {
    const auto id = context->id<ServiceRequestId>();
    TRY(service::service_request::visible(context->read(), context->actor(), id));
    const auto body = TRY(context->body<CommentInput>(Mode::create));
    return InTx{[context, id, text = body.value.comment](store::Tx& tx) -> Result<Response> {
        const auto comment = TRY(service::service_request::comment(
            tx, context->actor(), id, {.text = text}, context->now));
        return answer_comment(tx, comment, *context, 201);
    }};
}

Answer show(const ContextPtr& context) {
    auto& read = context->read();
    const auto comment = TRY(visible_comment(read, *context));
    return TRY(answer_comment(read, comment.id, *context, 200));
}

Answer edit_with(const ContextPtr& context, Mode mode) {
    TRY(visible_comment(context->read(), *context));
    const auto body = TRY(context->body<CommentInput>(mode));
    return InTx{[context, body](store::Tx& tx) -> Result<Response> {
        const auto before = TRY(visible_comment(tx, *context));
        if (body.has("comment")) {
            TRY(service::comment::edit(
                tx, context->actor(), before, body.value.comment, context->now));
        }
        return answer_comment(tx, before.id, *context, 200);
    }};
}

Answer replace(const ContextPtr& context) {
    return edit_with(context, Mode::replace);
}

Answer edit(const ContextPtr& context) {
    return edit_with(context, Mode::patch);
}

Answer remove(const ContextPtr& context) {
    return InTx{[context](store::Tx& tx) -> Result<Response> {
        const auto comment = TRY(visible_comment(tx, *context));
        TRY(service::comment::remove(tx, context->actor(), comment, context->now));
        return context->no_content();
    }};
}

constexpr Schema comment_schema = given<CommentBody>("Comment");
constexpr Schema input_schema = taken<CommentInput>("NewComment");

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/services/requests/{id}/comments/",
     .permission = Permission::signed_in,
     .handler = list,
     .summary = "What was said about a request; internal notes for staff only",
     .response = comment_schema,
     .list = ListForm::array_or_pages,
     .surface = &surface},
    {.method = Method::post,
     .path = "/api/services/requests/{id}/comments/",
     .permission = Permission::signed_in,
     .handler = create,
     .summary = "Say something about a request",
     .takes = Takes::fields,
     .request = input_schema,
     .response = comment_schema,
     .success = 201,
     .surface = &surface},
    {.method = Method::get,
     .path = "/api/services/requests/{id}/comments/{comment}/",
     .permission = Permission::signed_in,
     .handler = show,
     .summary = "Read a comment",
     .response = comment_schema,
     .surface = &surface},
    {.method = Method::put,
     .path = "/api/services/requests/{id}/comments/{comment}/",
     .permission = Permission::signed_in,
     .handler = replace,
     .summary = "Say it in other words: its author",
     .takes = Takes::fields,
     .request = input_schema,
     .response = comment_schema,
     .surface = &surface},
    {.method = Method::patch,
     .path = "/api/services/requests/{id}/comments/{comment}/",
     .permission = Permission::signed_in,
     .handler = edit,
     .summary = "Say it in other words: its author",
     .takes = Takes::fields,
     .request = input_schema,
     .response = comment_schema,
     .surface = &surface},
    {.method = Method::del,
     .path = "/api/services/requests/{id}/comments/{comment}/",
     .permission = Permission::signed_in,
     .handler = remove,
     .summary = "Take it back: its author, or an administrator",
     .success = 204,
     .surface = &surface},
};

}  // namespace

std::span<const Route> comment_routes() {
    return table;
}

}  // namespace pilotlight::http::compat::token
