#pragma once
// What the surfaces of the four Django systems have in common (contracts.md §1).

#include "http/surface.hpp"

namespace pilotlight::http::compat {

/// An error as Django REST Framework says it: {"detail": text}, or an array of faults for each
/// field, nested where a field's name has a dot ("user.username"). Wordings of the route, then of
/// the surface, come first; a conflict is 400, and a surface without a challenge answers strangers
/// 403. Faults are said in the surface's fault_wordings where it has some; a wording of
/// "non_field_errors" is an array. `failure` of the route
/// puts them below "error" and "details"; with `failure_repeats` they stand beside these too.
Response drf_problem(const Surface& surface, const Refusal& refusal);

}  // namespace pilotlight::http::compat
