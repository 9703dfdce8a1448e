#include "service/invitation.hpp"

#include "http/context.hpp"
#include "http/schema.hpp"
#include "http/v1/routes.hpp"
#include "store/invitation.hpp"

namespace pilotlight::http::v1 {
namespace {

struct InvitationExtras {
    std::string code{};

    static constexpr auto fields() {
        return FieldList{
            Field{"code", &InvitationExtras::code, {.doc = "Shown this once; good for a week."}}};
    }
};

Answer issue(const ContextPtr& context) {
    const auto body = TRY(context->body<Invitation>(Mode::create));
    return InTx{[context, role = body.value.role](store::Tx& tx) -> Result<Response> {
        const auto issued =
            TRY(service::invitation::issue(tx, context->actor(), role, context->now));
        JsonWriter out;
        out.begin_object().members(issued.invitation).member("code", issued.code).end_object();
        return context->json(201, out.take());
    }};
}

Answer list(const ContextPtr& context) {
    const auto page = TRY(context->page());
    const auto invitations = TRY(store::invitation::list(context->read(), page));
    std::optional<store::Cursor> next;
    if (static_cast<int>(invitations.size()) == page.limit) {
        next = {0, invitations.back().id.value};
    }
    return context->list(to_json(invitations), next, std::nullopt);
}

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/v1/invitations/",
     .permission = Permission::admin,
     .handler = list,
     .summary = "Invitations of staff, newest first, without their codes",
     .response = given<Invitation>("Invitation"),
     .list = ListForm::array},
    {.method = Method::post,
     .path = "/api/v1/invitations/",
     .permission = Permission::admin,
     .handler = issue,
     .summary = "Invite one person to register as support or technician",
     .takes = Takes::fields,
     .request = taken<Invitation>("NewInvitation"),
     .response = given<Invitation, InvitationExtras>("IssuedInvitation"),
     .success = 201},
};

}  // namespace

std::span<const Route> invitation_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
