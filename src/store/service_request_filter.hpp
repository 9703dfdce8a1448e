#pragma once
// What the lists of requests have in common, whatever they show of each. For src/store alone.

#include "store/service_request.hpp"

namespace pilotlight::store::service_request {

/// Conditions of the filter on "service_request r": everything but the search and the page.
void apply(Selection& selection, const Filter& filter);
/// The search as the value of {search_candidates:...}, kept to whom the filter names. Reads texts
/// for a long start (search.hpp).
Result<std::string> match_of(Read& read, const Filter& filter);
/// Ends what begins with "SELECT {columns:r}, ... FROM (SELECT s.id AS id, s.score AS score FROM
/// {search_candidates:service_request_search} s": ranks, cuts out the page and only then fetches
/// its requests as r, with the same tables as a list. `match` outlives the selection.
void apply_search(Selection& selection,
                  const Filter& filter,
                  std::string_view match,
                  const Page& page);
/// A page with an offset as one that starts after a row. No search.
Result<Page> numbered(Read& read, const Filter& filter, Sort sort, const Page& page);
/// Where the page starts, the order and the limit; comes last.
void apply_page(Selection& selection, Sort sort, const Page& page);

}  // namespace pilotlight::store::service_request
