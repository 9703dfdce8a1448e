#include "service/comment.hpp"

#include "http/context.hpp"
#include "http/schema.hpp"
#include "http/v1/routes.hpp"
#include "http/v1/service_request_fields.hpp"
#include "service/service_request.hpp"
#include "store/comment.hpp"

namespace pilotlight::http::v1 {
namespace {

constexpr std::string_view visibility_is_kept =
    "Who may read a comment does not change. Take it back and write another.";

struct CommentExtras {
    std::string author_name{};
    Role author_role = Role::customer;

    static constexpr auto fields() {
        return FieldList{Field{"author_name", &CommentExtras::author_name, {}},
                         Field{"author_role", &CommentExtras::author_role, {}}};
    }
};

void write_comment(JsonWriter& out, const store::comment::View& view) {
    out.begin_object().members(view.comment);
    out.members(CommentExtras{store::full_name(view.author), view.author_role}).end_object();
}

Result<Response> comment_response(store::Read& read,
                                  CommentId id,
                                  const Context& context,
                                  int status) {
    const auto view = TRY(store::comment::find(read, id));
    if (!view) return not_found();
    JsonWriter out;
    write_comment(out, *view);
    return context.json(status, out.take());
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
        return comment_response(tx, id, *context, 201);
    }};
}

Result<Comment> visible(store::Read& read, const Context& context) {
    return service::comment::visible(
        read, context.actor(), context.id<ServiceRequestId>(), context.id<CommentId>(1));
}

Answer show(const ContextPtr& context) {
    auto& read = context->read();
    const auto comment = TRY(visible(read, *context));
    return TRY(comment_response(read, comment.id, *context, 200));
}

Answer edit(const ContextPtr& context) {
    TRY(visible(context->read(), *context));  // whatever the body holds
    const auto object = TRY(context->fields());
    const auto body = TRY(Context::decoded<Comment>(object, Mode::patch));
    return InTx{[context, body, object](store::Tx& tx) -> Result<Response> {
        const auto before = TRY(visible(tx, *context));
        TRY(check_visibility(object, before.visibility, visibility_is_kept));
        if (body.has("text")) {
            TRY(service::comment::edit(
                tx, context->actor(), before, body.value.text, context->now));
        }
        return comment_response(tx, before.id, *context, 200);
    }};
}

Answer remove(const ContextPtr& context) {
    return InTx{[context](store::Tx& tx) -> Result<Response> {
        const auto comment = TRY(visible(tx, *context));
        TRY(service::comment::remove(tx, context->actor(), comment, context->now));
        return context->no_content();
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
     .list = ListForm::array},
    {.method = Method::post,
     .path = "/api/v1/requests/{id}/comments/",
     .permission = Permission::signed_in,
     .handler = open,
     .summary = "Say something about a request, to everyone or (staff) internally",
     .takes = Takes::fields,
     .request = taken<Comment>("NewComment"),
     .response = comment_schema,
     .success = 201},
    {.method = Method::get,
     .path = "/api/v1/requests/{id}/comments/{comment}/",
     .permission = Permission::signed_in,
     .handler = show,
     .summary = "Read one",
     .response = comment_schema},
    {.method = Method::patch,
     .path = "/api/v1/requests/{id}/comments/{comment}/",
     .permission = Permission::signed_in,
     .handler = edit,
     .summary = "Say it in other words: its author. Staff read in the history what it said before",
     .takes = Takes::fields,
     .request = taken_in_part<Comment>("CommentChange"),
     .response = comment_schema},
    {.method = Method::del,
     .path = "/api/v1/requests/{id}/comments/{comment}/",
     .permission = Permission::signed_in,
     .handler = remove,
     .summary = "Take it back: its author, or an administrator",
     .success = 204},
};

}  // namespace

std::span<const Route> comment_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
