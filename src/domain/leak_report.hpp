#pragma once

#include "domain/service_request.hpp"

namespace pilotlight {

struct LeakReport;
using LeakReportId = Id<LeakReport>;

/// What lets a reporter without an account follow their request: the digest of a token that is
/// shown once.
struct LeakReport {
    LeakReportId id{};
    ServiceRequestId service_request{};
    std::string token_digest{};
    Instant created_at{};
    Instant expires_at{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"id", &LeakReport::id, {.access = stored_only}},
            Field{"service_request", &LeakReport::service_request, {.access = stored_only}},
            Field{"token_digest", &LeakReport::token_digest, {.access = stored_only}},
            Field{"created_at", &LeakReport::created_at, {}},
            Field{"expires_at", &LeakReport::expires_at, {}},
        };
    }
};

/// What a passer-by says of a smell of gas. Free text: nobody in a hurry is told to reword it.
struct LeakWords {
    std::string name{};
    std::string phone{};
    std::string address{};
    std::string what{};
    std::string place{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"name", &LeakWords::name, {.access = input_only, .length_max = 150}},
            Field{"phone",
                  &LeakWords::phone,
                  {.access = input_only,
                   .required = true,
                   .blank = false,
                   .length_max = 40,
                   .doc = "Where the crew can ask back; written as one likes."}},
            Field{"address",
                  &LeakWords::address,
                  {.access = input_only, .required = true, .blank = false, .length_max = 500}},
            Field{"what",
                  &LeakWords::what,
                  {.access = input_only,
                   .required = true,
                   .blank = false,
                   .length_max = 2'000,
                   .doc = "What is smelt, heard or seen."}},
            Field{"where",
                  &LeakWords::place,
                  {.access = input_only,
                   .length_max = 500,
                   .doc = "Where at the address: the cellar, the third floor."}},
        };
    }
};

/// The slug of the type that a report opens a request of.
inline constexpr std::string_view leak_type_slug = "leak";

/// All that the crew needs, in the words of the reporter: it stands in the request's description,
/// so that every door shows it to those who work on it.
std::string leak_description(const LeakWords& words);

}  // namespace pilotlight
