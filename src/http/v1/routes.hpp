#pragma once
// The canonical surface, /api/v1: seed 001's contract (contracts.md §3) extended with everything
// the desk can do. One file per noun holds its rows and handlers.

#include <vector>

#include "http/route.hpp"

namespace pilotlight::http::v1 {

std::span<const Route> account_routes();          // register, profile, password
std::span<const Route> session_routes();          // login, refresh, logout
std::span<const Route> credential_routes();       // sessions of browsers, API tokens
std::span<const Route> service_request_routes();  // list, open, read, edit, remove
std::span<const Route> request_action_routes();   // assign, cancel, events, request-updates
std::span<const Route> bulk_change_routes();      // many requests at once
std::span<const Route> comment_routes();
std::span<const Route> ticket_routes();
std::span<const Route> post_routes();
std::span<const Route> interaction_routes();
std::span<const Route> representative_routes();  // members of staff and their workload
std::span<const Route> attachment_routes();
std::span<const Route> service_type_routes();
std::span<const Route> user_routes();
std::span<const Route> invitation_routes();
std::span<const Route> stats_routes();
std::span<const Route> event_stream_routes();
std::span<const Route> leak_report_routes();  // without an account
std::span<const Route> kept_draft_routes();
std::span<const Route> saved_view_routes();
std::span<const Route> presence_routes();
std::span<const Route> audit_routes();
std::span<const Route> dashboard_routes();
std::span<const Route> system_routes();

/// All of them.
std::vector<std::span<const Route>> routes();

}  // namespace pilotlight::http::v1
