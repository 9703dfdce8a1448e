#include "http/compat/drf_problem.hpp"
#include "http/compat/token/routes.hpp"

namespace pilotlight::http::compat::token {
namespace {

constexpr Wording wordings[] = {{Code::bad_credentials,
                                 400,
                                 "non_field_errors",
                                 "Unable to log in with provided credentials."}};

constexpr std::string_view taken_username = "A user with that username already exists.";
constexpr std::string_view taken_email = "A user with this email already exists.";
constexpr std::string_view time_range = "Ensure this value is between 1 and 8760.";
constexpr std::string_view too_short = "Ensure this value is greater than or equal to 0.";
constexpr std::string_view too_long = "Ensure this value is less than or equal to 1440.";
constexpr std::string_view gone_type = "Choose an active service type.";
constexpr FaultWording fault_wordings[] = {
    {"username", taken_username, taken_username, "user.username"},
    {"email", taken_email, taken_email, "user.email"},
    {"customer_number",
     "An account with this customer number already exists.",
     "customer profile with this customer id already exists.",
     "customer_id"},
    {"estimated_time_hours", time_range, time_range, "estimated_time"},
    {"duration_minutes", too_short, too_short, "duration"},
    {"duration_minutes", too_long, too_long, "duration"},
    {"request_type", gone_type, gone_type, "service_type_id"},
};

}  // namespace

constinit const Surface surface{
    .name = "token",
    .title = "Gas utility service application (seed 000)",
    .description = "Accounts, services and support, for clients of the first system.",
    .problem = drf_problem,
    .challenge = "Token",
    .json_suffix = true,
    .wordings = wordings,
    .fault_wordings = fault_wordings};

std::vector<std::span<const Route>> routes() {
    return {index_routes(),
            token_routes(),
            customer_routes(),
            representative_routes(),
            service_type_routes(),
            service_request_routes(),
            request_action_routes(),
            comment_routes(),
            ticket_routes(),
            interaction_routes()};
}

}  // namespace pilotlight::http::compat::token
