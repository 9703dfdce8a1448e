#include "service/interaction.hpp"

#include <algorithm>
#include <iterator>

#include "http/compat/list.hpp"
#include "http/compat/token/input.hpp"
#include "http/compat/token/routes.hpp"
#include "http/compat/token/ticket_body.hpp"
#include "http/schema.hpp"
#include "service/ticket.hpp"

namespace pilotlight::http::compat::token {
namespace {

using store::interaction::Filter;
using store::interaction::Sort;

struct InteractionInput {
    ContactWord interaction_type{};
    std::string notes{};
    std::optional<std::int64_t> duration{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"interaction_type",
                  &InteractionInput::interaction_type,
                  {.access = writable, .required = true}},
            Field{"notes",
                  &InteractionInput::notes,
                  {.access = writable, .required = true, .blank = false, .length_max = 10'000}},
            Field{"duration",
                  &InteractionInput::duration,
                  {.access = writable, .doc = "Minutes, 0 to 1440."}},
        };
    }
};

struct TicketReference {
    std::int64_t support_ticket_id = 0;

    static constexpr auto fields() {
        return FieldList{Field{"support_ticket_id",
                               &TicketReference::support_ticket_id,
                               {.access = Access::create_only, .required = true}}};
    }
};

Result<Response> answer_interaction(store::Read& read,
                                    InteractionId id,
                                    const Context& context,
                                    int status) {
    auto view = TRY(store::interaction::view(read, id));
    if (!view) return not_found();
    const auto bodies = TRY(bodies_of(read, {*std::move(view)}, reader_of(context)));
    return context.json(status, to_json(bodies.front()));
}

Filter reach_of(const Context& context) {
    Filter filter;
    service::interaction::restrict_to(context.actor(), filter);
    return filter;
}

Answer list(const ContextPtr& context) {
    auto& read = context->read();
    const auto filter = reach_of(*context);
    const auto reader = reader_of(*context);
    return answer_list(
        context,
        {[&]() -> Result<std::int64_t> {
             const auto total = TRY(store::interaction::count(read, filter, rows_counted_max));
             return total.value_or(rows_counted_max);
         },
         [&](const store::Page& page) -> Result<Rows> {
             const auto views = TRY(store::interaction::list(read, filter, Sort::oldest, page));
             const auto bodies = TRY(bodies_of(read, views, reader));
             return rows_of(bodies,
                            [](JsonWriter& out, const InteractionBody& body) { out.value(body); });
         }});
}

Answer list_recent(const ContextPtr& context) {
    constexpr int recent_rows = 5;
    auto& read = context->read();
    const auto views = TRY(
        store::interaction::list(read, reach_of(*context), Sort::newest, {.limit = recent_rows}));
    const auto bodies = TRY(bodies_of(read, views, reader_of(*context)));
    return context->ok(bodies);
}

Answer show_stats(const ContextPtr& context) {
    const auto cells = TRY(service::interaction::stats(context->read(), context->actor()));
    std::int64_t total = 0;
    std::int64_t minutes = 0;
    std::array<std::int64_t, names<InteractionType>.size()> by_type{};
    for (const auto& cell : cells) {
        total += cell.n;
        minutes += cell.minutes;
        by_type[static_cast<std::size_t>(cell.type)] = cell.n;
    }
    JsonWriter out;
    out.begin_object().member("total_interactions", total);
    out.member("total_duration_minutes", minutes).key("interactions_by_type").begin_object();
    for (std::size_t i = 0; i < by_type.size(); ++i) {
        if (by_type[i] != 0) out.member(label_of(static_cast<InteractionType>(i)), by_type[i]);
    }
    out.end_object().end_object();
    return context->json(200, out.take());
}

std::string stats_schema() {
    return R"({"type":"object","properties":{"total_interactions":{"type":"integer"},)"
           R"("total_duration_minutes":{"type":"integer"},"interactions_by_type":)"
           R"({"type":"object","description":"How many of each label, as Phone Call.",)"
           R"("additionalProperties":{"type":"integer"}}},"required":["total_interactions",)"
           R"("total_duration_minutes","interactions_by_type"]})";
}

Answer create(const ContextPtr& context) {
    const auto fields = TRY(context->fields());
    FieldErrors faults;
    const auto ticket = read_pk(fields, "support_ticket_id", Mode::create, faults);
    const auto given = decode<InteractionInput>(fields, Mode::create, faults).value;
    const auto duration = check_duration({.duration_minutes = given.duration});
    if (!duration) std::ranges::copy(duration.error().fields, std::back_inserter(faults));
    if (!faults.empty()) {
        // All at once (contracts.md §1): also what the transaction would have found.
        const bool is_absent =
            ticket && !service::ticket::visible(context->read(), context->actor(), {*ticket});
        if (is_absent) faults.push_back(absent_key("support_ticket_id", *ticket));
        return invalid(std::move(faults));
    }
    const Interaction draft{.ticket = {ticket.value_or(0)},
                            .type = meaning_of(given.interaction_type),
                            .notes = given.notes,
                            .duration_minutes = given.duration};
    return InTx{[context, draft](store::Tx& tx) -> Result<Response> {
        const auto id = service::interaction::record(tx, context->actor(), draft, context->now);
        if (id) return answer_interaction(tx, *id, *context, 201);
        if (id.error().code != Code::not_found) return id.error();
        return invalid({absent_key("support_ticket_id", draft.ticket.value)});
    }};
}

Answer show(const ContextPtr& context) {
    auto& read = context->read();
    const auto id = context->id<InteractionId>();
    TRY(service::interaction::visible(read, context->actor(), id));
    return TRY(answer_interaction(read, id, *context, 200));
}

Decoded<Interaction> changes_of(const Decoded<InteractionInput>& given) {
    Decoded<Interaction> changes;
    if (given.has("interaction_type")) {
        changes.value.type = meaning_of(given.value.interaction_type);
        changes.mark("type");
    }
    if (given.has("notes")) {
        changes.value.notes = given.value.notes;
        changes.mark("notes");
    }
    if (given.has("duration")) {
        changes.value.duration_minutes = given.value.duration;
        changes.mark("duration_minutes");
    }
    return changes;
}

Answer edit_with(const ContextPtr& context, Mode mode) {
    const auto id = context->id<InteractionId>();
    TRY(service::interaction::visible(context->read(), context->actor(), id));
    const auto given = TRY(context->body<InteractionInput>(mode));
    return InTx{[context, id, changes = changes_of(given)](store::Tx& tx) -> Result<Response> {
        TRY(service::interaction::edit(tx, context->actor(), id, changes, context->now));
        return answer_interaction(tx, id, *context, 200);
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
        const auto id = context->id<InteractionId>();
        TRY(service::interaction::remove(tx, context->actor(), id, context->now));
        return context->no_content();
    }};
}

constexpr Schema interaction_schema = given<InteractionBody>("CustomerInteraction");
constexpr Schema input_schema = taken<TicketReference, InteractionInput>("NewCustomerInteraction");

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/support/interactions/",
     .permission = Permission::signed_in,
     .handler = list,
     .summary = "Interactions: with oneself, those a technician wrote down, or all",
     .response = interaction_schema,
     .list = ListForm::array_or_pages,
     .surface = &surface},
    {.method = Method::post,
     .path = "/api/support/interactions/",
     .permission = Permission::staff,
     .handler = create,
     .summary = "Write down an interaction with the customer of a ticket",
     .takes = Takes::fields,
     .request = input_schema,
     .response = interaction_schema,
     .success = 201,
     .surface = &surface},
    {.method = Method::get,
     .path = "/api/support/interactions/recent_interactions/",
     .permission = Permission::signed_in,
     .handler = list_recent,
     .summary = "The newest five",
     .response = interaction_schema,
     .list = ListForm::array_or_pages,
     .surface = &surface},
    {.method = Method::get,
     .path = "/api/support/interactions/interaction_stats/",
     .permission = Permission::signed_in,
     .handler = show_stats,
     .summary = "How many there are, how long they took, of which types they are",
     .response = {"InteractionStats", stats_schema},
     .surface = &surface},
    {.method = Method::get,
     .path = "/api/support/interactions/{id}/",
     .permission = Permission::signed_in,
     .handler = show,
     .summary = "Read an interaction",
     .response = interaction_schema,
     .surface = &surface},
    {.method = Method::put,
     .path = "/api/support/interactions/{id}/",
     .permission = Permission::staff,
     .handler = replace,
     .summary = "Correct an interaction; the required fields must be there",
     .takes = Takes::fields,
     .request = input_schema,
     .response = interaction_schema,
     .surface = &surface},
    {.method = Method::patch,
     .path = "/api/support/interactions/{id}/",
     .permission = Permission::staff,
     .handler = edit,
     .summary = "Correct an interaction: who wrote it down, or an administrator",
     .takes = Takes::fields,
     .request = input_schema,
     .response = interaction_schema,
     .surface = &surface},
    {.method = Method::del,
     .path = "/api/support/interactions/{id}/",
     .permission = Permission::staff,
     .handler = remove,
     .summary = "Remove an interaction: who wrote it down, or an administrator",
     .success = 204,
     .surface = &surface},
};

}  // namespace

std::span<const Route> interaction_routes() {
    return table;
}

}  // namespace pilotlight::http::compat::token
