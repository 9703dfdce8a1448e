#pragma once
// The words of seed 000 for our enumerations: in the same order, so that one is cast to the other.

#include "domain/interaction.hpp"
#include "domain/ticket.hpp"

namespace pilotlight::http::compat::token {

enum class StatusWord : std::uint8_t { pending, in_progress, completed, cancelled };
enum class PriorityWord : std::uint8_t { low, medium, high, urgent };
enum class TicketWord : std::uint8_t { open, in_progress, resolved, closed };
enum class ContactWord : std::uint8_t { call, email, chat, visit, other };

}  // namespace pilotlight::http::compat::token

namespace pilotlight {

template <>
inline constexpr auto names<http::compat::token::StatusWord> =
    std::array<std::string_view, 4>{"PENDING", "IN_PROGRESS", "COMPLETED", "CANCELLED"};
template <>
inline constexpr auto names<http::compat::token::PriorityWord> =
    std::array<std::string_view, 4>{"LOW", "MEDIUM", "HIGH", "URGENT"};
template <>
inline constexpr auto names<http::compat::token::TicketWord> =
    std::array<std::string_view, 4>{"OPEN", "IN_PROGRESS", "RESOLVED", "CLOSED"};
template <>
inline constexpr auto names<http::compat::token::ContactWord> =
    std::array<std::string_view, 5>{"CALL", "EMAIL", "CHAT", "VISIT", "OTHER"};

}  // namespace pilotlight

namespace pilotlight::http::compat::token {

constexpr StatusWord word_of(Status status) {
    return static_cast<StatusWord>(status);
}
constexpr PriorityWord word_of(Priority priority) {
    return static_cast<PriorityWord>(priority);
}
constexpr TicketWord word_of(TicketStatus status) {
    return static_cast<TicketWord>(status);
}
constexpr ContactWord word_of(InteractionType type) {
    return static_cast<ContactWord>(type);
}

constexpr Status meaning_of(StatusWord word) {
    return static_cast<Status>(word);
}
constexpr Priority meaning_of(PriorityWord word) {
    return static_cast<Priority>(word);
}
constexpr TicketStatus meaning_of(TicketWord word) {
    return static_cast<TicketStatus>(word);
}
constexpr InteractionType meaning_of(ContactWord word) {
    return static_cast<InteractionType>(word);
}

template <class Word>
auto meaning_of(const std::optional<Word>& word) {
    return word ? std::optional(meaning_of(*word)) : std::nullopt;
}

}  // namespace pilotlight::http::compat::token
