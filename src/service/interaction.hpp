#pragma once

#include "base/decode.hpp"
#include "domain/interaction.hpp"
#include "store/interaction.hpp"

namespace pilotlight::service::interaction {

/// Writes down a contact: ticket, type, notes and duration are the draft's, the customer is the
/// ticket's, the representative is the actor. forbidden for customers, not_found for a ticket that
/// the actor does not see, invalid_input for a duration beyond a day.
Result<InteractionId> record(store::Tx& tx, const Actor& actor, Interaction draft, Instant now);

/// Corrects type, notes or duration. not_found for what the actor does not see, forbidden for
/// everyone but who wrote it down and administrators.
Result<void> edit(store::Tx& tx,
                  const Actor& actor,
                  InteractionId id,
                  const Decoded<Interaction>& changes,
                  Instant now);

/// Takes it out of sight and of the statistics. Errors as edit().
Result<void> remove(store::Tx& tx, const Actor& actor, InteractionId id, Instant now);

/// The interaction if the actor may see it, else not_found.
Result<Interaction> visible(store::Read& read, const Actor& actor, InteractionId id);

/// Narrows a list to what is the actor's: customers what concerns them, technicians what they wrote
/// down, nothing for support and admin.
void restrict_to(const Actor& actor, store::interaction::Filter& filter);

/// The statistics of what the actor sees, by type; types without interactions are left out.
Result<std::vector<store::interaction::StatCell>> stats(store::Read& read, const Actor& actor);

}  // namespace pilotlight::service::interaction
