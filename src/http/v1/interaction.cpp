#include "service/interaction.hpp"

#include <map>

#include "http/schema.hpp"
#include "http/v1/query_words.hpp"
#include "http/v1/routes.hpp"

namespace pilotlight::http::v1 {
namespace {

using store::interaction::Filter;
using store::interaction::Sort;
using store::interaction::View;

struct InteractionExtras {
    std::string customer_name{};
    std::string representative_name{};

    static constexpr auto fields() {
        return FieldList{Field{"customer_name", &InteractionExtras::customer_name, {}},
                         Field{"representative_name", &InteractionExtras::representative_name, {}}};
    }
};

void write_interaction(JsonWriter& out, const View& view) {
    out.begin_object().members(view.interaction);
    out.members(
        InteractionExtras{store::full_name(view.customer), store::full_name(view.representative)});
    out.end_object();
}

Result<Response> interaction_response(store::Read& read,
                                      InteractionId id,
                                      const Context& context,
                                      int status) {
    const auto view = TRY(store::interaction::view(read, id));
    if (!view || !may_see(context.actor(), view->interaction)) return not_found();
    JsonWriter out;
    write_interaction(out, *view);
    return context.json(status, out.take());
}

constexpr std::pair<std::string_view, Sort> sorts[] = {
    {"-created_at", Sort::newest},
    {"created_at", Sort::oldest},
};

Answer list(const ContextPtr& context) {
    Filter filter;
    filter.ticket = TRY(query_id<TicketId>(*context, "ticket"));
    filter.customer = TRY(query_id<AccountId>(*context, "customer"));
    filter.representative = TRY(query_id<AccountId>(*context, "representative"));
    filter.type = TRY(query_choice<InteractionType>(*context->request, "type"));
    service::interaction::restrict_to(context->actor(), filter);
    const auto sort = TRY(query_sort<Sort>(*context, sorts));
    const auto page = TRY(context->page());
    auto& read = context->read();
    const auto views = TRY(store::interaction::list(read, filter, sort, page));
    const auto total = TRY(store::interaction::count(read, filter));
    JsonWriter out;
    out.begin_array();
    for (const auto& view : views) write_interaction(out, view);
    out.end_array();
    std::optional<store::Cursor> next;
    if (static_cast<int>(views.size()) == page.limit) next = {0, views.back().interaction.id.value};
    return context->list(out.take(), next, total);
}

Answer record(const ContextPtr& context) {
    const auto body = TRY(context->body<Interaction>(Mode::create));
    return InTx{[context, draft = body.value](store::Tx& tx) -> Result<Response> {
        const auto id = service::interaction::record(tx, context->actor(), draft, context->now);
        if (!id && id.error().code == Code::not_found) {
            return invalid({absent_key("ticket", draft.ticket.value)});
        }
        if (!id) return id.error();
        return interaction_response(tx, *id, *context, 201);
    }};
}

Answer show(const ContextPtr& context) {
    return TRY(interaction_response(context->read(), context->id<InteractionId>(), *context, 200));
}

Answer edit(const ContextPtr& context) {
    // A foreign interaction is 404 whatever the body holds.
    const auto id = context->id<InteractionId>();
    TRY(service::interaction::visible(context->read(), context->actor(), id));
    auto changes = TRY(context->body<Interaction>(Mode::patch));
    return InTx{[context, id, changes = std::move(changes)](store::Tx& tx) -> Result<Response> {
        TRY(service::interaction::edit(tx, context->actor(), id, changes, context->now));
        return interaction_response(tx, id, *context, 200);
    }};
}

Answer remove(const ContextPtr& context) {
    return InTx{[context](store::Tx& tx) -> Result<Response> {
        const auto id = context->id<InteractionId>();
        TRY(service::interaction::remove(tx, context->actor(), id, context->now));
        return context->no_content();
    }};
}

struct InteractionStats {
    std::int64_t total = 0;
    std::int64_t total_minutes = 0;

    static constexpr auto fields() {
        return FieldList{Field{"total", &InteractionStats::total, {}},
                         Field{"total_minutes", &InteractionStats::total_minutes, {}}};
    }
};

/// Only its shape, for the API document.
struct StatsOfTypes {
    std::map<std::string, InteractionStats> by_type{};

    static constexpr auto fields() {
        return FieldList{
            Field{"by_type", &StatsOfTypes::by_type, {.doc = "Every type has its own."}}};
    }
};

Answer stats(const ContextPtr& context) {
    const auto cells = TRY(service::interaction::stats(context->read(), context->actor()));
    InteractionStats all;
    std::array<InteractionStats, names<InteractionType>.size()> of_type{};
    for (const auto& cell : cells) {
        all.total += cell.n;
        all.total_minutes += cell.minutes;
        of_type[static_cast<std::size_t>(cell.type)] = {cell.n, cell.minutes};
    }
    JsonWriter out;
    out.begin_object().members(all).key("by_type").begin_object();
    for (std::size_t i = 0; i < of_type.size(); ++i) {
        out.key(names<InteractionType>[i]).value(of_type[i]);
    }
    out.end_object().end_object();
    return context->json(200, out.take());
}

constexpr Schema interaction_schema = given<Interaction, InteractionExtras>("Interaction");

constexpr QueryParameter filters[] = {
    {"ticket", "Id of a ticket."},
    {"customer", "Account id."},
    {"representative", "Account id of who wrote it down."},
    {"type", "call, email, chat, visit or other."},
    {"sort", "-created_at (default) or created_at."},
};

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/v1/interactions/",
     .permission = Permission::signed_in,
     .handler = list,
     .summary = "List contacts: with oneself, written by a technician, or all",
     .response = interaction_schema,
     .list = ListForm::array,
     .query = filters},
    {.method = Method::post,
     .path = "/api/v1/interactions/",
     .permission = Permission::staff,
     .handler = record,
     .summary = "Write down a contact with the customer of a ticket",
     .takes = Takes::fields,
     .request = taken<Interaction>("NewInteraction"),
     .response = interaction_schema,
     .success = 201},
    {.method = Method::get,
     .path = "/api/v1/interactions/stats/",
     .permission = Permission::signed_in,
     .handler = stats,
     .summary = "How many contacts and minutes, by type, of what one may see",
     .response = given<InteractionStats, StatsOfTypes>("InteractionStats")},
    {.method = Method::get,
     .path = "/api/v1/interactions/{id}/",
     .permission = Permission::signed_in,
     .handler = show,
     .summary = "Read a contact",
     .response = interaction_schema},
    {.method = Method::patch,
     .path = "/api/v1/interactions/{id}/",
     .permission = Permission::signed_in,
     .handler = edit,
     .summary = "Correct a contact: who wrote it down, or an administrator",
     .takes = Takes::fields,
     .request = taken_in_part<Interaction>("InteractionChange"),
     .response = interaction_schema},
    {.method = Method::del,
     .path = "/api/v1/interactions/{id}/",
     .permission = Permission::signed_in,
     .handler = remove,
     .summary = "Remove a contact: who wrote it down, or an administrator",
     .success = 204},
};

}  // namespace

std::span<const Route> interaction_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
