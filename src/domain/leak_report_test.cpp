#include "domain/leak_report.hpp"

#include <doctest/doctest.h>

namespace pilotlight {
namespace {

TEST_CASE("the description tells the crew everything, each on its line") {
    struct Row {
        LeakWords words;
        std::string_view description;
    };
    const Row rows[] = {
        {{.name = "Asha", .phone = "98 10", .address = "12 Park", .what = "smell", .place = "hall"},
         "smell\n\nWhere: hall\nReported by: Asha\nTelephone: 98 10"},
        {{.name = "Asha", .phone = "98 10", .what = "smell"},
         "smell\n\nReported by: Asha\nTelephone: 98 10"},
        {{.phone = "98 10", .what = "hissing"},
         "hissing\n\nReported by: (no name given)\nTelephone: 98 10"},
    };
    for (const auto& row : rows) CHECK(leak_description(row.words) == row.description);
}

}  // namespace
}  // namespace pilotlight
