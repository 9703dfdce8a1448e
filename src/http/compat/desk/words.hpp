#pragma once
// The words of seed 003 and what they stand for (contracts.md §5, C6, C7, C8, C12). This surface
// knows fewer of each than the desk does; what it has no word for is shown as the nearest it has.

#include "store/service_request.hpp"

namespace pilotlight::http::compat::desk {

enum class RoleWord : std::uint8_t { customer, support_staff, admin };
enum class TypeWord : std::uint8_t { installation, maintenance, repair };
enum class StatusWord : std::uint8_t { pending, in_progress, resolved };

}  // namespace pilotlight::http::compat::desk

namespace pilotlight {
template <>
inline constexpr auto names<http::compat::desk::RoleWord> =
    std::array<std::string_view, 3>{"customer", "support_staff", "admin"};
template <>
inline constexpr auto names<http::compat::desk::TypeWord> =
    std::array<std::string_view, 3>{"installation", "maintenance", "repair"};
template <>
inline constexpr auto names<http::compat::desk::StatusWord> =
    std::array<std::string_view, 3>{"pending", "in_progress", "resolved"};
}  // namespace pilotlight

namespace pilotlight::http::compat::desk {

Role role_of(RoleWord word);
/// A technician is support_staff here.
RoleWord shown(Role role);

Status status_of(StatusWord word);
/// What was cancelled is over, and so resolved (C6).
StatusWord shown(Status status);

/// The word the customer used, or that the type goes by; else the nearest (C7): what is put in or
/// moved is installation, what is dangerous is repair, the rest maintenance.
TypeWord shown_type(const store::service_request::View& view);

inline constexpr std::size_t title_length_min = 5;         // characters
inline constexpr std::size_t description_length_min = 10;  // characters

/// The title, or a made one where the customer's is shorter than this contract has them (C8).
std::string shown_title(const store::service_request::View& view);

}  // namespace pilotlight::http::compat::desk
