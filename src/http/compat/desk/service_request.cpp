#include "http/service_request.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "http/compat/desk/reach.hpp"
#include "http/compat/desk/routes.hpp"
#include "http/compat/desk/service_request_body.hpp"
#include "http/numbered_page.hpp"
#include "http/schema.hpp"

namespace pilotlight::http::compat::desk {
namespace {

struct NewRequest {
    std::string title{};
    TypeWord service_type{};
    std::string description{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"title",
                  &NewRequest::title,
                  {.access = input_only,
                   .required = true,
                   .blank = false,
                   .length_max = 255,
                   .doc = "At least 5 characters."}},
            Field{"service_type",
                  &NewRequest::service_type,
                  {.access = input_only, .required = true}},
            Field{"description",
                  &NewRequest::description,
                  {.access = input_only,
                   .required = true,
                   .blank = false,
                   .length_max = 10'000,
                   .doc = "At least 10 characters. Files come as parts called attachments."}},
        };
    }
};

/// Lengths are told in this contract's own sentences, once the field itself is right.
void check_lengths(const Decoded<NewRequest>& given, FieldErrors& faults) {
    if (given.has("title") && character_count(given.value.title) < title_length_min) {
        faults.push_back({"title", "Title must be at least 5 characters long."});
    }
    if (given.has("description") &&
        character_count(given.value.description) < description_length_min) {
        faults.push_back({"description", "Description must be at least 10 characters long."});
    }
}

/// The files are numbered from 0 in the order in which they came; text in their place comes first.
FieldErrors file_faults(const Request& request, const boost::json::object& fields) {
    FieldErrors faults;
    std::size_t position = 0;
    const auto fault = [&](std::string_view text) {
        faults.push_back({"attachments." + std::to_string(position), std::string(text)});
    };
    const auto* text = fields.if_contains("attachments");
    const bool is_empty = text == nullptr || text->is_null() ||
                          (text->is_string() && text->get_string().empty()) ||
                          (text->is_array() && text->get_array().empty());
    if (!is_empty) {
        fault("The submitted data was not a file. Check the encoding type on the form.");
        ++position;
    }
    for (const auto& file : request.files) {
        if (file->size_bytes == 0) fault("The submitted file is empty.");
        ++position;
    }
    return faults;
}

/// The order in which the original's serializer tells them; files come last.
void sort_as_told(FieldErrors& faults) {
    const auto place = [](const FieldError& fault) {
        static constexpr std::string_view order[] = {"title", "service_type", "description"};
        return std::ranges::find(order, std::string_view(fault.field)) - std::begin(order);
    };
    std::ranges::stable_sort(faults, {}, place);
}

Result<service::service_request::Draft> draft_of(const ContextPtr& context) {
    const auto object = TRY(context->fields());
    if (!object.contains("service_type")) return invalid("service_type", "This field is required.");
    FieldErrors faults;
    const auto given = decode<NewRequest>(object, Mode::create, faults);
    check_lengths(given, faults);
    for (auto& fault : file_faults(*context->request, object)) faults.push_back(std::move(fault));
    if (!faults.empty()) {
        sort_as_told(faults);
        return invalid(std::move(faults));
    }
    const auto word = name_of(given.value.service_type);
    auto type = TRY(type_of_word(context->read(), word, "service_type"));
    service::service_request::Draft draft{.type = std::move(type), .type_text = std::string(word)};
    draft.fields.value.title = given.value.title;
    draft.fields.value.description = given.value.description;
    TRY(read_idempotency_key(*context, draft));
    return draft;
}

Result<Response> created(store::Read& read, ServiceRequestId id, const Context& context) {
    auto view = TRY(store::service_request::view(read, id));
    if (!view) return not_found();
    const auto bodies = TRY(bodies_of(read, {*std::move(view)}));
    return context.json(201, to_json(bodies.front()));
}

Answer create(const ContextPtr& context) {
    auto draft = TRY(draft_of(context));
    return open_request(context, std::move(draft), &created);
}

Answer list(const ContextPtr& context) {
    auto& read = context->read();
    const auto filter = reach_of(context->actor());
    const auto count = TRY(store::service_request::count(read, filter));
    if (!count) return internal_error("a list of the desk surface is not counted");
    const auto page = TRY(NumberedPage::of(*context, *count, {}));
    const auto views = TRY(store::service_request::list(
        read, filter, store::service_request::Sort::oldest, page.rows()));
    const auto bodies = TRY(bodies_of(read, views));
    return page.answer(*context, to_json(bodies));
}

struct StatusChange {
    StatusWord status{};

    static constexpr auto fields() {
        return FieldList{Field{
            "status", &StatusChange::status, {.access = Access::input_only, .required = true}}};
    }
};

/// The request if it is the caller's work; it is for whom it was given to and nobody else.
Result<ServiceRequest> own_work(store::Read& read, const Context& context) {
    auto request = TRY(store::service_request::find(read, context.id<ServiceRequestId>()));
    const auto& actor = context.actor();
    if (!request || !is_staff(actor.role) || request->assigned_to != actor.account) {
        return not_found();
    }
    return *std::move(request);
}

Result<StatusWord> read_status(const Context& context) {
    const auto object = TRY(context.fields());
    FieldErrors faults;
    const auto change = decode<StatusChange>(object, Mode::create, faults);
    if (faults.empty()) return change.value.status;
    return Error{.code = Code::invalid_input, .message = "Invalid status value."};
}

Answer update(const ContextPtr& context) {
    TRY(own_work(context->read(), *context));  // whatever the body holds
    const auto word = TRY(read_status(*context));
    return InTx{[context, word](store::Tx& tx) -> Result<Response> {
        const auto request = TRY(own_work(tx, *context));
        // What is shown in that state is in it: a cancelled request stays cancelled.
        if (shown(request.status) != word) {
            TRY(service::service_request::edit(
                tx, context->actor(), request.id, {.status = status_of(word)}, context->now));
        }
        return context->ok(DetailBody{"Status updated successfully."});
    }};
}

Answer remove(const ContextPtr& context) {
    return InTx{[context](store::Tx& tx) -> Result<Response> {
        const auto id = context->id<ServiceRequestId>();
        const auto request = TRY(store::service_request::find(tx, id));
        if (!request || request->customer != context->actor().account) return not_found();
        TRY(service::service_request::remove(tx, context->actor(), id, {}, context->now));
        return context->no_content();
    }};
}

constexpr Wording create_words[] = {{.code = Code::forbidden,
                                     .status = 403,
                                     .text = "Only customers can create service requests."}};
constexpr Wording update_words[] = {
    {.code = Code::not_found, .status = 404, .text = "Request not found or unauthorized."},
    {.code = Code::conflict, .status = 400, .text = "Invalid status value."}};
constexpr Wording remove_words[] = {
    {.code = Code::not_found, .status = 404, .text = "Request not found."}};

constexpr Route table[] = {
    {.method = Method::post,
     .path = "/api/service-request/create/",
     .permission = Permission::customer,
     .handler = create,
     .summary = "Open a request, with files if sent as multipart",
     .takes = Takes::files,
     .request = taken<NewRequest>("NewRequest"),
     .response = given<RequestBody>("Request"),
     .success = 201,
     .surface = &surface,
     .wordings = create_words},
    {.method = Method::get,
     .path = "/api/service-request/getAll/",
     .permission = Permission::signed_in,
     .handler = list,
     .summary = "List requests: one's own, those given to staff, or for administrators all",
     .response = given<RequestBody>("Request"),
     .list = ListForm::pages,
     .surface = &surface},
    {.method = Method::patch,
     .path = "/api/service-request/update/{id}/",
     .permission = Permission::signed_in,
     .handler = update,
     .summary = "Set the status of a request that was given to one",
     .takes = Takes::fields,
     .request = taken<StatusChange>("StatusChange"),
     .response = given<DetailBody>("Detail"),
     .surface = &surface,
     .wordings = update_words},
    {.method = Method::del,
     .path = "/api/service-request/delete/{id}/",
     .permission = Permission::signed_in,
     .handler = remove,
     .summary = "Remove one's own request while it is pending",
     .success = 204,
     .surface = &surface,
     .wordings = remove_words},
};

}  // namespace

std::span<const Route> service_request_routes() {
    return table;
}

}  // namespace pilotlight::http::compat::desk
