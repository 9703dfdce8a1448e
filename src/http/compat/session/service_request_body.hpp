#pragma once
// Requests in seed 002's words: a free text for the type, spaced words for the status.

#include "domain/service_request.hpp"
#include "http/context.hpp"
#include "store/service_request.hpp"

namespace pilotlight::http::compat::session {

/// The seed's spelling of Status, in the same order.
enum class StatusWord : std::uint8_t { pending, in_progress, completed, cancelled };

inline StatusWord word_of(Status status) {
    return static_cast<StatusWord>(status);
}
inline Status status_of(StatusWord word) {
    return static_cast<Status>(word);
}

}  // namespace pilotlight::http::compat::session

namespace pilotlight {
template <>
inline constexpr auto names<http::compat::session::StatusWord> =
    std::array<std::string_view, 4>{"Pending", "In Progress", "Completed", "Cancelled"};
}  // namespace pilotlight

namespace pilotlight::http::compat::session {

/// A request as its customer tracks it.
struct TrackedRequest {
    ServiceRequestId id{};
    std::string type_of_request{};
    StatusWord status = StatusWord::pending;
    Instant date_submitted{};
    std::string details{};

    static constexpr auto fields() {
        return FieldList{Field{"id", &TrackedRequest::id, {}},
                         Field{"type_of_request", &TrackedRequest::type_of_request, {}},
                         Field{"status", &TrackedRequest::status, {}},
                         Field{"date_submitted", &TrackedRequest::date_submitted, {}},
                         Field{"details", &TrackedRequest::details, {}}};
    }
};
TrackedRequest tracked(const store::service_request::View& view);

/// Whose request it is.
struct Customer {
    AccountId id{};
    std::string username{};
    std::string name{};
    std::string customer_id{};

    static constexpr auto fields() {
        return FieldList{Field{"id", &Customer::id, {}},
                         Field{"username", &Customer::username, {}},
                         Field{"name", &Customer::name, {}},
                         Field{"customer_id", &Customer::customer_id, {}}};
    }
};

/// A request as administrators see it.
struct ManagedRequest {
    ServiceRequestId id{};
    Customer customer{};
    std::string type_of_request{};
    std::string details{};
    StatusWord status = StatusWord::pending;
    Instant date_submitted{};
    std::optional<Instant> date_resolved{};

    static constexpr auto fields() {
        return FieldList{Field{"id", &ManagedRequest::id, {}},
                         Field{"customer", &ManagedRequest::customer, {}},
                         Field{"type_of_request", &ManagedRequest::type_of_request, {}},
                         Field{"details", &ManagedRequest::details, {}},
                         Field{"status", &ManagedRequest::status, {}},
                         Field{"date_submitted", &ManagedRequest::date_submitted, {}},
                         Field{"date_resolved", &ManagedRequest::date_resolved, {}}};
    }
};
ManagedRequest managed(const store::service_request::View& view);

/// What the customer wrote as the type, word for word; the type's name when they wrote nothing.
std::string type_text_of(const store::service_request::View& view);

inline constexpr std::size_t type_length_max = 100;

/// The active type nearest to the text (C7); invalid_input when the desk has none at all.
Result<ServiceType> type_of_text(store::Read& read, std::string_view text);

}  // namespace pilotlight::http::compat::session
