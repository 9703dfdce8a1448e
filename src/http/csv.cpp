#include "http/csv.hpp"

namespace pilotlight::http {

void append_csv_cell(std::string& out, std::string_view text) {
    constexpr std::string_view formula_starts = "=+-@\t\r";
    if (!out.empty() && out.back() != '\n') out += ',';
    const bool is_formula = !text.empty() && formula_starts.find(text.front()) != std::string::npos;
    out += '"';
    if (is_formula) out += '\'';
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

void end_csv_line(std::string& out) {
    out += "\r\n";
}

}  // namespace pilotlight::http
