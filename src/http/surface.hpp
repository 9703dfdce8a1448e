#pragma once
// A surface is one door of the desk: a folder of route rows that translates a contract's words and
// shapes, and nothing else. What it does not say here it has in common with all.

#include "http/problem.hpp"

namespace pilotlight::http {

/// What went wrong, and where: `at_door` when it was the credentials that were refused.
struct Refusal {
    const Error& error;
    const Route* route = nullptr;  // none: the path or method has no row
    bool at_door = false;
};

/// How a contract says what another layer found: a fault of a field, or with no field the error.
struct FaultWording {
    std::string_view field;
    std::string_view message;  // ours
    std::string_view text;     // the contract's
    std::string_view as{};     // the contract's name of the field, where it has another
};

struct Surface {
    std::string_view name;   // "token": its document is /api/compat/token.json
    std::string_view title;  // of its document
    std::string_view description;
    Response (*problem)(const Surface&, const Refusal&);
    std::string_view problem_type = "application/json";  // media type of a refusal
    std::string_view challenge{};         // WWW-Authenticate of a 401; "": strangers get 403
    bool json_suffix = false;             // "types.json" is "types/"
    std::span<const Wording> wordings{};  // for the surface's problem()
    std::span<const FaultWording> fault_wordings{};
};

/// The surface's way of saying it.
inline Response refuse(const Surface& surface, const Refusal& refusal) {
    return surface.problem(surface, refusal);
}

}  // namespace pilotlight::http
