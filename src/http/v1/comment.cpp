#include "store/comment.hpp"

#include "http/context.hpp"
#include "http/schema.hpp"
#include "http/v1/routes.hpp"
#include "service/service_request.hpp"

namespace pilotlight::http::v1 {
namespace {

struct CommentExtras {
    std::string author_name{};
    Role author_role = Role::customer;

    static constexpr auto fields() {
        return std::tuple{Field{"author_name", &CommentExtras::author_name, {}},
                          Field{"author_role", &CommentExtras::author_role, {}}};
    }
};

void write_comment(JsonWriter& out, const store::comment::View& view) {
    out.begin_object().members(view.comment);
    out.members(CommentExtras{store::full_name(view.author), view.author_role}).end_object();
}

Answer list(const ContextPtr& context) {
    const auto page = TRY(context->page());
    auto& read = context->read();
    const auto id = context->id<ServiceRequestId>();
    TRY(service::service_request::visible(read, context->actor(), id));
    const auto views = TRY(store::comment::list(read, id, is_staff(context->actor().role), page));
    JsonWriter out;
    out.begin_array();
    for (const auto& view : views) write_comment(out, view);
    out.end_array();
    std::optional<store::Cursor> next;
    if (static_cast<int>(views.size()) == page.limit) next = {0, views.back().comment.id.value};
    return context->list(out.take(), next, std::nullopt);
}

Answer open(const ContextPtr& context) {
    const auto body = TRY(context->body<Comment>(Mode::create));
    return InTx{[context, draft = body.value](store::Tx& tx) -> Result<Response> {
        const auto id = TRY(service::service_request::comment(
            tx, context->actor(), context->id<ServiceRequestId>(), draft, context->now));
        const auto view = TRY(store::comment::find(tx, id));
        if (!view) return internal_error("the comment just written is absent");
        JsonWriter out;
        write_comment(out, *view);
        return context->json(201, out.take());
    }};
}

constexpr Schema comment_schema = given<Comment, CommentExtras>("Comment");

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/v1/requests/{id}/comments/",
     .permission = Permission::signed_in,
     .handler = list,
     .summary = "What was said about a request, oldest first; internal notes for staff only",
     .response = comment_schema,
     .is_list = true},
    {.method = Method::post,
     .path = "/api/v1/requests/{id}/comments/",
     .permission = Permission::signed_in,
     .handler = open,
     .summary = "Say something about a request, to everyone or (staff) internally",
     .takes = Takes::fields,
     .request = taken<Comment>("NewComment"),
     .response = comment_schema,
     .success = 201},
};

}  // namespace

std::span<const Route> comment_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
