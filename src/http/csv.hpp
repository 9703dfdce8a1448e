#pragma once

#include <string>
#include <string_view>

namespace pilotlight::http {

/// Appends one cell (RFC 4180), with a comma before it unless it begins a line. What a spreadsheet
/// would take for a formula gets an apostrophe in front.
void append_csv_cell(std::string& out, std::string_view text);
void end_csv_line(std::string& out);

}  // namespace pilotlight::http
