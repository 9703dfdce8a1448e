#include "service/ticket.hpp"

#include "base/instant.hpp"
#include "http/compat/conversation/routes.hpp"
#include "http/context.hpp"
#include "http/numbered_page.hpp"
#include "http/schema.hpp"
#include "service/post.hpp"
#include "store/post.hpp"

namespace pilotlight::http::compat::conversation {
namespace {

struct NewTicket {
    std::string subject{};
    std::string message{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"subject",
                  &NewTicket::subject,
                  {.access = input_only, .required = true, .blank = false, .length_max = 255}},
            Field{"message",
                  &NewTicket::message,
                  {.access = input_only,
                   .required = true,
                   .blank = false,
                   .length_max = post_length_max}},
        };
    }
};

struct OpenedTicket {
    TicketId id{};
    std::string subject{};

    static constexpr auto fields() {
        return FieldList{Field{"id", &OpenedTicket::id, {}},
                         Field{"subject", &OpenedTicket::subject, {}}};
    }
};

/// The body comes before the role, as in the original.
Answer open(const ContextPtr& context) {
    const auto body = TRY(context->body<NewTicket>(Mode::create)).value;
    return InTx{[context, body](store::Tx& tx) -> Result<Response> {
        const service::ticket::Conversation draft{.subject = body.subject,
                                                  .message = body.message,
                                                  .profile = context->desk.settings.profile};
        const auto begun =
            TRY(service::ticket::open_conversation(tx, context->actor(), draft, context->now));
        return context->json(201, to_json(OpenedTicket{begun.ticket, body.subject}));
    }};
}

struct PostBody {
    PostId id{};
    std::string username{};
    std::string message{};
    std::string created_at{};  // on the surface's own clock

    static constexpr auto fields() {
        return FieldList{Field{"id", &PostBody::id, {}},
                         Field{"username", &PostBody::username, {}},
                         Field{"message", &PostBody::message, {}},
                         Field{"created_at", &PostBody::created_at, {}}};
    }
};

Answer posts(const ContextPtr& context) {
    auto& read = context->read();
    const auto id = context->id<TicketId>();
    const auto ticket =
        TRY(service::ticket::visible(read, context->actor(), id, TicketKind::conversation));
    const auto page = TRY(NumberedPage::of(*context, ticket.post_count, {}));
    const auto views = TRY(store::post::list(read, id, page.rows()));
    const auto offset = parse_utc_offset(context->desk.settings.conversation_utc_offset)
                            .value_or(std::chrono::minutes{0});
    std::vector<PostBody> rows;
    rows.reserve(views.size());
    for (const auto& [post, author, role] : views) {
        rows.push_back(
            {post.id, author.username, post.message, to_iso8601(post.created_at, offset)});
    }
    return page.answer(*context, to_json(rows));
}

struct NewPost {
    std::string message{};

    static constexpr auto fields() {
        return FieldList{Field{"message",
                               &NewPost::message,
                               {.access = Access::input_only,
                                .required = true,
                                .blank = false,
                                .length_max = post_length_max}}};
    }
};

struct Replied {
    PostId id{};
    std::string status = "Success";

    static constexpr auto fields() {
        return FieldList{Field{"id", &Replied::id, {}}, Field{"status", &Replied::status, {}}};
    }
};

Answer reply(const ContextPtr& context) {
    const auto id = context->id<TicketId>();
    TRY(service::ticket::visible(context->read(), context->actor(), id, TicketKind::conversation));
    const auto body = TRY(context->body<NewPost>(Mode::create)).value;
    return InTx{[context, id, body](store::Tx& tx) -> Result<Response> {
        const auto post =
            TRY(service::post::reply(tx, context->actor(), id, body.message, context->now));
        return context->json(201, to_json(Replied{.id = post}));
    }};
}

Answer remove(const ContextPtr& context) {
    return InTx{[context](store::Tx& tx) -> Result<Response> {
        const auto id = context->id<PostId>();
        const auto post = TRY(service::post::visible(tx, context->actor(), id));
        TRY(service::ticket::visible(tx, context->actor(), post.ticket, TicketKind::conversation));
        TRY(service::post::remove(tx, context->actor(), id, context->now));
        return context->no_content();
    }};
}

constexpr Wording open_wordings[] = {
    {.code = Code::forbidden,
     .status = 403,
     .key = "error",
     .text = "You are not allowed to create a ticket. Please contact administrators for help."}};

constexpr std::string_view not_removed =
    "You are not allowed to delete to this post. Please contact administrators for help.";
constexpr Wording remove_wordings[] = {
    {.code = Code::forbidden, .status = 403, .key = "error", .text = not_removed},
    {.code = Code::conflict, .status = 403, .key = "error", .text = not_removed}};

constexpr Route table[] = {
    {.method = Method::post,
     .path = "/api/newticket/",
     .permission = Permission::signed_in,
     .handler = open,
     .summary = "Open a ticket with its first post; customers only",
     .takes = Takes::fields,
     .request = taken<NewTicket>("NewTicket"),
     .response = given<OpenedTicket>("OpenedTicket"),
     .success = 201,
     .surface = &surface,
     .wordings = open_wordings},
    {.method = Method::get,
     .path = "/api/tickets/{id}/posts/",
     .permission = Permission::signed_in,
     .handler = posts,
     .summary = "The posts of a ticket, oldest first, in numbered pages",
     .response = given<PostBody>("Post"),
     .list = ListForm::pages,
     .surface = &surface},
    {.method = Method::post,
     .path = "/api/tickets/{id}/reply/",
     .permission = Permission::signed_in,
     .handler = reply,
     .summary = "Answer in a ticket",
     .takes = Takes::fields,
     .request = taken<NewPost>("NewPost"),
     .response = given<Replied>("Replied"),
     .success = 201,
     .surface = &surface},
    {.method = Method::del,
     .path = "/api/posts/{id}/",
     .permission = Permission::signed_in,
     .handler = remove,
     .summary = "Take back one's own post, but not the first of a ticket",
     .success = 204,
     .surface = &surface,
     .wordings = remove_wordings},
};

}  // namespace

std::span<const Route> ticket_routes() {
    return table;
}

}  // namespace pilotlight::http::compat::conversation
