#include "http/csv.hpp"

#include <doctest/doctest.h>

namespace pilotlight::http {
namespace {

TEST_CASE("cells are quoted, and formulas are taken their power") {
    struct Row {
        std::string_view text;
        std::string_view cell;
    };
    const Row rows[] = {
        {"", "\"\""},
        {"plain", "\"plain\""},
        {"a,b", "\"a,b\""},
        {"say \"gas\"", "\"say \"\"gas\"\"\""},
        {"two\nlines", "\"two\nlines\""},
        {"=1+1", "\"'=1+1\""},
        {"+91", "\"'+91\""},
        {"-1", "\"'-1\""},
        {"@SUM(A1)", "\"'@SUM(A1)\""},
        {"\t=1", "\"'\t=1\""},
        {"a=1", "\"a=1\""},
    };
    for (const auto& row : rows) {
        std::string out;
        append_csv_cell(out, row.text);
        CHECK(out == row.cell);
    }
}

TEST_CASE("commas stand between cells, and lines end in both") {
    std::string out;
    for (int line = 0; line < 2; ++line) {
        append_csv_cell(out, "");
        append_csv_cell(out, "b");
        end_csv_line(out);
    }
    CHECK(out == "\"\",\"b\"\r\n\"\",\"b\"\r\n");
}

}  // namespace
}  // namespace pilotlight::http
