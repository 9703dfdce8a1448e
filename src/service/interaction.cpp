#include "service/interaction.hpp"

#include "service/audit.hpp"
#include "service/narrow.hpp"
#include "service/ticket.hpp"

namespace pilotlight::service::interaction {
namespace {

Result<void> tell(
    store::Tx& tx, const Actor& actor, InteractionId id, std::string_view action, Instant now) {
    return audit(tx,
                 {.actor = actor.account,
                  .subject_kind = "interaction",
                  .subject = id.value,
                  .action = action},
                 now);
}

Result<Interaction> editable(store::Read& read, const Actor& actor, InteractionId id) {
    auto interaction = TRY(visible(read, actor, id));
    if (!may_edit(actor, interaction)) return forbidden();
    return interaction;
}

}  // namespace

Result<Interaction> visible(store::Read& read, const Actor& actor, InteractionId id) {
    auto interaction = TRY(store::interaction::find(read, id));
    if (!interaction || !may_see(actor, *interaction)) return not_found();
    return *std::move(interaction);
}

Result<InteractionId> record(store::Tx& tx, const Actor& actor, Interaction draft, Instant now) {
    if (!is_staff(actor.role)) return forbidden();
    const auto ticket = TRY(ticket::visible(tx, actor, draft.ticket));
    TRY(check_duration(draft));
    draft.customer = ticket.customer;
    draft.representative = actor.account;
    draft.created_at = draft.updated_at = now;
    return store::interaction::insert(tx, draft);
}

Result<void> edit(store::Tx& tx,
                  const Actor& actor,
                  InteractionId id,
                  const Decoded<Interaction>& changes,
                  Instant now) {
    const auto before = TRY(editable(tx, actor, id));
    auto after = before;
    if (!changes.apply_to(after)) return {};
    TRY(check_duration(after));
    after.updated_at = now;
    TRY(store::interaction::update(tx, before, after));
    return tell(tx, actor, id, "edited", now);
}

Result<void> remove(store::Tx& tx, const Actor& actor, InteractionId id, Instant now) {
    const auto before = TRY(editable(tx, actor, id));
    auto after = before;
    after.deleted_at = after.updated_at = now;
    TRY(store::interaction::update(tx, before, after));
    return tell(tx, actor, id, "deleted", now);
}

void restrict_to(const Actor& actor, store::interaction::Filter& filter) {
    if (actor.role == Role::customer) filter.customer = narrowed(filter.customer, actor.account);
    if (actor.role == Role::technician) {
        filter.representative = narrowed(filter.representative, actor.account);
    }
}

Result<std::vector<store::interaction::StatCell>> stats(store::Read& read, const Actor& actor) {
    using enum store::interaction::Party;
    if (actor.role == Role::customer) {
        return store::interaction::stats(read, customer, actor.account);
    }
    if (actor.role == Role::technician) {
        return store::interaction::stats(read, representative, actor.account);
    }
    return store::interaction::stats(read, everybody, {});
}

}  // namespace pilotlight::service::interaction
