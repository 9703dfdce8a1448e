#include "service/post.hpp"

#include "http/context.hpp"
#include "http/schema.hpp"
#include "http/v1/routes.hpp"
#include "service/ticket.hpp"
#include "store/post.hpp"

namespace pilotlight::http::v1 {
namespace {

struct PostExtras {
    std::string author_name{};
    Role author_role = Role::customer;

    static constexpr auto fields() {
        return FieldList{Field{"author_name", &PostExtras::author_name, {}},
                         Field{"author_role", &PostExtras::author_role, {}}};
    }
};

void write_post(JsonWriter& out, const store::post::View& view) {
    out.begin_object().members(view.post);
    out.members(PostExtras{store::full_name(view.author), view.author_role}).end_object();
}

Answer list(const ContextPtr& context) {
    const auto page = TRY(context->page());
    auto& read = context->read();
    const auto id = context->id<TicketId>();
    const auto ticket = TRY(service::ticket::visible(read, context->actor(), id));
    const auto views = TRY(store::post::list(read, id, page));
    JsonWriter out;
    out.begin_array();
    for (const auto& view : views) write_post(out, view);
    out.end_array();
    std::optional<store::Cursor> next;
    if (static_cast<int>(views.size()) == page.limit) next = {0, views.back().post.id.value};
    return context->list(out.take(), next, ticket.post_count);
}

Answer reply(const ContextPtr& context) {
    // A foreign ticket is 404 whatever the body holds.
    const auto ticket = context->id<TicketId>();
    TRY(service::ticket::visible(context->read(), context->actor(), ticket));
    auto body = TRY(context->body<Post>(Mode::create));
    return InTx{[context, ticket, message = std::move(body.value.message)](
                    store::Tx& tx) -> Result<Response> {
        const auto id =
            TRY(service::post::reply(tx, context->actor(), ticket, message, context->now));
        const auto view = TRY(store::post::view(tx, id));
        if (!view) return internal_error("the post just written is absent");
        JsonWriter out;
        write_post(out, *view);
        return context->json(201, out.take());
    }};
}

Answer remove(const ContextPtr& context) {
    return InTx{[context](store::Tx& tx) -> Result<Response> {
        const auto id = context->id<PostId>(1);
        const auto post = TRY(service::post::visible(tx, context->actor(), id));
        if (post.ticket != context->id<TicketId>()) return not_found();
        TRY(service::post::remove(tx, context->actor(), id, context->now));
        return context->no_content();
    }};
}

constexpr Schema post_schema = given<Post, PostExtras>("Post");

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/v1/tickets/{id}/posts/",
     .permission = Permission::signed_in,
     .handler = list,
     .summary = "What was said in a ticket, oldest first",
     .response = post_schema,
     .list = ListForm::array},
    {.method = Method::post,
     .path = "/api/v1/tickets/{id}/posts/",
     .permission = Permission::signed_in,
     .handler = reply,
     .summary = "Answer in a ticket; its customer's answer opens it again",
     .takes = Takes::fields,
     .request = taken<Post>("NewPost"),
     .response = post_schema,
     .success = 201},
    {.method = Method::del,
     .path = "/api/v1/tickets/{id}/posts/{post}/",
     .permission = Permission::signed_in,
     .handler = remove,
     .summary = "Take one's own post back, unless the ticket began with it",
     .success = 204},
};

}  // namespace

std::span<const Route> post_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
