#include "service/bulk_change.hpp"

#include "http/context.hpp"
#include "http/schema.hpp"
#include "http/v1/routes.hpp"

namespace pilotlight::http::v1 {
namespace {

using service::bulk_change::Change;
using service::bulk_change::changes_max;
using service::bulk_change::Outcome;

/// One request of many and what it is to become.
struct ChangeWords {
    ServiceRequestId id{};
    std::int64_t version = 0;
    std::optional<Status> status{};
    std::string notes{};
    std::optional<std::string> resolution{};
    std::optional<AccountId> assigned_to{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"id", &ChangeWords::id, {.access = input_only, .required = true}},
            Field{"version",
                  &ChangeWords::version,
                  {.access = input_only,
                   .required = true,
                   .doc = "As it was read; a request that moved on since is left alone."}},
            Field{"status",
                  &ChangeWords::status,
                  {.access = input_only, .doc = "Either this or assigned_to."}},
            Field{"notes",
                  &ChangeWords::notes,
                  {.access = input_only, .doc = "With status: told in the history."}},
            Field{"resolution",
                  &ChangeWords::resolution,
                  {.access = input_only, .doc = "With status; made from notes when resolving."}},
            Field{"assigned_to",
                  &ChangeWords::assigned_to,
                  {.access = input_only,
                   .doc = "Account id of a member of staff; null: the queue. For the desk."}},
        };
    }
};

/// Only their shape, for the API document.
struct BulkChange {
    std::vector<ChangeWords> changes{};

    static constexpr auto fields() {
        return FieldList{Field{
            "changes",
            &BulkChange::changes,
            {.access = Access::input_only, .required = true, .doc = "1 to 100, made in order."}}};
    }
};

struct OutcomeBody {
    ServiceRequestId id{};
    std::optional<std::int64_t> version{};
    std::optional<std::string> code{};
    std::string detail{};

    static constexpr auto fields() {
        return FieldList{
            Field{"id", &OutcomeBody::id, {}},
            Field{"version",
                  &OutcomeBody::version,
                  {.doc = "As it stands now; null when the caller cannot see it."}},
            Field{"code",
                  &OutcomeBody::code,
                  {.doc = "null: done. Else why not, a code of docs/errors.md."}},
            Field{"detail", &OutcomeBody::detail, {}},
        };
    }
};

struct BulkOutcome {
    std::vector<OutcomeBody> outcomes{};

    static constexpr auto fields() {
        return FieldList{
            Field{"outcomes", &BulkOutcome::outcomes, {.doc = "One a change, in their order."}}};
    }
};

Change change_of(const Decoded<ChangeWords>& words) {
    const auto& value = words.value;
    if (words.has("assigned_to")) {
        return {value.id, service::assignment::Handover{value.assigned_to, value.version}};
    }
    return {value.id,
            service::service_request::Edit{.status = value.status,
                                           .resolution = value.resolution,
                                           .notes = value.notes,
                                           .version = value.version}};
}

/// The change at its place in the list; its faults are named by that place.
Change read_change(const boost::json::value& given, std::size_t place, FieldErrors& faults) {
    const auto name = "changes." + std::to_string(place);
    const auto* object = given.if_object();
    if (object == nullptr) {
        faults.push_back({name, "Expected an object."});
        return {};
    }
    FieldErrors own;
    const auto words = decode<ChangeWords>(*object, Mode::create, own);
    const bool has_one = words.value.status.has_value() != words.has("assigned_to");
    if (own.empty() && !has_one) faults.push_back({name, "Send either status or assigned_to."});
    for (auto& [field, message] : own) {
        auto path = name;
        faults.push_back({path.append(".").append(field), std::move(message)});
    }
    return change_of(words);
}

Result<std::vector<Change>> changes_of(const Context& context) {
    const auto object = TRY(context.fields());
    const auto* given = object.if_contains("changes");
    if (given == nullptr) return invalid("changes", "This field is required.");
    const auto* list = given->if_array();
    if (list == nullptr) return invalid("changes", "Expected a list of items.");
    if (list->empty()) return invalid("changes", "This list may not be empty.");
    if (list->size() > changes_max) {
        return invalid("changes",
                       "Send at most " + std::to_string(changes_max) + " changes at once.");
    }
    std::vector<Change> changes;
    FieldErrors faults;
    for (const auto& item : *list) changes.push_back(read_change(item, changes.size(), faults));
    if (!faults.empty()) return invalid(std::move(faults));
    return changes;
}

void write_outcome(JsonWriter& out, const Outcome& outcome) {
    OutcomeBody body{.id = outcome.request, .version = outcome.version};
    if (outcome.refusal) {
        const auto& refusal = *outcome.refusal;
        body.code = std::string(name_of(refusal.code));
        body.detail = refusal.fields.empty() ? refusal.message : refusal.fields.front().message;
    }
    out.begin_object().members(body).end_object();
}

Answer apply(const ContextPtr& context) {
    auto changes = TRY(changes_of(*context));
    return InTx{[context, changes = std::move(changes)](store::Tx& tx) -> Result<Response> {
        const auto outcomes =
            TRY(service::bulk_change::apply(tx, context->actor(), changes, context->now));
        JsonWriter out;
        out.begin_object().key("outcomes").begin_array();
        for (const auto& outcome : outcomes) write_outcome(out, outcome);
        out.end_array().end_object();
        return context->json(200, out.take());
    }};
}

constexpr Route table[] = {
    {.method = Method::post,
     .path = "/api/v1/requests/bulk/",
     .permission = Permission::staff,
     .handler = apply,
     .summary = "Move or hand over up to 100 requests in one transaction; says of each what became "
                "of it",
     .takes = Takes::fields,
     .request = taken<BulkChange>("BulkChange"),
     .response = given<BulkOutcome>("BulkOutcome")},
};

}  // namespace

std::span<const Route> bulk_change_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
