#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pilotlight {

/// The outcome of the work; what it throws is an internal error, by a fault of ours. `what` did it,
/// for the log.
template <class Work>
Result<void> guarded_run(std::string_view what, const Work& work) {
    try {
        return work();
    } catch (const std::exception& fault) {
        return internal_error(std::string(what) + " threw: " + fault.what());
    } catch (...) {
        return internal_error(std::string(what) + " threw something");
    }
}

}  // namespace pilotlight
