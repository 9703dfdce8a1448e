#include "domain/service_type.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace pilotlight {
namespace {

std::vector<ServiceType> catalogue() {
    return {
        {.slug = "leak",
         .name = "Gas leak or smell of gas",
         .description = "Hissing, a damaged pipe, fire, or a carbon monoxide alarm.",
         .hazard = Hazard::emergency,
         .aliases = Words::of({"gas_leak"})},
        {.slug = "repair",
         .name = "Repair",
         .description = "Repair of a pipe, valve, regulator or fitting.",
         .hazard = Hazard::caution,
         .aliases = Words::of({"pipe_repair"})},
        {.slug = "new_connection",
         .name = "New connection",
         .description = "A new gas connection for a home or business.",
         .aliases = Words::of({"installation"})},
        {.slug = "billing", .name = "Bill or refund", .description = "A bill is wrong."},
        {.slug = "feedback", .name = "Feedback", .aliases = Words::of({"other"})},
    };
}

TEST_CASE("what a customer writes finds the nearest type") {
    const auto types = catalogue();
    struct Row {
        const char* written;
        const char* slug;
    };
    static constexpr Row rows[] = {
        {"new_connection", "new_connection"},
        {"New Connection", "new_connection"},
        {"  NEW-CONNECTION ", "new_connection"},
        {"Installation", "new_connection"},
        {"Gas Leak", "leak"},
        {"smelling gas in my kitchen", "leak"},
        {"Carbon monoxide alarm", "leak"},
        {"Leaking pipe, please repair", "leak"},  // the emergency outweighs
        {"Gas bill question", "billing"},         // "gas" tells nothing
        {"connecting a new house", "new_connection"},
        {"a", "feedback"},
        {"", "feedback"},
        {"Gas", "feedback"},
        {"bil", "feedback"},  // too short to be a stem
        {"Чистка", "feedback"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.written);
        CHECK(nearest_type(types, row.written)->slug == row.slug);
    }
}

TEST_CASE("without a type for everything else it is the last, without types none") {
    auto types = catalogue();
    types.pop_back();
    CHECK(nearest_type(types, "whatever")->slug == "billing");
    CHECK(nearest_type({}, "leak") == nullptr);
}

TEST_CASE("a slug is the name in small ASCII letters and digits") {
    CHECK(slug_from("Gas Leak Repair") == "gas_leak_repair");
    CHECK(slug_from("  Meter-box (No. 2)! ") == "meter_box_no_2");
    CHECK(slug_from("Ligação") == "liga_o");
    CHECK(slug_from("Чистка") == "type");
    CHECK(slug_from("") == "type");
    CHECK(slug_from(std::string(80, 'x')) == std::string(word_length_max, 'x'));
}

}  // namespace
}  // namespace pilotlight
