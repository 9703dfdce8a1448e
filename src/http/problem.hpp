#pragma once

#include "base/error.hpp"
#include "base/json_writer.hpp"
#include "http/response.hpp"
#include "http/route.hpp"

namespace pilotlight::http {

/// The status of each code on /api/v1; the only table that says so (docs/errors.md shows it).
int status_of(Code code);
/// RFC 9110's phrase.
std::string_view reason_of(int status);

/// RFC 9457 problem details with the keys that DRF's clients read: `detail`, and one array per
/// faulty field at the top level. A faulty field called like a problem member takes its place.
Response problem(const Error& error, const Route* route);
/// As problem(), with a status that the connection layer has chosen.
Response problem(int status, const Error& error, const Route* route);
/// A refused access token: adds simplejwt's `code` and `messages` (contracts.md §1).
Response token_problem(const Error& error);

/// {"field":["fault", ...], ...}, each field once, in the order of its first fault.
void write_faults(JsonWriter& out, const FieldErrors& fields);
/// simplejwt's word for the code where it has one, else the code's own name.
std::string_view wire_code(Code code);

}  // namespace pilotlight::http
