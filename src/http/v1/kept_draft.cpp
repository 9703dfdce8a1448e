#include "service/kept_draft.hpp"

#include "base/text.hpp"
#include "http/context.hpp"
#include "http/schema.hpp"
#include "http/v1/routes.hpp"

namespace pilotlight::http::v1 {
namespace {

struct DraftExtras {
    std::string key{};

    static constexpr auto fields() {
        return FieldList{Field{"key", &DraftExtras::key, {.doc = "As in the path."}}};
    }
};

Response response_of(const Context& context, const KeptDraft& draft) {
    JsonWriter out;
    out.begin_object().members(DraftExtras{draft.slug}).members(draft).end_object();
    return context.json(200, out.take());
}

Answer show(const ContextPtr& context) {
    const auto draft = TRY(service::kept_draft::find(
        context->read(), context->actor(), context->path_text, context->now));
    return response_of(*context, draft);
}

/// As it was typed: the field list would take off the outer blanks.
Result<std::string> typed_text(const Context& context) {
    const auto object = TRY(context.fields());
    const auto body = TRY(Context::decoded<KeptDraft>(object, Mode::create));
    const auto* typed = object.at("text").if_string();
    if (typed == nullptr) return body.value.text;
    std::string text(typed->data(), typed->size());
    if (character_count(text) > draft_text_length_max) {
        return invalid("text", "Ensure this field has no more than 20000 characters.");
    }
    return text;
}

Answer keep(const ContextPtr& context) {
    const auto typed = TRY(typed_text(*context));
    return InTx{[context, text = typed](store::Tx& tx) -> Result<Response> {
        const auto draft = TRY(service::kept_draft::keep(
            tx, context->actor(), context->path_text, text, context->now));
        return response_of(*context, draft);
    }};
}

Answer remove(const ContextPtr& context) {
    return InTx{[context](store::Tx& tx) -> Result<Response> {
        TRY(service::kept_draft::remove(tx, context->actor(), context->path_text));
        return context->no_content();
    }};
}

constexpr Schema draft_schema = given<DraftExtras, KeptDraft>("Draft");

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/v1/drafts/{key}/",
     .permission = Permission::signed_in,
     .handler = show,
     .summary = "What one has begun to write under a key of one's own",
     .response = draft_schema,
     .names_text = true},
    {.method = Method::put,
     .path = "/api/v1/drafts/{key}/",
     .permission = Permission::signed_in,
     .handler = keep,
     .summary = "Keep what one has begun to write; up to 100 drafts for 30 days",
     .takes = Takes::fields,
     .request = taken<KeptDraft>("NewDraft"),
     .response = draft_schema,
     .names_text = true,
     .is_uncounted = true},
    {.method = Method::del,
     .path = "/api/v1/drafts/{key}/",
     .permission = Permission::signed_in,
     .handler = remove,
     .summary = "Throw a draft away",
     .success = 204,
     .names_text = true,
     .is_uncounted = true},
};

}  // namespace

std::span<const Route> kept_draft_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
