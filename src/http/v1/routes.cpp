#include "http/v1/routes.hpp"

namespace pilotlight::http::v1 {

std::vector<std::span<const Route>> routes() {
    return {account_routes(),        session_routes(),
            credential_routes(),     service_request_routes(),
            request_action_routes(), comment_routes(),
            ticket_routes(),         post_routes(),
            interaction_routes(),    representative_routes(),
            attachment_routes(),     service_type_routes(),
            user_routes(),           invitation_routes(),
            stats_routes(),          leak_report_routes(),
            kept_draft_routes(),     saved_view_routes(),
            presence_routes(),       audit_routes(),
            dashboard_routes(),      system_routes(),
            event_stream_routes(),   bulk_change_routes()};
}

}  // namespace pilotlight::http::v1
