#include "domain/interaction.hpp"

namespace pilotlight {

std::string_view label_of(InteractionType type) {
    static constexpr std::array<std::string_view, 5> labels{
        "Phone Call", "Email", "Chat", "Visit", "Other"};
    return labels[static_cast<std::size_t>(type)];
}

Result<void> check_duration(const Interaction& interaction) {
    const auto minutes = interaction.duration_minutes.value_or(0);
    if (minutes < 0) {
        return invalid("duration_minutes", "Ensure this value is greater than or equal to 0.");
    }
    if (minutes > interaction_minutes_max) {
        return invalid("duration_minutes",
                       "Ensure this value is less than or equal to " +
                           std::to_string(interaction_minutes_max) + ".");
    }
    return {};
}

bool may_see(const Actor& actor, const Interaction& interaction) {
    return sees_all_requests(actor.role) || interaction.customer == actor.account ||
           (is_staff(actor.role) && interaction.representative == actor.account);
}

bool may_edit(const Actor& actor, const Interaction& interaction) {
    return is_staff(actor.role) &&
           (actor.role == Role::admin || interaction.representative == actor.account);
}

}  // namespace pilotlight
